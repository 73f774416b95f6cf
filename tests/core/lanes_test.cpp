#include "squall/core/lanes.hpp"

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

// Guests wait ten seconds in one of three rooms.
class Rooms {
 public:
  Rooms() : lanes_(engine, guests_, 10s, Phase::time_out, handler<&Rooms::give_up>, *this) {
    lanes_.resize(3);
  }

  std::uint32_t enter(std::uint32_t room, int number) {
    const std::uint32_t id = guests_.allocate(Guest{engine.now(), {}, number});
    lanes_.join(room, id);
    return id;
  }

  void fetch(std::uint32_t room, std::uint32_t id) {
    lanes_.leave(room, id);
    guests_.release(id);
  }

  std::vector<int> evacuate(std::uint32_t room) {
    std::vector<int> out;
    lanes_.clear(room, [&](std::uint32_t id) {
      out.push_back(guests_[id].number);
      guests_.release(id);
    });
    return out;
  }

  std::size_t waiting(std::uint32_t room) const { return lanes_.size(room); }

  Engine engine;
  std::vector<std::string> left;

 private:
  void give_up(std::uint32_t id) {
    const auto at = (engine.now() - Time{}) / 1s;
    left.push_back(std::to_string(guests_[id].number) + " at " + std::to_string(at));
    guests_.release(id);
  }

  Slab<Guest> guests_;
  Lanes<&Guest::hook, &Guest::since> lanes_;
};

using Left = std::vector<std::string>;

}  // namespace

TEST_CASE("each of many lanes calls its own after the same wait", "[core][lanes]") {
  Rooms rooms;
  rooms.enter(2, 1);
  rooms.engine.run_until(Time(3s));
  rooms.enter(0, 2);
  rooms.enter(2, 3);
  rooms.engine.run();
  CHECK(rooms.left == Left{"1 at 10", "2 at 13", "3 at 13"});
}

TEST_CASE("who has left one of many lanes is not called, wherever it stood", "[core][lanes]") {
  Rooms rooms;
  const auto first = rooms.enter(1, 1);
  const auto second = rooms.enter(1, 2);
  rooms.enter(1, 3);
  const auto last = rooms.enter(1, 4);
  rooms.engine.run_until(Time(4s));
  for (const auto guest : {second, last, first}) rooms.fetch(1, guest);
  rooms.enter(1, 5);
  CHECK(rooms.waiting(1) == 2);
  rooms.engine.run();
  CHECK(rooms.left == Left{"3 at 10", "5 at 14"});
}

TEST_CASE("nobody is called early because another came first and left", "[core][lanes]") {
  Rooms rooms;
  rooms.fetch(1, rooms.enter(1, 1));
  rooms.engine.run_until(Time(4s));
  rooms.enter(1, 2);
  rooms.engine.run();
  CHECK(rooms.left == Left{"2 at 14"});
}

TEST_CASE("a lane is emptied in its order and leaves the others alone", "[core][lanes]") {
  Rooms rooms;
  for (int number = 0; number < 6; ++number) rooms.enter(number % 2 == 0 ? 0 : 1, number);
  CHECK(rooms.evacuate(0) == std::vector{0, 2, 4});
  CHECK(rooms.waiting(0) == 0);
  CHECK(rooms.waiting(1) == 3);
  rooms.engine.run();
  CHECK(rooms.left == Left{"1 at 10", "3 at 10", "5 at 10"});
}

TEST_CASE("each lane has one event in the engine, however many wait in it", "[core][lanes]") {
  Rooms rooms;
  for (int number = 0; number < 100; ++number) rooms.enter(number % 2 == 0 ? 0 : 1, number);
  CHECK(rooms.engine.pending() == 2);
}
