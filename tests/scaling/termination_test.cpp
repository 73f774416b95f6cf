#include "squall/scaling/termination.hpp"

#include "support/catch.hpp"

#include <deque>
#include <set>
#include <vector>

using namespace squall;
using scaling::Member;
using scaling::TerminationPolicy;

namespace {

/// Instances of a group with two zones.
class Fleet {
 public:
  Fleet& has(std::size_t zone, Duration launched, bool is_protected = false) {
    Member& member = members_.emplace_back();
    member.life = static_cast<compute::LifeId>(members_.size() - 1);
    member.zone = zone;
    member.state = scaling::LifecycleState::in_service;
    member.launched = Time(launched);
    member.is_protected = is_protected;
    return *this;
  }

  // The number of the victim, in the order of has(); -1: nobody.
  int victim(std::vector<TerminationPolicy> policies = {TerminationPolicy::usual},
             Duration now = 10h, std::uint64_t chance = 1) const {
    std::vector<const Member*> candidates;
    for (const Member& member : members_) candidates.push_back(&member);
    const Member* chosen =
        scaling::choose_victim(candidates, 2, policies, Time(now), key_of(chance, "test"));
    return chosen ? static_cast<int>(chosen->life) : -1;
  }

 private:
  std::deque<Member> members_;
};

}  // namespace

TEST_CASE("the zone with most instances loses one, whatever the policy", "[scaling]") {
  const Fleet fleet = Fleet().has(0, 9h).has(1, 1h).has(1, 2h);
  CHECK(fleet.victim({TerminationPolicy::newest_instance}) == 2);
  CHECK(fleet.victim({TerminationPolicy::oldest_instance}) == 1);
}

TEST_CASE("zones with equally many are all looked at", "[scaling]") {
  const Fleet fleet = Fleet().has(0, 9h).has(1, 1h);
  CHECK(fleet.victim({TerminationPolicy::newest_instance}) == 0);
  CHECK(fleet.victim({TerminationPolicy::oldest_instance}) == 1);
}

TEST_CASE("who is protected is passed over, and so is a zone where all are", "[scaling]") {
  CHECK(Fleet().has(0, 1h, true).has(0, 2h, true).has(1, 3h).victim() == 2);
  CHECK(Fleet().has(0, 1h, true).has(0, 2h).has(1, 3h).victim() == 1);
  CHECK(Fleet().has(0, 1h, true).has(1, 2h, true).victim() == -1);
}

TEST_CASE("by default goes who is closest to his next hour", "[scaling]") {
  const Fleet fleet = Fleet().has(0, 1h + 50min).has(0, 2h + 10min);
  CHECK(fleet.victim({TerminationPolicy::usual}, 10h + 5min) == 1);   // 55 of 60 min
  CHECK(fleet.victim({TerminationPolicy::usual}, 10h + 45min) == 0);  // 55 of 60 min
}

TEST_CASE("among equals chance decides, and all have a chance", "[scaling]") {
  const Fleet fleet = Fleet().has(0, 1h).has(0, 1h).has(0, 1h);
  std::set<int> victims;
  for (std::uint64_t chance = 0; chance < 60; ++chance)
    victims.insert(fleet.victim({TerminationPolicy::usual}, 10h, chance));
  CHECK(victims == std::set<int>{0, 1, 2});
}

TEST_CASE("a launch goes to the zone with the fewest that may be tried", "[scaling]") {
  const std::vector<int> counts{2, 1, 1};
  CHECK(scaling::choose_zone(counts, {false, false, false}) == 1);
  CHECK(scaling::choose_zone(counts, {false, true, false}) == 2);
  CHECK(scaling::choose_zone(counts, {false, true, true}) == 0);
}
