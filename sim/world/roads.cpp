#include "world/roads.hpp"

#include "squall/core/bits.hpp"

#include <array>
#include <utility>

namespace squall::world {

namespace {

constexpr std::array purposes{hash_of("way/client"), hash_of("way/target"), hash_of("way/call")};

// What has no place is everywhere.
bool at_one_place(const std::string& from, const std::string& to) {
  return from.empty() || to.empty() || from == to;
}

}  // namespace

Roads::Roads(Engine& engine, service::Exchange& exchange, network::Paths paths, Ratio jitter)
    : engine_(engine), exchange_(exchange), paths_(std::move(paths)), jitter_(jitter) {}

void Roads::look_again() {
  for (const auto& [ends, way] : ways_)
    if (way) way->change(spec_of(ends));
}

bool Roads::beside(const std::string& from, const std::string& to) const {
  const std::string *const one = paths_.region_of(from), *const other = paths_.region_of(to);
  if (!one || !other || *one != *other) return false;
  return *one == from || *other == to || paths_.round_trip(from, to) == Duration{};
}

bool Roads::has_way(const std::string& from, const std::string& to) const {
  return at_one_place(from, to) || beside(from, to) || paths_.round_trip(from, to);
}

service::WaySpec Roads::spec_of(const Ends& ends) const {
  service::WaySpec spec{std::nullopt, jitter_.value};
  if (const auto round_trip = paths_.round_trip(ends.from, ends.to)) spec.one_way = *round_trip / 2;
  return spec;
}

service::Endpoint& Roads::over(Use use, const Asker& from, const std::string& to,
                               service::Endpoint& endpoint) {
  if (at_one_place(from.place, to)) return endpoint;
  const auto [known, is_new] = ways_.try_emplace({use, from.client, from.place, to});
  if (is_new && !beside(from.place, to))
    known->second = std::make_unique<service::Way>(engine_, exchange_, spec_of(known->first),
                                                   purposes[static_cast<std::size_t>(use)]);
  return known->second ? known->second->door(endpoint) : endpoint;
}

std::vector<service::CallerId> Roads::callers_of(std::string_view client) const {
  std::vector<service::CallerId> callers;
  for (const auto& [ends, way] : ways_)
    if (way && ends.client == client) callers.push_back(way->id());
  return callers;
}

std::uint64_t Roads::open() const {
  std::uint64_t open = 0;
  for (const auto& [ends, way] : ways_)
    if (way) open += way->open();
  return open;
}

void Roads::check() const {
  for (const auto& [ends, way] : ways_)
    if (way) way->check();
}

}  // namespace squall::world
