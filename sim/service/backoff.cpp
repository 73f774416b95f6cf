#include "squall/service/backoff.hpp"

#include "squall/core/bits.hpp"
#include "squall/core/invariant.hpp"

#include <algorithm>

namespace squall::service {

namespace {

constexpr std::uint64_t jitter_purpose = hash_of("retry/jitter");

// Anything from `least` to `most`, both included.
Duration anything(Key key, unsigned failed, Duration least, Duration most) {
  const auto choices = static_cast<std::uint64_t>((most - least).count()) + 1;
  Draw draw(child(key, failed), jitter_purpose);
  return least + Duration(static_cast<std::int64_t>(below(draw, choices)));
}

std::vector<Duration> pauses_of(const RetrySpec& spec) {
  std::vector<Duration> pauses;
  const double longest = seconds(spec.max);
  double pause = std::min(seconds(spec.base), longest);
  for (int attempt = 1; attempt < spec.attempts.count; ++attempt) {
    pauses.push_back(pause < longest ? from_seconds(pause) : spec.max);
    pause = std::min(pause * spec.factor, longest);
  }
  return pauses;
}

RetrySpec in_full(const RetrySpec& spec) {
  if (!spec.attempts.standard) return spec;
  return {spec.attempts, 1s, 2, 20s, Jitter::full, {}};
}

}  // namespace

Backoff::Backoff(const RetrySpec& written) {
  const RetrySpec spec = in_full(written);
  INVARIANT(spec.attempts.count >= 1 && spec.attempts.count <= 100);
  base_ = std::min(spec.base, spec.max);
  max_ = spec.max;
  jitter_ = spec.jitter;
  pauses_ = pauses_of(spec);
}

Duration Backoff::pause(Key key, unsigned failed) const {
  switch (jitter_) {
    case Jitter::none:
      break;
    case Jitter::full:
      return anything(key, failed, Duration(0), pauses_[failed - 1]);
    case Jitter::decorrelated:
      return decorrelated(key, failed);
  }
  return pauses_[failed - 1];
}

Duration Backoff::decorrelated(Key key, unsigned failed) const {
  Duration pause = base_;
  for (unsigned n = 1; n <= failed; ++n) {
    const Duration most = pause > Duration::max() / 3 ? Duration::max() : 3 * pause;
    pause = std::min(max_, anything(key, n, base_, most));
  }
  return pause;
}

}  // namespace squall::service
