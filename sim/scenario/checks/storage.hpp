#pragma once

#include "squall/world/scenario.hpp"

#include "scenario/checks/lost_places.hpp"

#include <optional>

namespace squall::scenario {

// What is wrong with an action on volumes, snapshots and images, as far as it can be known before
// a run; nothing where that holds nothing, or what it names is not there.
std::optional<WrongPlace> wrong_in(const faults::AttachVolume& attachment,
                                   const world::Scenario& scenario);
std::optional<WrongPlace> wrong_in(const faults::CreateSnapshot& creation,
                                   const world::Scenario& scenario);
std::optional<WrongPlace> wrong_in(const faults::CopySnapshot& copy,
                                   const world::Scenario& scenario);
std::optional<WrongPlace> wrong_in(const faults::CreateImage& creation,
                                   const world::Scenario& scenario);
std::optional<WrongPlace> wrong_in(const faults::CopyImage& copy, const world::Scenario& scenario);

// The same with launches and hibernations: what a launch says of instances decides.
std::optional<WrongPlace> wrong_in(const faults::Action::Launch& launch,
                                   const world::Scenario& scenario);
std::optional<WrongPlace> wrong_in(const faults::Action::Hibernate& hibernation,
                                   const world::Scenario& scenario);

}  // namespace squall::scenario
