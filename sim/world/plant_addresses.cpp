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

// The address that it is when the run begins. Null where the name is not one of an address.
service::Endpoint* World::Plant::door_of_address(const std::string& name) {
  if (const auto elastic = elastic_ips_.find(name); elastic != elastic_ips_.end()) {
    const Addresses::Elastic& its = addresses_.elastic(elastic->second);
    return &address_door(its.address, its.holder);
  }
  const auto owner = owner_of_address(name);
  if (!owner) return nullptr;
  const compute::LifeId life = life_of(*owner);
  return &address_door(addresses_.public_ip(life), life);
}

service::Endpoint& World::Plant::address_door(std::uint32_t address, compute::LifeId holder) {
  const auto [door, is_new] = address_doors_.try_emplace(address, exchange_);
  if (is_new) lead(address, holder);
  return door->second;
}

void World::Plant::lead(std::uint32_t address, compute::LifeId holder) {
  const auto door = address_doors_.find(address);
  if (door == address_doors_.end()) return;  // nobody has ever asked there
  const bool anybody = holder != Addresses::nobody;
  door->second.lead_to(anybody ? &fleet_.endpoint(by_life_[holder]->second.server) : nullptr);
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
