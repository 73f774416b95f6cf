#pragma once

#include "squall/world/scenario.hpp"

#include <string>
#include <vector>

namespace squall::scenario {

/// Something there is only one of on the way of a client's requests.
struct SinglePoint {
  enum class Kind { region, zone, instance, database, link };

  Kind kind;
  std::string name;
  std::vector<std::string> clients;  ///< whose requests fail without it, all or some
};

struct SinglePoints {
  std::vector<SinglePoint> found;
  bool all = true;  ///< were looked for
};

/// What a sound scenario cannot lose: each region (where it is in several), zone, lone instance,
/// database without a standby, and link of its own, taken away by itself. Balancers send requests
/// to whoever is left; what a handler calls has to answer.
SinglePoints single_points(const world::Scenario& scenario);

/// "database orders", and so on.
std::string text_of(const SinglePoint& point);

}  // namespace squall::scenario
