#pragma once

#include "squall/balancing/load_balancer.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"

#include <cstdint>
#include <vector>

namespace squall::faults {

/// The zonal shifts of balancers, which end by themselves. A balancer is shifted away from one zone
/// at a time; another shift meanwhile is refused.
class ZonalShifts {
 public:
  ZonalShifts(Engine& engine, Journal& journal);

  /// From now on.
  void begin(NameId name, balancing::LoadBalancer& balancer, balancing::NodeIndex node,
             Duration duration);

 private:
  struct Shift {
    NameId name;
    balancing::LoadBalancer* balancer;
    balancing::NodeIndex node;
    Time until;
    bool over;
  };

  void end(std::uint32_t shift);  // event
  NameId zone(const Shift& shift) const { return shift.balancer->nodes()[shift.node].zone; }

  Engine& engine_;
  Journal& journal_;
  Call<std::uint32_t> end_;
  std::vector<Shift> shifts_;
};

}  // namespace squall::faults
