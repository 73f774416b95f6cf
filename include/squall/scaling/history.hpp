#pragma once

#include "squall/core/time.hpp"
#include "squall/scaling/activity.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace squall::scaling {

/// The activities of a group, in the order in which they began.
class History {
 public:
  /// Its number, from 1.
  std::uint32_t begin(Activity activity) {
    activity.id = static_cast<std::uint32_t>(activities_.size() + 1);
    under_way_ += !is_over(activity.status);
    activities_.push_back(std::move(activity));
    return activities_.back().id;
  }

  /// Nothing where the number is 0: no activity.
  void become(std::uint32_t id, ActivityStatus status, Time now) {
    if (id == 0) return;
    Activity& its = activities_[id - 1];
    if (is_over(its.status)) return;
    its.status = status;
    if (!is_over(status)) return;
    its.end = now;
    --under_way_;
  }

  const Activity& operator[](std::uint32_t id) const { return activities_[id - 1]; }
  const std::vector<Activity>& all() const { return activities_; }
  std::size_t under_way() const { return under_way_; }

 private:
  std::vector<Activity> activities_;
  std::size_t under_way_ = 0;
};

}  // namespace squall::scaling
