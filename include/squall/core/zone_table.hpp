#pragma once

#include <chrono>
#include <vector>

namespace squall {

/// What the clocks of one place show: the offset from UTC and when it changes. It is made when a
/// scenario is read; a run never asks the machine's time zone files.
class ZoneTable {
 public:
  struct Change {
    std::chrono::sys_seconds from;  ///< the offset holds from this instant on
    std::chrono::seconds offset;    ///< local time minus UTC: +1h in Paris in winter
  };

  /// UTC.
  ZoneTable() = default;

  /// The offset `first` until the first change.  Requires: `changes` rise strictly by `from`.
  explicit ZoneTable(std::chrono::seconds first, std::vector<Change> changes = {});

  std::chrono::local_seconds local(std::chrono::sys_seconds instant) const;

  /// The first instant at which the clock shows `time` or a later one. So a time that occurs twice
  /// (clocks go back) means its first occurrence, and a time that is skipped (clocks go forward)
  /// means the end of the gap.
  std::chrono::sys_seconds first_instant(std::chrono::local_seconds time) const;

  const std::vector<Change>& changes() const { return changes_; }

 private:
  std::chrono::seconds first_{0};
  std::vector<Change> changes_;
};

}  // namespace squall
