#include "squall/core/lane.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;

namespace {

struct Guest {
  Time since;
  Hook hook;
  int number = 0;
};

// Guests wait ten seconds for somebody to come.
class WaitingRoom {
 public:
  WaitingRoom()
      : lane_(engine, guests_, 10s, Phase::time_out, handler<&WaitingRoom::give_up>, *this) {}

  std::uint32_t enter(int number) {
    const std::uint32_t id = guests_.allocate(Guest{engine.now(), {}, number});
    lane_.join(id);
    return id;
  }

  void fetch(std::uint32_t id) {
    CHECK(lane_.leave(id));
    guests_.release(id);
  }

  std::size_t waiting() const { return lane_.size(); }

  Engine engine;
  std::vector<std::string> left;

 private:
  void give_up(std::uint32_t id) {
    const auto at = (engine.now() - Time{}) / 1s;
    left.push_back(std::to_string(guests_[id].number) + " at " + std::to_string(at));
    guests_.release(id);
  }

  Slab<Guest> guests_;
  Lane<&Guest::hook, &Guest::since> lane_;
};

using Left = std::vector<std::string>;

}  // namespace

TEST_CASE("everybody in a lane is called after the same wait, first come first", "[core][lane]") {
  WaitingRoom room;
  room.enter(1);
  room.enter(2);
  room.engine.run_until(Time(3s));
  room.enter(3);
  room.engine.run();
  CHECK(room.left == Left{"1 at 10", "2 at 10", "3 at 13"});
}

TEST_CASE("who has left a lane is not called, first or in the middle", "[core][lane]") {
  WaitingRoom room;
  const auto first = room.enter(1);
  room.enter(2);
  const auto third = room.enter(3);
  room.engine.run_until(Time(4s));
  room.fetch(first);
  room.fetch(third);
  room.enter(4);
  room.engine.run();
  CHECK(room.left == Left{"2 at 10", "4 at 14"});
}

TEST_CASE("a lane has one event in the engine, however many wait in it", "[core][lane]") {
  WaitingRoom room;
  for (int number = 0; number < 100; ++number) room.enter(number);
  CHECK(room.waiting() == 100);
  CHECK(room.engine.pending() == 1);
}

TEST_CASE("a lane that was emptied works again", "[core][lane]") {
  WaitingRoom room;
  room.fetch(room.enter(1));
  room.engine.run_until(Time(20s));
  room.enter(2);
  room.engine.run();
  CHECK(room.left == Left{"2 at 30"});
}
