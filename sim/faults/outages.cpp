#include "squall/faults/outages.hpp"

#include <algorithm>

namespace squall::faults {

using State = service::Server::State;

// It ends after what begins at the same time: what is lost on is not there in between.
Outages::Outages(Engine& engine, service::Fleet& fleet, Journal& journal)
    : engine_(engine),
      fleet_(fleet),
      journal_(journal),
      end_(engine.bind<&Outages::end>(Phase::change, *this)) {}

void Outages::begin(const Extent& extent, std::optional<Duration> duration) {
  for (const Node& node : extent.nodes) lose(node);
  for (const service::ServerId server : extent.servers) lose(server);
  if (!duration) return;
  outages_.push_back(extent);
  engine_.after(*duration, end_, static_cast<std::uint32_t>(outages_.size() - 1));
}

void Outages::end(std::uint32_t outage) {
  const Extent& extent = outages_[outage];
  journal_.append(engine_.now(), *extent.back, extent.name);
  for (const service::ServerId server : extent.servers) restore(server);
  for (const Node& node : extent.nodes) restore(node);
}

void Outages::lose(const Node& node) {
  if (losses(node)++ == 0) node.first->lose(node.second);
}

void Outages::restore(const Node& node) {
  if (--losses(node) == 0) node.first->restore(node.second);
}

void Outages::lose(service::ServerId server) {
  Host& host = hosts_[server];
  if (host.losses++ > 0) return;
  host.before = fleet_.server(server).state();
  fleet_.vanish(server);
}

void Outages::restore(service::ServerId server) {
  Host& host = hosts_[server];
  if (--host.losses > 0 || host.before == State::gone) return;
  fleet_.restart(server);
  if (host.before == State::dead) fleet_.crash(server);
}

bool Outages::is_lost(service::ServerId server) const {
  const auto host = hosts_.find(server);
  return host != hosts_.end() && host->second.losses > 0;
}

bool Outages::holds(service::ServerId server, State state) {
  if (!is_lost(server)) return false;
  hosts_[server].before = state;
  return true;
}

int& Outages::losses(const Node& node) {
  const auto known = std::find_if(nodes_.begin(), nodes_.end(),
                                  [&](const auto& each) { return each.first == node; });
  return known != nodes_.end() ? known->second : nodes_.emplace_back(node, 0).second;
}

}  // namespace squall::faults
