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

Addresses::Addresses(Engine& engine, Journal& journal, Names& names, const Lives& lives)
    : engine_(engine),
      journal_(journal),
      names_(names),
      lives_(lives),
      public_pool_(public_block, first_host) {}

void Addresses::add(NameId region, NameId zone, bool wants_public, bool is_launched) {
  Holder holder{.region = region_of(region), .wants_public = wants_public};
  holder.private_ip = subnet(regions_[holder.region], zone).take();
  if (wants_public && is_launched) holder.public_ip = holder.first_public_ip = public_pool_.take();
  holders_.push_back(holder);
}

// Regions, and the zones of each, are numbered in the order in which they come up.
std::uint16_t Addresses::region_of(NameId name) {
  const auto known = std::find_if(regions_.begin(), regions_.end(),
                                  [name](const Region& each) { return each.name == name; });
  const auto number = static_cast<std::uint16_t>(known - regions_.begin());
  if (known == regions_.end()) regions_.push_back({name});
  return number;
}

AddressPool& Addresses::subnet(Region& region, NameId zone) {
  const auto number = static_cast<std::uint32_t>(region.subnets.size());
  const Cidr block{vpc.address + (number << (32 - subnet_prefix)), subnet_prefix};
  return region.subnets.try_emplace(zone, block, reserved_in_subnet).first->second;
}

void Addresses::enter(LifeId life, LifeState state) {
  if (state == LifeState::pending) get_public(life);
  if (state == LifeState::stopping) lose_public(life);
  if (state != LifeState::shutting_down) return;
  if (Elastic* elastic = elastic_of(life)) part(*elastic);
  lose_public(life);
  holders_[life].private_ip = none;
}

// Nothing where it has an elastic one, or is to have none.
void Addresses::get_public(LifeId life) {
  Holder& holder = holders_[life];
  if (!holder.wants_public || holder.has_elastic) return;
  holder.public_ip = public_pool_.take();
  write(public_ip_given, {lives_.name(life), text_of(holder.public_ip)});
  moved(holder.public_ip, life);
}

// Not an elastic one.
void Addresses::lose_public(LifeId life) {
  Holder& holder = holders_[life];
  if (holder.public_ip == none || holder.has_elastic) return;
  const std::uint32_t address = holder.public_ip;
  holder.public_ip = none;
  public_pool_.give_back(address);
  write(public_ip_returned, {lives_.name(life), text_of(address)});
  moved(address, nobody);
}

Addresses::ElasticId Addresses::add_elastic(NameId name, NameId region) {
  elastics_.push_back({name, region_of(region)});
  return static_cast<ElasticId>(elastics_.size() - 1);
}

void Addresses::begin_with(ElasticId id, LifeId life) {
  Elastic& elastic = elastics_[id];
  elastic.address = public_pool_.take();
  elastic.holder = life;
  if (life == nobody) return;
  Holder& holder = holders_[life];
  if (holder.public_ip != none) public_pool_.give_back(holder.public_ip);
  holder.public_ip = holder.first_public_ip = elastic.address;
  holder.has_elastic = true;
}

void Addresses::allocate(ElasticId id) {
  Elastic& elastic = elastics_[id];
  if (elastic.address != none) return write(allocated_already, elastic.name);
  const auto held = std::count_if(elastics_.begin(), elastics_.end(), [&](const Elastic& each) {
    return each.region == elastic.region && each.address != none;
  });
  if (static_cast<std::size_t>(held) >= most_elastic)
    return journal_.append(engine_.now(), too_many_elastic, {elastic.name, region(elastic)}, held);
  elastic.address = public_pool_.take();
  write(elastic_allocated, {elastic.name, text_of(elastic.address)});
}

void Addresses::associate(ElasticId id, LifeId life, bool allow_reassociation) {
  Elastic& elastic = elastics_[id];
  const Holder& holder = holders_[life];
  if (elastic.address != none && elastic.holder == life) return;
  if (const JournalKind* why = refusal(elastic, life))
    return write(*why, {elastic.name, lives_.name(life)});
  if (!allow_reassociation && (elastic.holder != nobody || holder.has_elastic))
    return write(associated_already, {elastic.name, lives_.name(life)});
  if (elastic.holder != nobody) part(elastic);
  join(elastic, life);
}

const JournalKind* Addresses::refusal(const Elastic& elastic, LifeId life) const {
  if (elastic.address == none || elastic.region != holders_[life].region) return &no_such_address;
  return may_have_elastic(lives_.life(life).state()) ? nullptr : &not_associated;
}

// What it had before, it has no longer.
void Addresses::join(Elastic& elastic, LifeId life) {
  Holder& holder = holders_[life];
  if (Elastic* before = elastic_of(life)) {
    before->holder = nobody;
    write(elastic_parted, {before->name, lives_.name(life)});
    moved(before->address, nobody);
  } else {
    lose_public(life);
  }
  elastic.holder = life;
  holder.has_elastic = true;
  holder.public_ip = elastic.address;
  write(elastic_associated, {elastic.name, lives_.name(life)});
  moved(elastic.address, life);
}

// Whoever had it and runs gets another address of EC2's.
void Addresses::part(Elastic& elastic) {
  const LifeId life = elastic.holder;
  Holder& holder = holders_[life];
  elastic.holder = nobody;
  holder.has_elastic = false;
  holder.public_ip = none;
  write(elastic_parted, {elastic.name, lives_.name(life)});
  moved(elastic.address, nobody);
  if (lives_.life(life).state() == LifeState::running) get_public(life);
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
    return write(not_released, {elastic.name, lives_.name(elastic.holder)});
  write(elastic_released, {elastic.name, text_of(elastic.address)});
  public_pool_.give_back(elastic.address);
  elastic.address = none;
}

LifeId Addresses::holder_of(std::uint32_t address) const {
  const auto its = std::find_if(holders_.begin(), holders_.end(), [address](const Holder& each) {
    return each.public_ip == address;
  });
  return its == holders_.end() ? nobody : static_cast<LifeId>(its - holders_.begin());
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
