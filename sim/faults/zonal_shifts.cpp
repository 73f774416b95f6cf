#include "squall/faults/zonal_shifts.hpp"

#include "squall/faults/journal.hpp"

namespace squall::faults {

ZonalShifts::ZonalShifts(Engine& engine, Journal& journal)
    : engine_(engine),
      journal_(journal),
      end_(engine.bind<&ZonalShifts::end>(Phase::change, *this)) {}

void ZonalShifts::begin(NameId name, balancing::LoadBalancer& balancer, balancing::NodeIndex node,
                        Duration duration) {
  const Time now = engine_.now();
  // One that ends now makes room.
  for (std::uint32_t shift = 0; shift < shifts_.size(); ++shift)
    if (shifts_[shift].balancer == &balancer && shifts_[shift].until <= now) end(shift);
  const Shift shift{name, &balancer, node, now + duration, false};
  if (balancer.shifted()) return journal_.append(now, shift_refused, {name, zone(shift)});
  balancer.shift_away(node);
  shifts_.push_back(shift);
  engine_.after(duration, end_, static_cast<std::uint32_t>(shifts_.size() - 1));
}

void ZonalShifts::end(std::uint32_t number) {
  Shift& shift = shifts_[number];
  if (shift.over) return;
  shift.over = true;
  journal_.append(engine_.now(), shift_over, {shift.name, zone(shift)});
  shift.balancer->shift_back();
}

}  // namespace squall::faults
