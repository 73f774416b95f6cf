#include "properties/cuts.hpp"

#include "squall/network/paths.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace squall::test {

using service::Attempt;
using service::AttemptId;
using service::Outcome;

Cuts::Cuts(const world::World& world, const world::Scenario& scenario)
    : world_(world), scenario_(scenario) {
  for (const faults::TimelineSpec& line : scenario.timeline) {
    const auto* cut = std::get_if<faults::Action::CutLink>(&line.action.form);
    if (!cut || !cut->duration) continue;
    network::Paths paths(scenario.regions, scenario.links);
    paths.cut(cut->link.one, cut->link.other);
    const Time at = Time{} + line.at.since_start;
    Cut its{{}, at, at + *cut->duration};
    for (const auto& [name, client] : scenario.clients)
      if (!client.from.empty() && !paths.round_trip(client.from, scenario.region))
        its.places.push_back(client.from);
    cuts_.push_back(its);
  }
}

void Cuts::sent(AttemptId id, const Attempt& attempt) {
  if (cuts_.empty()) return;
  const std::string client = world_.sender(attempt).client;
  if (client.empty()) return;
  const std::string& from = scenario_.clients.at(client).from;
  for (const Cut& cut : cuts_) {
    if (std::find(cut.places.begin(), cut.places.end(), from) == cut.places.end()) continue;
    if (world_.now() > cut.from && world_.now() < cut.until) {
      open_[id] = When::during;
      ++into_;
    } else if (world_.now() > cut.until) {
      open_[id] = When::after;
    }
  }
}

void Cuts::ended(AttemptId id, std::optional<Outcome> outcome) {
  const auto at = open_.find(id);
  if (at == open_.end()) return;
  const When when = at->second;
  open_.erase(at);
  if (!outcome) return;
  after_ += when == When::after;
  if (when == When::during && breaches_.size() < 5)
    breaches_.push_back(fmt::format("at {:.6f} s: who asked while nothing led there is answered",
                                    seconds(world_.now() - Time{})));
}

}  // namespace squall::test
