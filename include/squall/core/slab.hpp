#pragma once

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

/// A pool of T in chunks: an item keeps its id and its address until it is released, whatever else
/// comes and goes. Allocating and releasing are O(1); the slot released last is given out first.
///
///   Slab<Attempt> attempts;
///   const std::uint32_t id = attempts.allocate(request, now);
///   const Token token = attempts.token(id);   // for whoever may answer late
///   attempts.release(id);
///   attempts.find(token);                     // nullptr: a stale token finds nobody
///
/// Costs 4 bytes an item beyond T; the free slots make a list through their own room.
template <class T, unsigned ChunkBits = 10>
class Slab {
  static_assert(sizeof(T) >= sizeof(std::uint32_t));

 public:
  Slab() = default;
  Slab(const Slab&) = delete;
  Slab& operator=(const Slab&) = delete;

  ~Slab() {
    if constexpr (!std::is_trivially_destructible_v<T>) destroy_the_living();
  }

  /// The id of a new T{args...}.
  template <class... Args>
  [[gnu::always_inline]] std::uint32_t allocate(Args&&... args) {
    const std::uint32_t id = free_ == no_slot ? add_slot() : take_free_slot();
    ::new (place(id)) T{std::forward<Args>(args)...};
    ++size_;
    return id;
  }

  /// Destroys the item; its tokens are stale from now on.  Requires: `id` is live.
  void release(std::uint32_t id) {
    std::destroy_at(&(*this)[id]);
    ::new (place(id)) std::uint32_t(free_);
    free_ = id;
    ++chunks_[id >> ChunkBits]->generations[id & mask];
    --size_;
  }

  /// Requires: `id` is live.
  T& operator[](std::uint32_t id) { return *std::launder(static_cast<T*>(place(id))); }
  const T& operator[](std::uint32_t id) const {
    return *std::launder(static_cast<const T*>(place(id)));
  }

  /// Requires: `id` is live.
  Token token(std::uint32_t id) const { return {id, generation(id)}; }

  /// The item that the token was made for, or nullptr where it is gone.
  T* find(Token token) {
    if (token.index >= slots_ || generation(token.index) != token.generation) return nullptr;
    return &(*this)[token.index];
  }

  /// The number of live items.
  std::size_t size() const { return size_; }

 private:
  static constexpr std::uint32_t chunk_size = 1u << ChunkBits;
  static constexpr std::uint32_t mask = chunk_size - 1;

  struct Chunk {
    alignas(T) std::byte storage[chunk_size * sizeof(T)];
    std::uint32_t generations[chunk_size] = {};  // how many have left the slot
  };

  void* place(std::uint32_t id) const {
    return chunks_[id >> ChunkBits]->storage + (id & mask) * sizeof(T);
  }

  std::uint32_t generation(std::uint32_t id) const {
    return chunks_[id >> ChunkBits]->generations[id & mask];
  }

  std::uint32_t next_free(std::uint32_t id) const {
    return *std::launder(static_cast<const std::uint32_t*>(place(id)));
  }

  std::uint32_t take_free_slot() {
    const std::uint32_t id = free_;
    free_ = next_free(id);
    return id;
  }

  std::uint32_t add_slot() {
    if ((slots_ & mask) == 0) chunks_.emplace_back(new Chunk);  // not make_unique: it would zero it
    return slots_++;
  }

  void destroy_the_living() {
    std::vector<bool> living(slots_, true);
    for (std::uint32_t id = free_; id != no_slot; id = next_free(id)) living[id] = false;
    for (std::uint32_t id = 0; id < slots_; ++id) {
      if (living[id]) std::destroy_at(&(*this)[id]);
    }
  }

  std::vector<std::unique_ptr<Chunk>> chunks_;
  std::uint32_t free_ = no_slot;  // the slot released last, which holds the one before
  std::uint32_t slots_ = 0;       // given out at least once
  std::size_t size_ = 0;
};

}  // namespace squall
