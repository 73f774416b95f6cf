#pragma once

#include "squall/core/slots.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace squall {

/// The index that no slot has.
inline constexpr std::uint32_t no_slot = 0xffffffff;

/// Names one occupant of a slot of a Slab, not the slot: once the occupant is released the token is
/// stale for good (for the next 2^32 occupants of that slot). A default Token names nobody.
struct Token {
  std::uint32_t index = no_slot;
  std::uint32_t generation = 0;

  friend bool operator==(Token, Token) = default;
};

/// A pool of T: an item keeps its id and its address until it is released, whatever else comes and
/// goes. Allocating and releasing are O(1); the slot released last is given out first. It lies in
/// one piece, or, with the bits of their size, in chunks: see core::Slots.
///
///   Slab<Attempt> attempts;
///   const std::uint32_t id = attempts.allocate(request, now);
///   const Token token = attempts.token(id);   // for whoever may answer late
///   attempts.release(id);
///   attempts.find(token);                     // nullptr: a stale token finds nobody
///
/// Costs 4 bytes an item beyond T, side by side with it; free slots make a list through their own
/// room.
template <class T, unsigned ChunkBits = core::in_one_piece>
class Slab {
  static_assert(sizeof(T) >= sizeof(std::uint32_t));

  static constexpr bool fills_a_cache_line = sizeof(T) + alignof(T) == 64;

  // An item, or the next free slot.
  struct alignas(fills_a_cache_line ? 64 : alignof(T)) Slot {
    T* item() { return std::launder(reinterpret_cast<T*>(storage)); }
    std::uint32_t next_free() const {
      return *std::launder(reinterpret_cast<const std::uint32_t*>(storage));
    }
    void make_free(std::uint32_t next) { ::new (storage) std::uint32_t(next); }

    alignas(T) std::byte storage[sizeof(T)];
    std::uint32_t generation;  // how many have left the slot
  };

 public:
  static constexpr std::size_t bytes_an_item = sizeof(Slot);

  Slab() = default;
  Slab(const Slab&) = delete;
  Slab& operator=(const Slab&) = delete;

  ~Slab() {
    if constexpr (!std::is_trivially_destructible_v<T>) destroy_the_living();
  }

  /// The id of a new T{args...}.
  template <class... Args>
  [[gnu::always_inline]] std::uint32_t allocate(Args&&... args) {
    const std::uint32_t id = free_ == no_slot ? add_slot() : free_;
    Slot& slot = slot_of(id);
    free_ = slot.next_free();
    ::new (slot.storage) T{std::forward<Args>(args)...};
    ++size_;
    return id;
  }

  /// Destroys the item; its tokens are stale from now on.  Requires: `id` is live.
  void release(std::uint32_t id) {
    Slot& slot = slot_of(id);
    std::destroy_at(slot.item());
    ++slot.generation;
    slot.make_free(free_);
    free_ = id;
    --size_;
  }

  /// Requires: `id` is live.
  T& operator[](std::uint32_t id) { return *slot_of(id).item(); }
  const T& operator[](std::uint32_t id) const { return *slot_of(id).item(); }

  /// Finds the id of an item that lies here.
  std::uint32_t id_of(const T& item) const {
    return slots_.id_of(reinterpret_cast<const Slot*>(&item));
  }

  /// Requires: `id` is live.
  Token token(std::uint32_t id) const { return {id, slot_of(id).generation}; }

  /// The item that the token was made for, or nullptr where it is gone.
  T* find(Token token) {
    if (token.index >= count_) return nullptr;
    Slot& slot = slot_of(token.index);
    return slot.generation == token.generation ? slot.item() : nullptr;
  }

  /// The number of live items.
  std::size_t size() const { return size_; }

 private:
  Slot& slot_of(std::uint32_t id) const { return slots_[id]; }

  std::uint32_t add_slot() {
    slots_.add(count_);
    Slot& slot = slot_of(count_);
    slot.generation = 0;
    slot.make_free(no_slot);
    return count_++;
  }

  void destroy_the_living() {
    std::vector<bool> living(count_, true);
    for (std::uint32_t id = free_; id != no_slot; id = slot_of(id).next_free()) living[id] = false;
    for (std::uint32_t id = 0; id < count_; ++id) {
      if (living[id]) std::destroy_at(&(*this)[id]);
    }
  }

  core::Slots<Slot, ChunkBits> slots_;
  std::uint32_t free_ = no_slot;  // the slot released last, which holds the one before
  std::uint32_t count_ = 0;       // of the slots given out at least once
  std::size_t size_ = 0;
};

}  // namespace squall
