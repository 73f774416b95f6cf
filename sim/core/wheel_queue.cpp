#include "squall/core/wheel_queue.hpp"

#include <algorithm>
#include <array>
#include <limits>

namespace squall::core {

namespace {

bool later(const Event& a, const Event& b) { return b < a; }

}  // namespace

// The run is long. Without a wheel there are now too many events to go on so; with one, the heap
// takes what comes until the bucket is used up.
void WheelQueue::crowd(const Event& event) {
  near_.push(event);
  if (heads_.empty()) {
    gather();
    lay();
  }
}

void WheelQueue::advance() {
  const std::size_t bucket = next_filled();
  if (bucket < heads_.size()) return open(bucket);
  lay();
}

std::size_t WheelQueue::next_filled() const {
  std::size_t word = opened_ / 64;
  if (word >= filled_.size()) return heads_.size();
  std::uint64_t bits = filled_[word] >> (opened_ % 64) << (opened_ % 64);
  while (bits == 0) {
    if (++word == filled_.size()) return heads_.size();
    bits = filled_[word];
  }
  return word * 64 + static_cast<std::size_t>(std::countr_zero(bits));
}

// Sorts one bucket into front_.
void WheelQueue::open(std::size_t bucket) {
  std::uint32_t node = heads_[bucket];
  heads_[bucket] = none;
  filled_[bucket / 64] &= ~(std::uint64_t{1} << (bucket % 64));
  while (node != none) {
    Node& taken = nodes_[node];
    if (front_.is_long()) {
      front_.append(taken.event);
    } else {
      front_.insert(taken.event);
    }
    const std::uint32_t next = taken.next;
    taken.next = free_;
    free_ = node;
    node = next;
  }
  opened_ = bucket + 1;
  if (front_.is_long()) {
    const bool outgrown = size_ > 8 * laid_size_;
    const bool too_wide = front_.size() > std::size_t{4} * SortedRun::longest && shift_ > 0 &&
                          popped_ - laid_at_ > size_;
    if (outgrown || too_wide) {
      gather();
      return lay();
    }
    front_.sort();
  }
  const Duration used(static_cast<std::int64_t>(opened_) << shift_);
  front_end_ = used < never - base_ ? base_ + used : never;
}

// Puts everything that waits into far_, to lay a new wheel over it.
void WheelQueue::gather() {
  far_.insert(far_.end(), front_.begin(), front_.end());
  front_.clear();
  for (; !near_.empty(); near_.pop()) far_.push_back(near_.top());
  for (std::size_t bucket = opened_; bucket < heads_.size(); ++bucket)
    for (std::uint32_t node = heads_[bucket]; node != none; node = nodes_[node].next)
      far_.push_back(nodes_[node].event);
}

// Puts what waits in far_ into order where it is little: all of it, or what is not far off.
bool WheelQueue::lay_run() {
  if (size_ > some) return false;
  std::sort(far_.begin(), far_.end(), later);
  std::size_t taken = 0;  // from here on
  Time end = never;
  if (size_ > few) {
    taken = size_ - few;
    end = far_[taken - 1].at;
    if ((end - far_.back().at).count() / far_off <= pace_) return false;
    while (far_[taken].at == end) ++taken;
  }
  for (std::size_t i = taken; i < size_; ++i) front_.append(far_[i]);
  far_.resize(taken);
  front_end_ = end;
  heads_.clear();
  filled_.clear();
  return true;
}

// Lays a new wheel over far_, which holds everything, and opens its first bucket.
void WheelQueue::lay() {
  if (lay_run()) return;
  base_ = std::min_element(far_.begin(), far_.end())->at;
  const std::size_t buckets = std::clamp<std::size_t>(std::bit_ceil(size_), 128, 1u << 20);
  widen_ = popped_ - laid_at_ < size_ / 2 ? std::min(widen_ + 2, 40) : 0;
  laid_at_ = popped_;
  heads_.assign(buckets, none);
  shift_ = fitting_shift();
  filled_.assign(buckets / 64, 0);
  nodes_.clear();
  free_ = none;
  opened_ = 0;
  laid_size_ = size_;
  waiting_.swap(far_);
  for (const Event& event : waiting_) file(event);
  waiting_.clear();
  open(0);
}

// A few events a bucket, at the recent pace or at the density of what waits, whichever is narrower.
int WheelQueue::fitting_shift() const {
  constexpr std::size_t sampled = 256;
  std::array<Time, sampled> sample;
  const std::size_t count = std::min(sampled, far_.size());
  const std::size_t stride = far_.size() / count;
  for (std::size_t i = 0; i < count; ++i) sample[i] = far_[i * stride].at;
  const auto middle = sample.begin() + static_cast<std::ptrdiff_t>(count / 2);
  std::nth_element(sample.begin(), middle, sample.begin() + static_cast<std::ptrdiff_t>(count));
  const std::int64_t density =
      (*middle - base_).count() / static_cast<std::int64_t>(far_.size() / 2);
  const std::int64_t width = per_bucket * std::min(density, pace_);
  const int shift = width <= 1 ? 0 : 63 - std::countl_zero(static_cast<std::uint64_t>(width));
  return std::min(shift + widen_, 62 - std::countr_zero(heads_.size()));
}

void WheelQueue::measure_pace(Time now) {
  pace_ = (now - pace_mark_).count() / static_cast<std::int64_t>(pace_window);
  pace_mark_ = now;
}

}  // namespace squall::core
