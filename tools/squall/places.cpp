#include "squall/report/places.hpp"

#include "squall/core/nearest.hpp"
#include "squall/network/paths.hpp"

#include "commands.hpp"
#include "output.hpp"
#include "outputs.hpp"

#include <cstddef>

#include <fmt/core.h>

namespace squall::tool {

namespace {

bool knows(const network::Paths& paths, const std::string& name) {
  if (name.empty() || paths.knows(name)) return true;
  std::vector<std::string> names;
  for (const auto& place : paths.places()) names.push_back(place.name);
  std::string hint = "'squall places' lists them";
  if (const auto near = nearest(name, names)) hint = fmt::format("did you mean '{}'?", *near);
  fmt::print(stderr, "squall: no city, region or zone is called '{}' ({})\n", name, hint);
  return false;
}

bool cut(network::Paths& paths, const std::string& ends) {
  const auto comma = ends.find(',');
  if (comma == ends.npos) {
    fmt::print(stderr, "squall: '--cut {}' names one place (write '--cut ONE,OTHER')\n", ends);
    return false;
  }
  const std::string one = ends.substr(0, comma), other = ends.substr(comma + 1);
  if (!knows(paths, one) || !knows(paths, other)) return false;
  if (paths.cut(one, other)) return true;
  fmt::print(stderr,
             "squall: no link joins {0} and {1} ('squall places --from {0} --to {1}' says which "
             "links lead there)\n",
             one, other);
  return false;
}

int show(network::Paths paths, const PlacesOptions& options) {
  for (const std::string& ends : options.cuts)
    if (!cut(paths, ends)) return 2;
  if (!knows(paths, options.from) || !knows(paths, options.to)) return 2;
  const std::string text =
      options.from.empty() ? report::places(paths)
      : options.to.empty()
          ? report::places_from(paths, options.from, static_cast<std::size_t>(width_of_output()))
          : report::way(paths, options.from, options.to);
  return put(text) ? 0 : 3;
}

}  // namespace

int places(const PlacesOptions& options) {
  if (options.file.empty()) return show(network::Paths(), options);
  try {
    const world::Scenario scenario = scenario::load_file(options.file, options.load).scenario;
    return show(network::Paths(scenario.regions, scenario.links, scenario.network), options);
  } catch (const ScenarioError& error) {
    for (const Diagnostic& each : error.diagnostics()) fmt::print(stderr, "{}", to_text(each));
  }
  return 2;
}

}  // namespace squall::tool
