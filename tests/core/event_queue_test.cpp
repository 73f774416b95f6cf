#include "squall/core/event_queue.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace squall;
using core::Event;
using core::HeapQueue;
using core::WheelQueue;

namespace {

// Just enough randomness to drive a queue.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}

  std::int64_t below(std::int64_t bound) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::int64_t>(state_ >> 33) % bound;
  }

 private:
  std::uint64_t state_;
};

struct Load {
  std::string name;
  Duration (*delay)(Dice&);
};

// What pending events look like in practice, and at their worst.
const Load loads[] = {
    {"spread", [](Dice& dice) { return Duration(dice.below(1'000'000'000)); }},
    {"nearly all soon, some in an hour",
     [](Dice& dice) {
       return dice.below(10) < 9 ? Duration(dice.below(1000)) : 1h + Duration(dice.below(1000));
     }},
    {"half soon, half over hours",
     [](Dice& dice) {
       return dice.below(2) ? Duration(dice.below(100)) : 1s + 1us * dice.below(1'000'000'000);
     }},
    {"many at equal times", [](Dice& dice) { return Duration(1ms * dice.below(3)); }},
    {"all at once", [](Dice&) { return Duration(0); }},
    {"all far ahead", [](Dice& dice) { return 24h + Duration(dice.below(1000)); }},
    {"over years", [](Dice& dice) { return Duration(1s * dice.below(1'000'000)); }},
};

Event event_at(Time at, Dice& dice) {
  return {at, static_cast<std::uint64_t>(dice.below(4)),
          static_cast<std::uint64_t>(dice.below(1000))};
}

}  // namespace

TEST_CASE("the wheel gives the same events in the same order as the heap", "[core][event_queue]") {
  for (const Load& load : loads) {
    for (const int target : {1, 10, 60, 500, 20'000}) {
      CAPTURE(load.name, target);
      Dice dice(static_cast<std::uint64_t>(target));
      HeapQueue heap;
      WheelQueue wheel;
      Time now{};
      bool same = true;
      // The number pending swings between nothing and twice the target.
      for (int turn = 0; turn < 4 * target + 4000 && same; ++turn) {
        const bool grow = (turn / (target + 7)) % 2 == 0;
        const auto pushes = grow ? dice.below(4) : dice.below(2);
        for (int i = 0; i < pushes; ++i) {
          const Event event = event_at(now + load.delay(dice), dice);
          heap.push(event);
          wheel.push(event);
        }
        same = heap.size() == wheel.size();
        if (!same || heap.empty()) continue;
        same = heap.top() == wheel.top();
        now = heap.top().at;
        heap.pop();
        wheel.pop();
      }
      CHECK(same);
      for (; !heap.empty() && same; heap.pop(), wheel.pop()) same = heap.top() == wheel.top();
      CHECK(same);
      CHECK(wheel.empty());
    }
  }
}

TEST_CASE("an event at the end of time is kept like any other", "[core][event_queue]") {
  WheelQueue wheel;
  wheel.push({never, 0, 1});
  for (std::uint64_t i = 0; i < 100; ++i) wheel.push({Time(1s * static_cast<int>(i)), 0, i});
  for (std::uint64_t i = 0; i < 100; ++i, wheel.pop()) REQUIRE(wheel.top().argument == i);
  CHECK(wheel.top().at == never);
  wheel.pop();
  CHECK(wheel.empty());
}

TEST_CASE("events of one instant leave by phase, then receiver, then argument",
          "[core][event_queue]") {
  std::vector<Event> events;
  for (std::uint64_t phase : {2u, 0u, 1u})
    for (std::uint64_t receiver : {1u, 0u})
      for (std::uint64_t argument : {5u, 3u})
        events.push_back({Time(1s), phase << 32 | receiver, argument});
  for (const auto kind : {core::QueueKind::wheel, core::QueueKind::heap}) {
    core::EventQueue queue(kind);
    for (const Event& event : events) queue.push(event);
    std::vector<Event> left;
    for (Event event; queue.take_before(never, event);) left.push_back(event);
    CHECK(left.front() == Event{Time(1s), 0, 3});
    CHECK(left.back() == Event{Time(1s), 2ull << 32 | 1, 5});
    CHECK(std::is_sorted(left.begin(), left.end()));
  }
}

TEST_CASE("what waits beside the queue leaves in its turn", "[core][event_queue]") {
  core::EventQueue heap(core::QueueKind::heap);
  core::EventQueue wheel(core::QueueKind::wheel);
  Dice dice(3);
  Time now{};
  int left_before = 0;
  bool same = true;
  for (int turn = 0; turn < 20'000 && same; ++turn) {
    for (auto pushes = dice.below(turn / 100 % 2 == 0 ? 4 : 2); pushes > 0; --pushes) {
      const Event event = event_at(now + Duration(dice.below(5)), dice);
      const bool beside = dice.below(3) == 0;
      beside ? heap.push_beside(event) : heap.push(event);
      beside ? wheel.push_beside(event) : wheel.push(event);
    }
    same = heap.size() == wheel.size() && heap.empty() == wheel.empty();
    if (!same || heap.empty()) continue;
    const Time limit = now + Duration(dice.below(4));
    Event first;
    Event its;
    const bool left = heap.take_before(limit, first);
    same = wheel.take_before(limit, its) == left;
    if (left) same = same && first == its;
    if (!heap.empty()) same = same && heap.top() == wheel.top();
    now = left ? first.at : limit;
    left_before += left;
  }
  CHECK(same);
  CHECK(left_before > 1000);
}
