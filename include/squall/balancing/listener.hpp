#pragma once

#include "squall/core/draw.hpp"
#include "squall/core/ratio.hpp"
#include "squall/service/endpoint.hpp"

#include <cstdint>
#include <vector>

namespace squall::balancing {

class LoadBalancer;
class TargetGroup;

/// A target group and how much of a listener's requests it gets, beside the others.
struct Forward {
  TargetGroup* group;
  Weight weight;
};

/// A port of a balancer: it draws the target group of each request by weight, before it looks at
/// any target.
class Listener final : public service::Endpoint {
 public:
  struct Share {
    double up_to;         ///< of the sum of all weights
    std::uint32_t group;  ///< a number of the balancer's
  };

  /// Requires: the weights add up to more than 0.
  Listener(LoadBalancer& balancer, std::vector<Share> shares, std::uint64_t purpose);

  void offer(service::AttemptId attempt) override;
  void abandon(service::AttemptId attempt) override;

  /// The group of an attempt with these draws.
  std::uint32_t group_for(Key draws) const {
    return shares_.size() == 1 ? shares_.front().group : drawn_group(draws);
  }

 private:
  std::uint32_t drawn_group(Key draws) const;

  LoadBalancer& balancer_;
  const std::vector<Share> shares_;
  const std::uint64_t purpose_;  // of its draws
};

}  // namespace squall::balancing
