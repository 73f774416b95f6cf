#pragma once

#include "squall/metrics/store.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace squall::service {

/// Where processes put the values of their services' own metrics: for each process and each metric
/// of its service the slot that the values are recorded in.
class OwnValues {
 public:
  /// Nobody reads what is put.
  static constexpr metrics::Slot unread{0xffffffff};

  explicit OwnValues(metrics::Store& store) : store_(store) {}

  /// The slots of a process, by the numbers that its program has of its metrics.
  void join(std::uint32_t server, std::span<const metrics::Slot> slots) {
    if (server >= first_.size()) first_.resize(server + std::size_t{1});
    first_[server] = slots_.size();
    slots_.insert(slots_.end(), slots.begin(), slots.end());
  }

  /// Requires: the process has joined.
  void put(std::uint32_t server, std::uint32_t metric, double value) {
    const metrics::Slot slot = slots_[first_[server] + metric];
    if (slot != unread) store_.record(slot, value);
  }

 private:
  metrics::Store& store_;
  std::vector<std::size_t> first_;  // of a process in slots_
  std::vector<metrics::Slot> slots_;
};

}  // namespace squall::service
