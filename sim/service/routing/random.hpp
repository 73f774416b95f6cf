#pragma once

#include "squall/service/routing/algorithm.hpp"

#include "service/routing/picking.hpp"

namespace squall::service {

/// Any, each as likely, whatever went before.
class RandomChoice final : public RoutingAlgorithm {
 public:
  explicit RandomChoice(const RoutingSettings& settings) : purpose_(settings.key.word) {}

  Candidate choose(const RoutingQuestion& question) override {
    Draw draw(question.draws, purpose_);
    return one_of(question.eligible, draw);
  }

 private:
  const std::uint64_t purpose_;
};

}  // namespace squall::service
