#pragma once

#include "squall/service/routing/algorithm.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>

namespace squall::service {

/// Each in turn: the next number after the one that was chosen last, then the first again. Who
/// comes or goes changes nobody else's turn, so the counts of those who stay differ by at most one.
class RoundRobin final : public RoutingAlgorithm {
 public:
  Candidate choose(const RoutingQuestion& question) override {
    const auto eligible = question.eligible;
    place_ = next_place(eligible);
    if (place_ == eligible.size()) place_ = 0;
    last_ = eligible[place_];
    return *last_;
  }

 private:
  std::size_t next_place(std::span<const Candidate> eligible) const {
    if (!last_) return 0;
    if (place_ < eligible.size() && eligible[place_] == *last_) return place_ + 1;
    const auto next = std::upper_bound(eligible.begin(), eligible.end(), *last_);
    return static_cast<std::size_t>(next - eligible.begin());
  }

  std::optional<Candidate> last_;
  std::size_t place_ = 0;  // of the last one, unless the eligible have changed since
};

}  // namespace squall::service
