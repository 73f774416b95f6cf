#include "squall/compute/addresses.hpp"

#include "squall/compute/journal.hpp"
#include "squall/core/text.hpp"

#include <algorithm>

namespace squall::compute {

namespace {

// Reserved, and nobody's in the world outside.
constexpr Cidr public_block{0xf000'0000, 4};
constexpr std::uint32_t first_host = 1;

// Each zone is a subnet: 10.0.0.0/13, 10.8.0.0/13 and so on. AWS keeps the first four addresses of
// each for itself.
constexpr Cidr vpc{0x0a00'0000, 8};
constexpr int subnet_prefix = 13;
constexpr std::uint32_t reserved_in_subnet = 4;

bool may_have_elastic(LifeState state) {
  return state == LifeState::running || state == LifeState::stopping || state == LifeState::stopped;
}

}  // namespace

Addresses::Addresses(Engine& engine, Journal& journal, Names& names)
    : engine_(engine), journal_(journal), names_(names), public_pool_(public_block, first_host) {}

void Addresses::add(NameId name, NameId region, NameId zone, bool wants_public, LifeState state) {
  Holder holder{.name = name, .region = region, .state = state, .wants_public = wants_public};
  holder.private_ip = private_pool(region, zone).take();
  if (wants_public) holder.public_ip = public_pool_.take();
  holders_.push_back(holder);
}

// The zones of a region in the order in which they come up.
AddressPool& Addresses::private_pool(NameId region, NameId zone) {
  auto& pools = private_pools_[region];
  const auto subnet = static_cast<std::uint32_t>(pools.size()) << (32 - subnet_prefix);
  const Cidr block{vpc.address + subnet, subnet_prefix};
  return pools.try_emplace(zone, block, reserved_in_subnet).first->second;
}

void Addresses::enter(LifeId life, LifeState state) {
  Holder& holder = holders_[life];
  holder.state = state;
  if (state == LifeState::pending) get_public(life);
  if (state == LifeState::stopping) lose_public(life);
  if (state != LifeState::shutting_down) return;
  if (Elastic* elastic = elastic_of(life)) part(*elastic);
  lose_public(life);
  holder.private_ip = none;
}

// Nothing where it has an elastic one, or is to have none.
void Addresses::get_public(LifeId life) {
  Holder& holder = holders_[life];
  if (!holder.wants_public || holder.has_elastic) return;
  holder.public_ip = public_pool_.take();
  write(public_ip_given, {holder.name, text_of(holder.public_ip)});
  moved(holder.public_ip, life);
}

// Not an elastic one.
void Addresses::lose_public(LifeId life) {
  Holder& holder = holders_[life];
  if (holder.public_ip == none || holder.has_elastic) return;
  const std::uint32_t address = holder.public_ip;
  holder.public_ip = none;
  public_pool_.give_back(address);
  write(public_ip_returned, {holder.name, text_of(address)});
  moved(address, nobody);
}

Addresses::ElasticId Addresses::add_elastic(NameId name, NameId region) {
  elastics_.push_back({name, region});
  return static_cast<ElasticId>(elastics_.size() - 1);
}

void Addresses::begin_with(ElasticId id, LifeId life) {
  Elastic& elastic = elastics_[id];
  elastic.address = public_pool_.take();
  elastic.holder = life;
  if (life == nobody) return;
  Holder& holder = holders_[life];
  if (holder.public_ip != none) public_pool_.give_back(holder.public_ip);
  holder.public_ip = elastic.address;
  holder.has_elastic = true;
}

void Addresses::allocate(ElasticId id) {
  Elastic& elastic = elastics_[id];
  if (elastic.address != none) return write(allocated_already, elastic.name);
  const auto held = std::count_if(elastics_.begin(), elastics_.end(), [&](const Elastic& each) {
    return each.region == elastic.region && each.address != none;
  });
  if (static_cast<std::size_t>(held) >= most_elastic)
    return journal_.append(engine_.now(), too_many_elastic, {elastic.name, elastic.region}, held);
  elastic.address = public_pool_.take();
  write(elastic_allocated, {elastic.name, text_of(elastic.address)});
}

void Addresses::associate(ElasticId id, LifeId life, bool allow_reassociation) {
  Elastic& elastic = elastics_[id];
  const Holder& holder = holders_[life];
  if (elastic.address != none && elastic.holder == life) return;
  if (const JournalKind* why = refusal(elastic, holder))
    return write(*why, {elastic.name, holder.name});
  if (!allow_reassociation && (elastic.holder != nobody || holder.has_elastic))
    return write(associated_already, {elastic.name, holder.name});
  if (elastic.holder != nobody) part(elastic);
  join(elastic, life);
}

const JournalKind* Addresses::refusal(const Elastic& elastic, const Holder& holder) const {
  if (elastic.address == none || elastic.region != holder.region) return &no_such_address;
  return may_have_elastic(holder.state) ? nullptr : &not_associated;
}

// What it had before, it has no longer.
void Addresses::join(Elastic& elastic, LifeId life) {
  Holder& holder = holders_[life];
  if (Elastic* before = elastic_of(life)) {
    before->holder = nobody;
    write(elastic_parted, {before->name, holder.name});
    moved(before->address, nobody);
  } else {
    lose_public(life);
  }
  elastic.holder = life;
  holder.has_elastic = true;
  holder.public_ip = elastic.address;
  write(elastic_associated, {elastic.name, holder.name});
  moved(elastic.address, life);
}

// Whoever had it and runs gets another address of EC2's.
void Addresses::part(Elastic& elastic) {
  const LifeId life = elastic.holder;
  Holder& holder = holders_[life];
  elastic.holder = nobody;
  holder.has_elastic = false;
  holder.public_ip = none;
  write(elastic_parted, {elastic.name, holder.name});
  moved(elastic.address, nobody);
  if (holder.state == LifeState::running) get_public(life);
}

void Addresses::disassociate(ElasticId id) {
  Elastic& elastic = elastics_[id];
  if (elastic.holder == nobody) return write(not_parted, elastic.name);
  part(elastic);
}

void Addresses::release(ElasticId id) {
  Elastic& elastic = elastics_[id];
  if (elastic.address == none) return write(nothing_to_release, elastic.name);
  if (elastic.holder != nobody)
    return write(not_released, {elastic.name, holders_[elastic.holder].name});
  write(elastic_released, {elastic.name, text_of(elastic.address)});
  public_pool_.give_back(elastic.address);
  elastic.address = none;
}

Addresses::Elastic* Addresses::elastic_of(LifeId life) {
  if (!holders_[life].has_elastic) return nullptr;
  return &*std::find_if(elastics_.begin(), elastics_.end(),
                        [life](const Elastic& each) { return each.holder == life; });
}

void Addresses::write(const JournalKind& kind, Journal::About about) {
  journal_.append(engine_.now(), kind, about);
}

NameId Addresses::text_of(std::uint32_t address) {
  return names_.id(ScalarText<Cidr>::print({address, 32}));
}

}  // namespace squall::compute
