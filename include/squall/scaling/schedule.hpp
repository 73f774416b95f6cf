#pragma once

#include "squall/core/cron.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/wall_time.hpp"
#include "squall/scaling/group.hpp"
#include "squall/scaling/scheduled_action_spec.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::scaling {

/// The scheduled actions of a group: each sets sizes at its time, and again where it recurs. What
/// falls due while they are suspended is left out.
class Schedule {
 public:
  Schedule(Engine& engine, Group& group, const Calendar& calendar, Duration run,
           const std::map<std::string, ScheduledActionSpec>& actions);
  Schedule(const Schedule&) = delete;
  Schedule& operator=(const Schedule&) = delete;

  void start();

 private:
  struct Entry {
    ScheduledActionSpec spec;
    std::optional<Cron> cron;
    ZoneTable zone;
  };

  void act(std::uint32_t entry);  // event
  void plan(std::uint32_t entry, Time after);

  Engine& engine_;
  Group& group_;
  const Calendar calendar_;
  const Call<std::uint32_t> act_;
  std::vector<Entry> entries_;
};

}  // namespace squall::scaling
