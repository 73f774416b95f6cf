#include "squall/service/answers.hpp"
#include "squall/world/zones.hpp"

#include "world/plant.hpp"

#include <algorithm>
#include <iterator>

namespace squall::world {

void World::Plant::build_clients() {
  const traffic::Pieces counted = pieces_of(scenario_);
  for (const auto& [name, spec] : scenario_.clients) {
    traffic::ClientContext context{name,
                                   seed_,
                                   {},
                                   counted,
                                   traffic::local_clock(scenario_.start.value_or(Timestamp{}),
                                                        scenario_.duration, spec.timezone)};
    for (const auto& [word, request] : spec.requests)
      context.classes.push_back(request_class(word));
    if (context.classes.empty()) context.classes.push_back(request_class(service::default_class));
    context.name_id = names_.id(name);
    const bool asks_record = scenario_.dns_records.contains(spec.to);
    const std::string from = asks_record ? region_of(scenario_, spec.from) : spec.from;
    service::Endpoint& asked = endpoint({Roads::Use::client, {from, name}}, spec.to);
    const service::Destination destination{exchange_, asked, nullptr, &journal_,
                                           names_.id(spec.to)};
    Client& made = clients_[name];
    if (spec.users > 0) {
      made.closed = std::make_unique<traffic::ClosedClient>(engine, destination, spec, context);
    } else {
      made.open = std::make_unique<traffic::OpenClient>(engine, destination, spec, context);
    }
    const service::CallerId caller = made.open ? made.open->caller() : made.closed->caller();
    introduce(name, caller);
  }
}

// The client, and what comes from it over a way, through a gate, or to a balancer by way of
// another.
void World::Plant::introduce(const std::string& client, service::CallerId its) {
  std::vector<service::CallerId> callers = roads_.callers_of(client);
  for (const service::CallerId gate : gates_.callers_of(client)) callers.push_back(gate);
  callers.push_back(its);
  const std::size_t direct = callers.size();
  for (auto& [name, group] : groups_) {
    if (!group.relay || !reaches(client, group)) continue;
    for (std::size_t each = 0; each < direct; ++each) {
      callers.push_back(group.relay->stand_in_for(callers[each]));
      exchange_.messages.set_host(callers.back(), group.balancer);
    }
  }
  if (exchange_.comes_again(its))
    for (const service::CallerId caller : callers) exchange_.has_users(caller);
  for (const auto& [word, request] : scenario_.clients.at(client).requests)
    for (const service::CallerId caller : callers)
      exchange_.messages.set(caller, request_class(word), traffic::message_of(word, request));
}

// Whether its requests may come to the balancer that forwards to the group.
bool World::Plant::reaches(const std::string& client, const Group& group) const {
  const std::string& to = scenario_.clients.at(client).to;
  const auto record = scenario_.dns_records.find(to);
  if (record == scenario_.dns_records.end()) return to == group.balancer;
  const auto& targets = record->second.to;
  return std::any_of(targets.begin(), targets.end(),
                     [&](const auto& target) { return target.first == group.balancer; });
}

void World::Plant::start_clients() {
  for (auto& [name, client] : clients_) client.open ? client.open->start() : client.closed->start();
}

World::Sender World::Plant::sender(const service::Attempt& attempt) const {
  Sender sender;
  for (const auto& [name, client] : clients_) {
    if ((client.open ? client.open->caller() : client.closed->caller()) != attempt.caller) continue;
    sender.client = name;
    sender.from = exchange_.sender(attempt);
    sender.to = scenario_.clients.at(name).to;
    sender.asks_instance = instances_.contains(sender.to) || instances_.contains(sender.to + "-1");
  }
  for (const auto& [word, number] : classes_)
    if (number == attempt.request_class) sender.request_class = word;
  return sender;
}

std::uint64_t World::Plant::open_requests() const {
  std::uint64_t open = 0;
  for (const auto& [name, client] : clients_)
    open += client.open ? client.open->open() : client.closed->open();
  return open;
}

traffic::Tally World::Plant::tally_of(const std::string& client, const traffic::Window& window,
                                      std::optional<std::size_t> request_class) const {
  const Client& its = clients_.at(client);
  const traffic::ClientLedger& ledger = its.open ? its.open->ledger() : its.closed->ledger();
  return ledger.tally_of(window, request_class);
}

traffic::Tally World::Plant::tally_in(const std::string& scope,
                                      const traffic::Window& window) const {
  if (clients_.contains(scope)) return tally_of(scope, window);
  traffic::Tally sum;
  if (scope.empty()) {
    for (const auto& [name, client] : clients_) sum += tally_of(name, window);
    return sum;
  }
  const auto dot = scope.rfind('.');
  const std::string client = scope.substr(0, dot);
  const auto& classes = scenario_.clients.at(client).requests;
  const auto request_class = classes.find(scope.substr(dot + 1));
  return tally_of(client, window,
                  static_cast<std::size_t>(std::distance(classes.begin(), request_class)));
}

}  // namespace squall::world
