#pragma once

#include "squall/service/routing/algorithm.hpp"

#include "service/routing/picking.hpp"

#include <cstdint>
#include <vector>

namespace squall::service {

/// The less busy of two drawn at random: nearly as even as asking everyone, for two questions.
class PowerOfTwo final : public RoutingAlgorithm {
 public:
  explicit PowerOfTwo(const RoutingSettings& settings) : purpose_(settings.key.word) {}

  Candidate choose(const RoutingQuestion& question) override {
    Draw draw(question.draws, purpose_);
    const auto [first, second] = two_of(question.eligible, draw);
    return open_[second] < open_[first] ? second : first;
  }

  void joined(Candidate candidate) override {
    if (candidate >= open_.size()) open_.resize(candidate + 1);
  }

  bool hears_requests() const override { return true; }
  void sent(Candidate candidate) override { ++open_[candidate]; }
  void ended(Candidate candidate, const RoutingEnd&) override { --open_[candidate]; }

 private:
  const std::uint64_t purpose_;
  std::vector<std::uint32_t> open_;  // requests, by candidate
};

}  // namespace squall::service
