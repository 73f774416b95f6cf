#pragma once

#include "squall/core/draw.hpp"

#include <bit>
#include <cstdint>
#include <string_view>
#include <utility>

namespace squall {

/// A sequential stream of random words for one cause: `Random(seed, "clients.lunch/arrivals")`.
/// Its words depend on nothing but seed and name, so another stream changes none of them.
/// The generator is xoshiro256++ by Blackman and Vigna, with a period of 2^256 - 1.
class Random {
 public:
  constexpr Random(std::uint64_t seed, std::string_view name) {
    Draw start(key_of(seed, name), 0);
    for (std::uint64_t& word : state_) word = start.bits();
  }

  constexpr std::uint64_t bits() {
    const std::uint64_t result = std::rotl(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t shifted = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= shifted;
    state_[3] = std::rotl(state_[3], 45);
    return result;
  }

  /// Strictly between 0 and 1.
  constexpr double uniform() { return unit_interval(bits()); }

  /// A whole number in [0, limit), each equally likely.  Requires: limit > 0.
  constexpr std::uint64_t below(std::uint64_t limit) { return squall::below(*this, limit); }

  /// Two whole numbers in [0, limit), distinct where there are two.  Requires: limit > 0.
  constexpr std::pair<std::uint64_t, std::uint64_t> two_below(std::uint64_t limit) {
    const std::uint64_t first = below(limit);
    if (limit == 1) return {first, first};
    const std::uint64_t second = below(limit - 1);
    return {first, second < first ? second : second + 1};
  }

 private:
  std::uint64_t state_[4] = {};
};

}  // namespace squall
