#pragma once

#include "squall/traffic/pieces.hpp"
#include "squall/world/promise.hpp"
#include "squall/world/scenario.hpp"

#include <vector>

namespace squall::world {

/// The part of a run that counts.
traffic::Window counted(const Scenario& scenario);

/// What a promise looks at, window by window; the last one may be shorter. Nothing where none of it
/// counts.
std::vector<traffic::Window> windows_of(const Promise& promise, const Scenario& scenario);

/// The steps in which the course of a run is told: of equal length but for the ends, from multiples
/// of it, so many that a picture is smooth and so few that memory stays small.
struct Steps {
  Duration length{};
  std::vector<traffic::Window> windows;
};
Steps steps_of(const Scenario& scenario);

/// The counted part, cut where a step or a window of a promise begins or ends.
traffic::Pieces pieces_of(const Scenario& scenario);

}  // namespace squall::world
