#pragma once

#include "squall/core/time.hpp"
#include "squall/service/attempt.hpp"
#include "squall/service/sender.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace squall::balancing {

/// The cookies by which a balancer knows again those whom it has sent to one of several places: a
/// target, or a target group. Each answer from there gives a new one. Strangers have none.
class Cookies {
 public:
  /// Each is good for so long.
  explicit Cookies(Duration lasts) : lasts_(lasts) {}

  /// Where the cookie of the sender leads that is still good.
  std::optional<std::uint32_t> place(service::CallerId caller, const service::Sender& sender,
                                     Time now) const {
    if (caller >= callers_.size() || sender.user >= callers_[caller].size()) return std::nullopt;
    const Cookie& its = callers_[caller][sender.user];
    if (its.visit != sender.visit || now >= its.until) return std::nullopt;
    return its.place;
  }

  void give(service::CallerId caller, const service::Sender& sender, std::uint32_t place, Time now);

 private:
  struct Cookie {
    Time until{};
    std::uint32_t visit = 0;  // as its sender says
    std::uint32_t place = 0;
  };

  const Duration lasts_;
  std::vector<std::vector<Cookie>> callers_;  // by caller, then by user
};

}  // namespace squall::balancing
