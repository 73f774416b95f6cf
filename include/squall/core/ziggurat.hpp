#pragma once

#include "squall/core/bits.hpp"
#include "squall/core/elementary.hpp"

#include <cstdint>

/// Exponential and normal variables by Marsaglia and Tsang's ziggurat: the area under the density
/// is covered by 256 layers of equal area, and one random word nearly always lands where a
/// multiplication is the whole work.
namespace squall {

/// Layer i reaches from 0 to edge(i); layer 0 also stands for the tail beyond edge(1).
struct Ziggurat {
  static constexpr int layers = 256;
  std::uint64_t inside[layers];  ///< a 53-bit position below it lies under the density for sure
  double step[layers];           ///< edge(i) / 2^53
  double density[layers + 1];    ///< at edge(i); 1 at the top
};

extern const Ziggurat exponential_ziggurat;
extern const Ziggurat normal_ziggurat;

inline constexpr double exponential_tail = 7.697117470131050;  ///< edge(1)
inline constexpr double normal_tail = 3.654152885361009;       ///< edge(1)

/// True where the point at random height in the layer lies under the density.
template <BitSource Source>
bool under_density(const Ziggurat& ziggurat, std::uint64_t layer, double density, Source& source) {
  const double low = ziggurat.density[layer];
  const double high = ziggurat.density[layer + 1];
  return low + source.uniform() * (high - low) < density;
}

/// Where one random word has not settled it: what an exponential variable is, given that word.
template <BitSource Source>
[[gnu::noinline]] double exponential_from(std::uint64_t word, Source& source) {
  double beyond = 0;  // without memory: what lies beyond the tail's start is exponential again
  for (;; word = source.bits()) {
    const std::uint64_t layer = word & 255;
    const std::uint64_t position = word >> 11;
    const double x = static_cast<double>(position) * exponential_ziggurat.step[layer];
    if (position < exponential_ziggurat.inside[layer]) return beyond + x;
    if (layer == 0) {
      beyond += exponential_tail;
    } else if (under_density(exponential_ziggurat, layer, portable::exp(-x), source)) {
      return beyond + x;
    }
  }
}

/// Mean 1; never negative.
template <BitSource Source>
[[gnu::always_inline]] inline double standard_exponential(Source& source) {
  const std::uint64_t word = source.bits();
  const std::uint64_t layer = word & 255;
  const std::uint64_t position = word >> 11;
  if (position < exponential_ziggurat.inside[layer]) [[likely]] {
    return static_cast<double>(position) * exponential_ziggurat.step[layer];
  }
  return exponential_from(word, source);
}

/// What a normal variable beyond the tail's start is, by Marsaglia's rejection.
template <BitSource Source>
double normal_beyond_tail(Source& source) {
  while (true) {
    const double x = standard_exponential(source) / normal_tail;
    if (2 * standard_exponential(source) > x * x) return normal_tail + x;
  }
}

/// Negative where bit 8 of the word is set; without a branch, which could not be foretold.
inline double with_sign(double magnitude, std::uint64_t word) {
  const std::uint64_t sign = (word & 256) << 55;
  return portable::same_bits<double>(portable::same_bits<std::uint64_t>(magnitude) | sign);
}

/// Mean 0, variance 1.
template <BitSource Source>
double standard_normal(Source& source) {
  while (true) {
    const std::uint64_t word = source.bits();
    const std::uint64_t layer = word & 255;
    const std::uint64_t position = word >> 11;
    const double x = static_cast<double>(position) * normal_ziggurat.step[layer];
    if (position < normal_ziggurat.inside[layer]) [[likely]] {
      return with_sign(x, word);
    }
    if (layer == 0) return with_sign(normal_beyond_tail(source), word);
    if (under_density(normal_ziggurat, layer, portable::exp(-0.5 * x * x), source)) {
      return with_sign(x, word);
    }
  }
}

}  // namespace squall
