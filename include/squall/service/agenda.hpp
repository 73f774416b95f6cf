#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::service {

using JobId = std::uint32_t;

/// Jobs by when they are due, on whatever clock; of those due at once, the first to come is first.
/// A binary heap: adding and taking cost O(log n), and next to nothing for a few.
class Agenda {
 public:
  bool empty() const { return entries_.empty(); }
  std::size_t size() const { return entries_.size(); }

  /// What the clock shows when the first job is due. Requires: not empty.
  std::int64_t first_due() const { return entries_.front().due; }

  [[gnu::always_inline]] void add(std::int64_t due, JobId job) {
    if (entries_.empty()) next_turn_ = 0;
    const Entry added{due, next_turn_++, job};
    std::size_t hole = entries_.size();
    entries_.push_back(added);
    for (; hole > 0 && added.before(entries_[(hole - 1) / 2]); hole = (hole - 1) / 2) {
      entries_[hole] = entries_[(hole - 1) / 2];
    }
    entries_[hole] = added;
  }

  /// Takes out the first job. Requires: not empty.
  JobId take_first() {
    const JobId job = entries_.front().job;
    sink(entries_.back(), entries_.size() - 1);
    entries_.pop_back();
    return job;
  }

  void clear() { entries_.clear(); }

  /// The clock is set back by so much, and all moments with it.
  void set_back(std::int64_t by) {
    for (Entry& entry : entries_) entry.due -= by;
  }

 private:
  struct Entry {
    std::int64_t due;
    std::uint32_t turn;  // may wrap while it is never empty; those present are close together
    JobId job;

    bool before(const Entry& other) const {
      if (due != other.due) return due < other.due;
      return static_cast<std::int32_t>(turn - other.turn) < 0;
    }
  };

  // Puts the entry where the first of `size` was.
  void sink(const Entry entry, std::size_t size) {
    std::size_t hole = 0;
    for (std::size_t child = 1; child < size; child = 2 * hole + 1) {
      if (child + 1 < size && entries_[child + 1].before(entries_[child])) ++child;
      if (!entries_[child].before(entry)) break;
      entries_[hole] = entries_[child];
      hole = child;
    }
    entries_[hole] = entry;
  }

  std::vector<Entry> entries_;
  std::uint32_t next_turn_ = 0;
};

}  // namespace squall::service
