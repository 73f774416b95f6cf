#pragma once

#include "squall/core/wide.hpp"

#include <concepts>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace squall {

/// The odd number nearest 2^64 / golden ratio: the step of a counter whose words get mixed.
inline constexpr std::uint64_t golden_step = 0x9e3779b97f4a7c15;

/// A bijection of 64-bit words after which neighbours have nothing in common (SplitMix64's).
constexpr std::uint64_t mix(std::uint64_t word) {
  word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9;
  word = (word ^ (word >> 27)) * 0x94d049bb133111eb;
  return word ^ (word >> 31);
}

/// FNV-1a, mixed. The same in every build, unlike std::hash.
constexpr std::uint64_t hash_of(std::string_view name) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char letter : name) {
    hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  }
  return mix(hash);
}

/// One of 2^52 evenly spaced numbers strictly between 0 and 1, symmetric about 1/2.
constexpr double unit_interval(std::uint64_t word) {
  return (static_cast<double>(word >> 12) + 0.5) * 0x1p-52;
}

/// Where random words come from: a keyed Draw or a sequential Random stream.
template <class Source>
concept BitSource = requires(std::remove_cvref_t<Source>& source) {
  { source.bits() } -> std::same_as<std::uint64_t>;
  { source.uniform() } -> std::same_as<double>;
};

/// A whole number in [0, limit), each equally likely: Lemire's multiplication, which draws again
/// where the last, incomplete round would favour some.  Requires: limit > 0.
template <BitSource Source>
constexpr std::uint64_t below(Source&& source, std::uint64_t limit) {
  UnsignedWide product = UnsignedWide(source.bits()) * limit;
  if (static_cast<std::uint64_t>(product) < limit) {
    const std::uint64_t incomplete = (0 - limit) % limit;
    while (static_cast<std::uint64_t>(product) < incomplete) {
      product = UnsignedWide(source.bits()) * limit;
    }
  }
  return static_cast<std::uint64_t>(product >> 64);
}

}  // namespace squall
