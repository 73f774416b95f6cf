#pragma once

#include "squall/core/address_space.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <new>
#include <type_traits>
#include <vector>

namespace squall::core {

/// Slots in chunks, which never move: for pools of which there may be many.
template <class Slot, unsigned ChunkBits>
class ChunkedSlots {
 public:
  Slot& operator[](std::uint32_t id) const { return chunks_[id / size][id % size]; }

  /// Requires: `count` is how often this was called.
  void add(std::uint32_t count) {
    if (count % size == 0) chunks_.emplace_back(new Slot[size]);  // not zeroed
  }

  /// The number of a slot.  O(chunks): for what is rare.
  std::uint32_t id_of(const Slot* slot) const {
    for (std::uint32_t first = 0;; first += size) {
      const std::less<> before;
      const Slot* const chunk = chunks_[first / size].get();
      if (!before(slot, chunk) && before(slot, chunk + size))
        return first + static_cast<std::uint32_t>(slot - chunk);
    }
  }

 private:
  static constexpr std::uint32_t size = 1u << ChunkBits;
  std::vector<std::unique_ptr<Slot[]>> chunks_;
};

/// Slots side by side in an address space of their own, so that none ever moves and each is found
/// by one addition: for the few pools that every request goes through.
template <class Slot>
class SlotsInOnePiece {
 public:
  Slot& operator[](std::uint32_t id) const { return first_[id]; }

  /// Requires: `count` is how often this was called.
  void add(std::uint32_t count) {
    if (count == 0) reserve();
    if (count == room_) throw std::bad_alloc();
    ::new (first_ + count) Slot;
  }

  /// The number of a slot.
  std::uint32_t id_of(const Slot* slot) const { return static_cast<std::uint32_t>(slot - first_); }

 private:
  static constexpr std::size_t most = std::size_t{1} << 30;

  void reserve() {
    space_ = AddressSpace(most, sizeof(Slot));
    first_ = static_cast<Slot*>(space_.start());
    room_ = static_cast<std::uint32_t>(space_.size() / sizeof(Slot));
  }

  Slot* first_ = nullptr;
  std::uint32_t room_ = 0;
  AddressSpace space_;
};

/// Instead of the bits of a chunk's size: no chunks.
inline constexpr unsigned in_one_piece = 0;

/// There is address space to spare where pointers are wide.
template <class Slot, unsigned ChunkBits>
using Slots = std::conditional_t<
    ChunkBits != in_one_piece, ChunkedSlots<Slot, ChunkBits>,
    std::conditional_t<sizeof(void*) == 8, SlotsInOnePiece<Slot>, ChunkedSlots<Slot, 10>>>;

}  // namespace squall::core
