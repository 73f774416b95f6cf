#pragma once

#include "squall/compute/life.hpp"
#include "squall/core/names.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace squall::scaling {

/// The number of a group, in the order of their names.
using GroupId = std::uint32_t;

/// How an instance looks to its group.
struct Vitals {
  bool runs = true;               ///< by EC2: it is not stopping or going
  bool in_doubt = false;          ///< its status checks may fail soon, or do
  bool impaired = false;          ///< its status checks fail
  bool target_unhealthy = false;  ///< by a target group in which some target was healthy before
  bool awaits_health = false;     ///< some target group has not found it healthy yet
};

/// Who has the machines, and the target groups that they join.
class Park {
 public:
  /// Another instance of the group, pending from now on; nothing where the zone has no room.
  virtual std::optional<compute::LifeId> launch(GroupId group, std::size_t zone) = 0;

  /// Whether the zone has room.
  virtual bool has_room(GroupId group, std::size_t zone) const = 0;

  /// Whether that ends it: it has not ended before.
  virtual bool terminate(compute::LifeId life) = 0;

  virtual void join_targets(compute::LifeId life) = 0;
  virtual void leave_targets(compute::LifeId life) = 0;

  /// Whether it has nothing left to finish for its target groups.
  virtual bool is_drained(compute::LifeId life) const = 0;

  /// Whether it would have to be: it is in some target group.
  virtual bool has_targets(compute::LifeId life) const = 0;

  virtual Vitals vitals(compute::LifeId life) const = 0;
  virtual NameId name_id(compute::LifeId life) const = 0;
  virtual std::string name(compute::LifeId life) const = 0;
  virtual NameId zone_id(GroupId group, std::size_t zone) const = 0;
  virtual std::string zone(GroupId group, std::size_t zone) const = 0;

  /// A time as activities write it: 2026-11-27T00:43:22Z.
  virtual std::string clock_text(Time at) const = 0;

 protected:
  ~Park() = default;
};

}  // namespace squall::scaling
