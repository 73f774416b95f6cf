#include "squall/world/zones.hpp"

#include "world/plant.hpp"

namespace squall::world {

using compute::Addresses;

void World::Plant::build_elastic_ips() {
  for (const auto& [name, spec] : scenario_.elastic_ips) {
    const NameId region = names_.id(region_of(scenario_, spec.region));
    const auto elastic = elastic_ips_[name] = addresses_.add_elastic(names_.id(name), region);
    if (!spec.allocated) continue;
    const bool has_holder = !spec.instance.empty();
    addresses_.begin_with(elastic, has_holder ? life_of(spec.instance) : Addresses::nobody);
  }
  addresses_.moved.connect(
      [this](std::uint32_t address, compute::LifeId holder) { lead(address, holder); });
}

compute::LifeId World::Plant::life_of(const std::string& instance) const {
  return instances_.at(instance_called(scenario_, instance)).life;
}

std::string World::Plant::name_of(compute::LifeId life) const {
  return life == Addresses::nobody ? std::string() : by_life_[life]->first;
}

// As long as the run has not begun. Nothing where the name is not one of an address.
std::optional<World::Plant::HeldAddress> World::Plant::address_called(
    const std::string& name) const {
  if (const auto elastic = elastic_ips_.find(name); elastic != elastic_ips_.end()) {
    const Addresses::Elastic& its = addresses_.elastic(elastic->second);
    return HeldAddress{its.address, its.holder};
  }
  const auto owner = owner_of_address(name);
  if (!owner) return std::nullopt;
  const compute::LifeId life = life_of(*owner);
  return HeldAddress{addresses_.public_ip(life), life};
}

service::Endpoint& World::Plant::address_door(const HeldAddress& address) {
  const auto [door, is_new] = address_doors_.try_emplace(address.address, exchange_);
  if (is_new) lead(address.address, address.holder);
  return door->second;
}

Crossing World::Plant::crossing_to_address(const std::string& client, const HeldAddress& address) {
  addresses_asked_[client] = address.address;
  return address_crossing(scenario_, client, name_of(address.holder));
}

void World::Plant::lead(std::uint32_t address, compute::LifeId holder) {
  const auto door = address_doors_.find(address);
  if (door == address_doors_.end()) return;  // nobody has ever asked there
  const bool anybody = holder != Addresses::nobody;
  door->second.lead_to(anybody ? &fleet_.endpoint(by_life_[holder]->second.server) : nullptr);
  for (const auto& [client, asked] : addresses_asked_)
    if (asked == address) gates_.turn(address_crossing(scenario_, client, name_of(holder)));
}

void World::Plant::act_on(const faults::Action::AllocateAddress& allocation) {
  addresses_.allocate(elastic_ips_.at(allocation.elastic_ip));
}

void World::Plant::act_on(const faults::Action::AssociateAddress& association) {
  addresses_.associate(elastic_ips_.at(association.elastic_ip), life_of(association.instance),
                       association.allow_reassociation);
}

void World::Plant::act_on(const faults::Action::DisassociateAddress& parting) {
  addresses_.disassociate(elastic_ips_.at(parting.elastic_ip));
}

void World::Plant::act_on(const faults::Action::ReleaseAddress& release) {
  addresses_.release(elastic_ips_.at(release.elastic_ip));
}

void World::Plant::report_addresses(Result& result) const {
  for (const auto& [name, instance] : instances_) {
    ServerResult& out = result.instances.at(name);
    if (out.state == compute::LifeState::not_launched) continue;
    out.private_ip = addresses_.private_ip(instance.life);
    out.public_ip = addresses_.public_ip(instance.life);
  }
  for (const auto& [name, id] : elastic_ips_) {
    const Addresses::Elastic& elastic = addresses_.elastic(id);
    ElasticIpResult& out = result.elastic_ips[name];
    out.region = names_.text(addresses_.region(elastic));
    out.address = elastic.address;
    if (elastic.holder != Addresses::nobody) out.instance = by_life_[elastic.holder]->first;
  }
}

}  // namespace squall::world
