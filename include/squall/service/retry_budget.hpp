#pragma once

#include "squall/service/retry_spec.hpp"

#include <algorithm>
#include <cstdint>

namespace squall::service {

/// How many retries a caller may make: a bucket of tokens, full at the start, from which each is
/// paid.
///
/// With `budget: share`, a retry costs one, each request brings `share`, and the bucket holds ten:
/// in any run retries <= 10 + share * requests, and who asks seldom may still try again. With
/// `retry: standard`, as the AWS SDK has it, the bucket holds 500, a retry costs 5, after a
/// time-out 10, and a success brings 1, or what its request's last retry has cost. Else every retry
/// is free.
class RetryBudget {
 public:
  explicit RetryBudget(const RetrySpec& spec) {
    if (spec.attempts.standard) {
      full_ = 500;
      cost_ = 5;
      cost_after_time_out_ = 10;
      refunds_ = true;
    } else if (spec.budget) {
      full_ = 10 * whole;
      cost_ = cost_after_time_out_ = whole;
      per_request_ = static_cast<std::int64_t>(spec.budget->value * whole + 0.5);
    }
    tokens_ = full_;
  }

  /// Whether anything is ever refused.
  bool limits() const { return cost_ > 0; }

  void requested() { bring(per_request_); }

  /// Takes what a retry costs, if that is there.
  bool pay(bool after_time_out) {
    const std::int64_t cost = after_time_out ? cost_after_time_out_ : cost_;
    if (tokens_ < cost) return false;
    tokens_ -= cost;
    return true;
  }

  /// A request has succeeded, without a retry.
  void succeeded() { bring(refunds_ ? 1 : 0); }

  /// A request has succeeded, with its last retry paid so.
  void succeeded_again(bool after_time_out) {
    if (refunds_) bring(after_time_out ? cost_after_time_out_ : cost_);
  }

 private:
  static constexpr std::int64_t whole = 1'000'000;  // a retry, where shares of one come in

  void bring(std::int64_t tokens) { tokens_ = std::min(full_, tokens_ + tokens); }

  std::int64_t full_ = 0;
  std::int64_t tokens_ = 0;
  std::int64_t per_request_ = 0;
  std::int64_t cost_ = 0;
  std::int64_t cost_after_time_out_ = 0;
  bool refunds_ = false;
};

}  // namespace squall::service
