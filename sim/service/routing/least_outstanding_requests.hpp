#pragma once

#include "squall/service/routing/algorithm.hpp"

#include "service/routing/picking.hpp"
#include "service/routing/ranking.hpp"

#include <cstdint>

namespace squall::service {

/// One of those with the fewest requests open, each of these as likely: join the shortest queue.
class LeastOutstandingRequests final : public RoutingAlgorithm {
 public:
  explicit LeastOutstandingRequests(const RoutingSettings& settings)
      : purpose_(settings.key.word) {}

  Candidate choose(const RoutingQuestion& question) override {
    Draw draw(question.draws, purpose_);
    return one_of(open_.lowest(), draw);
  }

  void joined(Candidate candidate) override { open_.join(candidate); }
  void left(Candidate candidate) override { open_.leave(candidate); }

  bool hears_requests() const override { return true; }
  void sent(Candidate candidate) override { open_.raise(candidate); }
  void ended(Candidate candidate, const RoutingEnd&) override { open_.lower(candidate); }

 private:
  const std::uint64_t purpose_;
  Ranking open_;
};

}  // namespace squall::service
