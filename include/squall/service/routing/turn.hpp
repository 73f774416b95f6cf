#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace squall::service {

/// The number of one who may be chosen: of a target in its group, say. It is given once and stays.
/// Numbers are small: what an algorithm remembers lies in arrays by them.
using Candidate = std::uint32_t;

/// Each in turn: the next number after the one that was chosen last, then the first again. Who
/// comes or goes changes nobody else's turn, so the counts of those who stay differ by at most one.
class Turn {
 public:
  /// Requires: somebody is eligible; they are in rising order.
  Candidate next(std::span<const Candidate> eligible) {
    if (place_ < eligible.size() && eligible[place_] + 1 == least_) {
      ++place_;
    } else {
      find_place(eligible);
    }
    if (place_ == eligible.size()) place_ = 0;
    const Candidate chosen = eligible[place_];
    least_ = chosen + 1;
    return chosen;
  }

 private:
  void find_place(std::span<const Candidate> eligible);

  Candidate least_ = 0;    // who may be next: one more than the last one
  std::size_t place_ = 0;  // of the last one, unless the eligible have changed since
};

}  // namespace squall::service
