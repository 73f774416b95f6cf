#include "squall/core/text.hpp"
#include "squall/faults/describe.hpp"
#include "squall/world/zones.hpp"

#include "world/plant.hpp"

#include <fmt/format.h>

namespace squall::world {

namespace {

using compute::Addresses;
using compute::LifeState;

std::string text_of(std::uint32_t address) { return ScalarText<Cidr>::print({address, 32}); }

AccessTo nobody(AccessReason reason, std::string why) {
  AccessTo to;
  to.silence = AccessFinding{AccessOutcome::timed_out, reason, std::move(why)};
  return to;
}

bool is_address(const Scenario& scenario, const std::string& asked) {
  return scenario.elastic_ips.contains(asked) || owner_of_address(asked);
}

// As it is met from outside, where no rule knows it by a name.
void go_out(network::Party& party, std::uint32_t public_ip) {
  const bool has_one = public_ip != Addresses::none;
  party.addresses = has_one ? Cidr{public_ip, 32} : network::outsider.addresses;
  party.has_name = false;
}

}  // namespace

// It changes nothing, so it is none of the actions.
void World::Plant::act_on(const faults::Action::Try& action) {
  const faults::TrySpec& attempt = action.attempt;
  const AccessFinding finding =
      std::visit([&](const auto& form) { return look(attempt, form.to, form.from); }, attempt.form);
  tries_.push_back({engine.now() - Time{}, faults::describe(attempt), finding});
}

// Within a region all go by private addresses, but who asks for a public one.
AccessFinding World::Plant::look(const faults::TrySpec& attempt, const std::string& asked,
                                 const faults::Origin& origin) const {
  AccessFrom from = access_from(origin);
  AccessTo to = access_to(asked, from);
  to.has_way = roads_.has_way(from.place, to.place);
  const bool inside = from.region == to.region && !is_address(scenario_, asked);
  if (!inside) {
    go_out(to.party, to.public_ip);
    if (!from.region.empty()) go_out(from.party, from.public_ip);
  }
  return judge(attempt, from, to, gates_.groups());
}

AccessFrom World::Plant::access_from(const faults::Origin& origin) const {
  AccessFrom from{ScalarText<faults::Origin>::print(origin), network::outsider};
  if (const auto* address = std::get_if<std::uint32_t>(&origin.form)) {
    from.party.addresses = {*address, 32};
    return from;
  }
  if (const auto client = scenario_.clients.find(from.name); client != scenario_.clients.end()) {
    from.party.addresses = {client->second.source_ip.address, 32};
    from.place = client->second.from;
    return from;
  }
  const compute::LifeId life = life_of(from.name);
  const AccessTo itself = access_to_instance(life);
  return {itself.name, itself.party, itself.region, itself.place, itself.public_ip, itself.silence};
}

AccessTo World::Plant::access_to(const std::string& asked, const AccessFrom& from) const {
  if (databases_.contains(asked)) return access_to_database(asked);
  if (is_address(scenario_, asked)) return access_to_address(asked);
  const compute::LifeId life = life_of(asked);
  AccessTo to = access_to_instance(life);
  const LifeState state = lives_.life(life).state();
  const bool should_have = state == LifeState::pending || state == LifeState::running;
  if (from.region == to.region || to.public_ip != Addresses::none || !should_have) return to;
  return nobody(AccessReason::no_public_ip,
                fmt::format("{} has no public IP, only {} reaches it", to.name, to.region));
}

AccessTo World::Plant::access_to_address(const std::string& asked) const {
  if (const auto elastic = elastic_ips_.find(asked); elastic != elastic_ips_.end()) {
    const Addresses::Elastic& its = addresses_.elastic(elastic->second);
    if (its.holder != Addresses::nobody) return access_to_instance(its.holder);
    const bool allocated = its.address != Addresses::none;
    return nobody(
        AccessReason::no_address,
        fmt::format("{} has the address {}", allocated ? "no instance" : "nobody", asked));
  }
  const compute::LifeId owner = life_of(owner_of_address(asked).value());
  const std::uint32_t address = addresses_.first_public_ip(owner);
  if (address == Addresses::none)
    return nobody(AccessReason::no_public_ip, name_of(owner) + " had no public IP at first");
  const compute::LifeId holder = addresses_.holder_of(address);
  if (holder != Addresses::nobody) return access_to_instance(holder);
  const std::uint32_t now = addresses_.public_ip(owner);
  return nobody(AccessReason::no_address,
                fmt::format("nobody has {} any more: {} has {} now", text_of(address),
                            name_of(owner), now == Addresses::none ? "none" : text_of(now)));
}

AccessTo World::Plant::access_to_database(const std::string& name) const {
  const Instance& its = databases_.at(name);
  const service::DatabaseSpec& spec = scenario_.databases.at(name);
  AccessTo to;
  to.name = name;
  to.party = {name, network::vpc_block, spec.security_groups};
  to.region = region_of(scenario_, spec.region);
  to.place = its.zone;
  to.ports = {spec.port.number};
  to.has_sshd = false;
  if (outages_.is_lost(its.server))
    to.silence = AccessFinding{AccessOutcome::timed_out, AccessReason::zone_lost,
                               fmt::format("{} is lost with its zone {}", name, its.zone)};
  return to;
}

AccessTo World::Plant::access_to_instance(compute::LifeId life) const {
  const auto& [name, instance] = *by_life_[life];
  const compute::InstanceSpec& spec = spec_of(name);
  AccessTo to;
  to.silence = silence_of(life);
  to.name = name;
  to.party = {name.substr(0, name.rfind('-')), network::vpc_block, spec.security_groups};
  to.region = region_of(scenario_, spec.region);
  to.place = instance.zone;
  to.public_ip = addresses_.public_ip(life);
  to.key_pair = spec.key_pair;
  to.ports = {scenario_.services.at(spec.service).port.number};
  for (const std::string& group : spec.target_groups)
    if (const auto& port = scenario_.target_groups.at(group).health_check.port)
      to.ports.push_back(port->number);
  to.process = process_of(instance);
  return to;
}

// Of one that is silent it says nothing.
AccessTo::Process World::Plant::process_of(const Instance& instance) const {
  using Process = AccessTo::Process;
  const service::Server& server = fleet_.server(instance.server);
  if (server.state() == service::Server::State::dead)
    return lives_.starts_up(instance.life) ? Process::starts_up : Process::crashed;
  if (!server.has_room()) return Process::full;
  return server.state() == service::Server::State::hung ? Process::hangs : Process::takes;
}

std::optional<AccessFinding> World::Plant::silence_of(compute::LifeId life) const {
  const auto& [name, instance] = *by_life_[life];
  const auto silent = [](AccessReason reason, std::string why) {
    return AccessFinding{AccessOutcome::timed_out, reason, std::move(why)};
  };
  const LifeState state = lives_.life(life).state();
  if (state != LifeState::running)
    return silent(AccessReason::state, fmt::format("{} is {}", name, word(state)));
  if (lives_.boots(life))
    return silent(AccessReason::boots, name + " boots: its system does not answer yet");
  if (on_failed_host_.contains(life))
    return silent(AccessReason::host_failed, fmt::format("the host of {} has failed", name));
  if (outages_.is_lost(instance.server))
    return silent(AccessReason::zone_lost,
                  fmt::format("{} is lost with its zone {}", name, instance.zone));
  if (frozen_.contains(life))
    return silent(AccessReason::frozen, fmt::format("the system of {} is frozen", name));
  return std::nullopt;
}

}  // namespace squall::world
