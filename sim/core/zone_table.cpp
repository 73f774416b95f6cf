#include "squall/core/zone_table.hpp"

#include <algorithm>
#include <utility>

namespace squall {

using std::chrono::local_seconds;
using std::chrono::sys_seconds;

ZoneTable::ZoneTable(std::chrono::seconds first, std::vector<Change> changes)
    : first_(first), changes_(std::move(changes)) {}

local_seconds ZoneTable::local(sys_seconds instant) const {
  const auto later =
      std::upper_bound(changes_.begin(), changes_.end(), instant,
                       [](sys_seconds at, const Change& change) { return at < change.from; });
  const std::chrono::seconds offset = later == changes_.begin() ? first_ : std::prev(later)->offset;
  return local_seconds(instant.time_since_epoch() + offset);
}

sys_seconds ZoneTable::first_instant(local_seconds time) const {
  sys_seconds from = sys_seconds::min();
  std::chrono::seconds offset = first_;
  for (const Change& change : changes_) {
    if (time.time_since_epoch() < change.from.time_since_epoch() + offset) break;
    from = change.from;
    offset = change.offset;
  }
  return std::max(from, sys_seconds(time.time_since_epoch() - offset));
}

}  // namespace squall
