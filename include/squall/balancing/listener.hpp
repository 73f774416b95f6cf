#pragma once

#include "squall/balancing/weighted_groups.hpp"
#include "squall/service/endpoint.hpp"

#include <utility>

namespace squall::balancing {

/// A port of a balancer of this type, and the groups that it leads to.
template <class Balancer>
class Listener final : public service::Endpoint {
 public:
  Listener(Balancer& balancer, WeightedGroups groups)
      : balancer_(balancer), groups_(std::move(groups)) {}

  void offer(service::AttemptId attempt) override { balancer_.receive(attempt, groups_); }
  void abandon(service::AttemptId attempt) override { balancer_.abandon(attempt); }

 private:
  Balancer& balancer_;
  const WeightedGroups groups_;
};

}  // namespace squall::balancing
