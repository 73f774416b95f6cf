#pragma once

#include "squall/core/names.hpp"
#include "squall/core/time.hpp"
#include "squall/service/onlooker.hpp"
#include "squall/world/world.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace squall::test {

/// Which target got what, and when.
class GroupTraffic final : public service::Onlooker {
 public:
  struct Trip {
    NameId target;
    Time routed;
    Time ended = never;
    std::optional<service::Outcome> outcome{};  ///< nothing: nobody waited for it
  };

  explicit GroupTraffic(const world::World& world) : world_(world) {}

  void routed(service::AttemptId id, const service::Routing& routing) override {
    to_leavers_ += !routing.registered;
    open_[id] = trips_.size();
    trips_.push_back({routing.target, world_.now()});
  }

  void ended(service::AttemptId id, std::optional<service::Outcome> outcome) override {
    const auto found = open_.find(id);
    if (found == open_.end()) return;
    trips_[found->second].ended = world_.now();
    trips_[found->second].outcome = outcome;
    open_.erase(found);
  }

  const std::vector<Trip>& trips() const { return trips_; }
  std::uint64_t to_leavers() const { return to_leavers_; }

 private:
  const world::World& world_;
  std::vector<Trip> trips_;
  std::unordered_map<service::AttemptId, std::size_t> open_;
  std::uint64_t to_leavers_ = 0;
};

}  // namespace squall::test
