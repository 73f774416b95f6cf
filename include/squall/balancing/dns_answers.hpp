#pragma once

#include "squall/core/draw.hpp"
#include "squall/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace squall::balancing {

/// What a name says, and what clients still believe. A client asks DNS once in `ttl` and keeps to
/// what it was told, so an answer that is withdrawn fades out:
///
///   those who believe it   all ------.
///                                     `-.
///                          none           `------
///                              withdrawn   +ttl
///
/// Each attempt comes from a client that has asked at any moment of the last `ttl`, alike.
template <class Answer>
class DnsAnswers {
 public:
  /// `purpose` is of the draws. Requires: ttl >= 0.
  DnsAnswers(Duration ttl, std::uint64_t purpose, Answer first)
      : ttl_(ttl), purpose_(child(Key{purpose}, age_purpose).word) {
    said_.push_back({Time{}, std::move(first)});
  }

  /// It says this from now on.
  void say(Answer answer, Time now) {
    // What was said no longer than this instant nobody has heard.
    if (said_.back().since == now) said_.pop_back();
    while (said_.size() > 1 && said_[1].since + ttl_ <= now) said_.erase(said_.begin());
    if (!said_.empty()) settled_at_ = now + ttl_;
    said_.push_back({now, std::move(answer)});
  }

  /// What it says now.
  const Answer& last() const { return said_.back().answer; }

  /// What the client of these draws goes by.
  const Answer& heard(Key draws, Time now) const {
    return now < settled_at_ ? heard_while_changing(draws, now) : last();
  }

 private:
  static constexpr std::uint64_t age_purpose = hash_of("dns_answers/age");

  struct Said {
    Time since;
    Answer answer;
  };

  const Answer& heard_while_changing(Key draws, Time now) const {
    const auto choices = static_cast<std::uint64_t>(ttl_.count());
    Draw draw(draws, purpose_);
    const Time asked = now - Duration(static_cast<std::int64_t>(below(draw, choices)));
    std::size_t at = said_.size() - 1;
    while (at > 0 && said_[at].since > asked) --at;
    return said_[at].answer;
  }

  const Duration ttl_;
  const std::uint64_t purpose_;
  std::vector<Said> said_;  // what clients may still believe, in the order of time
  Time settled_at_{};       // from then on they all believe the last
};

}  // namespace squall::balancing
