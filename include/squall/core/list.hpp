#pragma once

#include "squall/core/slab.hpp"

#include <cstddef>
#include <cstdint>

namespace squall {

/// A member of T that lets an item of a Slab<T> stand in one List.
struct Hook {
  static constexpr std::uint32_t unlinked = no_slot - 1;

  bool linked() const { return next != unlinked; }

  std::uint32_t previous = unlinked;
  std::uint32_t next = unlinked;
};

/// The T of a `Hook T::*`.
template <class Member>
struct HookOwner;
template <class T>
struct HookOwner<Hook T::*> {
  using type = T;
};

/// Items of a slab in the order in which they were added, linked through a hook inside each: which
/// attempts are at this server. Adding and removing are O(1) and allocate nothing.
///
///   struct Attempt { Hook at_server; Hook at_node; };
///   List<&Attempt::at_server> in_service(attempts);
///
/// An item must leave its lists before the slab releases it; the slab must outlive the list.
template <auto Member, class Pool = Slab<typename HookOwner<decltype(Member)>::type>>
class List {
 public:
  explicit List(Pool& pool) : pool_(&pool) {}

  bool empty() const { return size_ == 0; }
  std::size_t size() const { return size_; }

  /// The id that was added first.  Requires: not empty.
  std::uint32_t front() const { return head_; }

  /// Requires: the item stands in no list by this hook.
  void push_back(std::uint32_t id) {
    hook(id) = {tail_, no_slot};
    (tail_ == no_slot ? head_ : hook(tail_).next) = id;
    tail_ = id;
    ++size_;
  }

  /// Takes out the id that was added first.  Requires: not empty.
  std::uint32_t pop_front() {
    const std::uint32_t id = head_;
    Hook& gone = hook(id);
    head_ = gone.next;
    (head_ == no_slot ? tail_ : hook(head_).previous) = no_slot;
    gone = {};
    --size_;
    return id;
  }

  /// False, and nothing happens, where the item stands in no list.
  /// Requires: it stands in no other list by this hook.
  bool remove(std::uint32_t id) {
    Hook& gone = hook(id);
    if (!gone.linked()) return false;
    (gone.previous == no_slot ? head_ : hook(gone.previous).next) = gone.next;
    (gone.next == no_slot ? tail_ : hook(gone.next).previous) = gone.previous;
    gone = {};
    --size_;
    return true;
  }

  /// Takes out one after the other and calls visit(id) for each that is out, until none is left:
  /// the visitor may release the visited, and remove, release or add others.
  template <class Visit>
  void clear(Visit visit) {
    while (!empty()) {
      visit(pop_front());
    }
  }

  /// Visits ids from first to last; the one visited may be removed meanwhile, no other.
  class Iterator {
   public:
    std::uint32_t operator*() const { return id_; }
    bool operator!=(const Iterator& other) const { return id_ != other.id_; }
    Iterator& operator++() {
      move_to(next_);
      return *this;
    }

   private:
    friend class List;
    Iterator(const List& list, std::uint32_t id) : list_(&list) { move_to(id); }

    void move_to(std::uint32_t id) {
      id_ = id;
      if (id != no_slot) next_ = list_->hook(id).next;
    }

    const List* list_;
    std::uint32_t id_ = no_slot;
    std::uint32_t next_ = no_slot;
  };

  Iterator begin() const { return {*this, head_}; }
  Iterator end() const { return {*this, no_slot}; }

 private:
  Hook& hook(std::uint32_t id) const { return (*pool_)[id].*Member; }

  Pool* pool_;
  std::uint32_t head_ = no_slot;
  std::uint32_t tail_ = no_slot;
  std::size_t size_ = 0;
};

}  // namespace squall
