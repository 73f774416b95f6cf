#pragma once

#include "squall/service/routing/algorithm.hpp"

#include "service/routing/picking.hpp"

namespace squall::service {

/// The same for all requests of one connection, and over many connections each as often. A change
/// of the eligible moves most connections.
class FlowHash final : public RoutingAlgorithm {
 public:
  explicit FlowHash(const RoutingSettings& settings) : purpose_(settings.key.word) {}

  bool asks_who() const override { return true; }

  Candidate choose(const RoutingQuestion& question) override {
    Draw hash(question.flow, purpose_);
    return one_of(question.eligible, hash);
  }

 private:
  const std::uint64_t purpose_;
};

}  // namespace squall::service
