#include "squall/traffic/arrivals.hpp"

#include "squall/core/ziggurat.hpp"

#include <algorithm>
#include <utility>
#include <variant>

namespace squall::traffic {

namespace {

bool comes_evenly(const ArrivalsSpec& spec) {
  const auto* patterned = std::get_if<PatternedArrivals>(&spec.form);
  return patterned != nullptr && patterned->pattern == Pattern::even;
}

double mean_group(const ArrivalsSpec& spec) {
  const auto* bursty = std::get_if<BurstyArrivals>(&spec.form);
  return bursty == nullptr ? 1 : bursty->peakedness;
}

}  // namespace

Arrivals::Arrivals(Random stream, RateCurve rate, const ArrivalsSpec& spec)
    : stream_(stream),
      rate_(std::move(rate)),
      span_(rate_.span_at(Time{})),
      even_(comes_evenly(spec)),
      mean_(mean_group(spec)),
      another_(1 - 1 / mean_) {}

Time Arrivals::next(Time now) {
  at_once_ = begun_ && another_ > 0 && stream_.uniform() < another_;
  if (at_once_) return now;
  if (even_) {
    step_evenly(now);
  } else {
    step_ = mean_ * standard_exponential(stream_);
  }
  if (!begun_) span_ = rate_.span_at(now);
  begun_ = true;
  from_ = now;
  return rate_.reach(span_, from_, step_);
}

// What the nearest nanosecond has taken from the last step, or added, is made up for.
void Arrivals::step_evenly(Time now) {
  step_ = begun_ ? std::max(1 + step_ - rate_.expected(from_, now), 0.0) : stream_.uniform();
}

Time Arrivals::change(RateCurve rate, Time now) {
  step_ = at_once_ ? 0 : std::max(step_ - rate_.expected(from_, now), 0.0);
  from_ = now;
  rate_ = std::move(rate);
  span_ = rate_.span_at(now);
  return at_once_ ? now : rate_.reach(span_, from_, step_);
}

}  // namespace squall::traffic
