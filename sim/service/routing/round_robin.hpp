#pragma once

#include "squall/service/routing/algorithm.hpp"
#include "squall/service/routing/turn.hpp"

namespace squall::service {

/// Each in its turn.
class RoundRobin final : public RoutingAlgorithm {
 public:
  Candidate choose(const RoutingQuestion& question) override {
    return turn_.next(question.eligible);
  }

  Turn* turn() override { return &turn_; }

 private:
  Turn turn_;
};

}  // namespace squall::service
