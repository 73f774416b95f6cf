#pragma once

#include "squall/core/bits.hpp"

#include <cstdint>
#include <string_view>

namespace squall {

/// What a draw is for: a request, a launch, a fault's choice. Keys form a tree from the seed:
///
///   key_of(seed, "clients.lunch") -- child(.., request) -- child(.., attempt)
///
/// Keys come from these functions only; they are well mixed words, and Draw relies on that.
struct Key {
  std::uint64_t word = 0;

  friend constexpr bool operator==(Key, Key) = default;
};

constexpr Key key_of(std::uint64_t seed, std::string_view name) {
  return {mix(mix(seed + golden_step) + hash_of(name))};
}

/// The key of the `ordinal`th thing under `parent`; also of a thing with a name, by hash_of(name).
constexpr Key child(Key parent, std::uint64_t ordinal) {
  return {mix(parent.word + golden_step * (ordinal + 1))};
}

/// Random words that are a pure function of (key, purpose): whoever asks, in whatever order, on
/// whatever thread, gets the same ones. Nothing is remembered between two Draws.
///
///   service_time.duration(Draw(request.key, cpu_purpose))
///
/// A purpose is a small number or a hash_of(name); the words of two purposes are unrelated.
class Draw {
 public:
  constexpr Draw(Key key, std::uint64_t purpose) : counter_(key.word + purpose * purpose_step) {}

  constexpr std::uint64_t bits() { return mix(counter_ += golden_step); }

  /// Strictly between 0 and 1.
  constexpr double uniform() { return unit_interval(bits()); }

 private:
  // Odd and unlike golden_step, so that no purpose's counter runs into a neighbour's.
  static constexpr std::uint64_t purpose_step = 0xd1342543de82ef95;

  std::uint64_t counter_;
};

}  // namespace squall
