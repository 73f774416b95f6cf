#include "squall/metrics/alarms.hpp"

#include "squall/metrics/periods.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace squall;
using namespace squall::metrics;

namespace {

/// A metric whose value is a step function of time, and alarms on it.
struct House {
  explicit House(std::uint64_t seed = 1) : alarms(engine, store, seed) {
    slot = store.add({"House", "Heat", {}}, {"Count"});
    periods.ends.connect([this](Duration) {
      if (engine.now() > hot_from && engine.now() <= hot_until)
        store.put(slot, engine.now(), StatisticSet::of(90));
      else
        store.put(slot, engine.now(), StatisticSet::of(20));
    });
    alarms.acts.connect(
        [this](AlarmId id) { acted.emplace_back(alarms.name(id), engine.now() - Time{}); });
    alarms.stays.connect(
        [this](AlarmId id) { stayed.emplace_back(alarms.state(id), engine.now() - Time{}); });
  }

  AlarmId add(const std::string& name, OutOf rule = {1, 1}) {
    return alarms.add(name, {{slot, {}, 60s}, {Comparison::greater, 50}, rule});
  }

  static CompositeRule rule(const std::string& text) {
    return std::get<CompositeRule>(CompositeRule::read(text));
  }

  void run(Duration until) {
    periods.start();
    alarms.start();
    engine.run_until(Time(until));
  }

  /// When it went into that state.
  std::vector<Duration> times(AlarmId id, AlarmState to) const {
    std::vector<Duration> times;
    for (const AlarmChange& change : alarms.changes())
      if (change.alarm == id && change.to == to) times.push_back(change.at - Time{});
    return times;
  }

  Engine engine;
  Store store;
  Slot slot{};
  Periods periods{engine, store};
  Alarms alarms;
  Time hot_from = Time(10min);
  Time hot_until = Time(20min);
  std::vector<std::pair<std::string, Duration>> acted;
  std::vector<std::pair<AlarmState, Duration>> stayed;
};

}  // namespace

TEST_CASE("an alarm looks once a minute at a second of its own, drawn from seed and name",
          "[metrics][alarms]") {
  std::set<Duration> phases;
  for (const std::uint64_t seed : {1U, 2U, 3U, 4U}) {
    House house(seed);
    const AlarmId hot = house.add("hot");
    house.run(30min);
    const Duration phase = house.alarms.phase(hot);
    CHECK(phase >= 0s);
    CHECK(phase < 60s);
    CHECK(phase % 1s == Duration(0));
    phases.insert(phase);
    // The first hot period ends at 11 min, the first cool one after it at 21.
    CHECK(house.times(hot, AlarmState::alarm) == std::vector<Duration>{11min + phase});
    CHECK(house.times(hot, AlarmState::ok) == std::vector<Duration>{1min + phase, 21min + phase});
  }
  CHECK(phases.size() > 1);
}

TEST_CASE("an alarm that stays in its state says so once a minute", "[metrics][alarms]") {
  House house;
  const AlarmId hot = house.add("hot");
  house.run(30min);
  const Duration phase = house.alarms.phase(hot);
  std::vector<Duration> in_alarm;
  for (const auto& [state, at] : house.stayed)
    if (state == AlarmState::alarm) in_alarm.push_back(at);
  REQUIRE(in_alarm.size() == 9);
  CHECK(in_alarm.front() == 12min + phase);
  CHECK(in_alarm.back() == 20min + phase);
  CHECK(house.acted.size() == house.alarms.changes().size());
}

TEST_CASE("an alarm on alarms changes at the moment at which they do", "[metrics][alarms]") {
  House house;
  const AlarmId quick = house.add("quick");
  const AlarmId slow = house.add("slow", {5, 5});
  const AlarmId both = house.alarms.add("both", House::rule("ALARM(quick) AND ALARM(slow)"));
  const AlarmId all = house.alarms.add("all", House::rule("ALARM(both)"));
  house.run(30min);
  CHECK(house.times(both, AlarmState::alarm) == house.times(slow, AlarmState::alarm));
  CHECK(house.times(all, AlarmState::alarm) == house.times(both, AlarmState::alarm));
  // Either one that cools down ends it.
  const auto cool = [&](AlarmId id) { return house.times(id, AlarmState::ok).back(); };
  CHECK(cool(both) == std::min(cool(quick), cool(slow)));
  CHECK(house.alarms.reason(all) == "The rule does not hold: both is OK");
}

TEST_CASE("alarms with one phase are seen together by one on both", "[metrics][alarms]") {
  // Some seed gives two alarms the same second, where either could be first.
  for (std::uint64_t seed = 1; seed < 400; ++seed) {
    House house(seed);
    const AlarmId one = house.add("one");
    const AlarmId two = house.add("two");
    if (house.alarms.phase(one) != house.alarms.phase(two)) continue;
    const AlarmId odd = house.alarms.add("odd", House::rule("ALARM(one) AND NOT ALARM(two) OR "
                                                            "ALARM(two) AND NOT ALARM(one)"));
    house.run(30min);
    CHECK(house.times(odd, AlarmState::alarm).empty());
    return;
  }
  FAIL("no seed gives two alarms the same second");
}

TEST_CASE("a suppressor holds actions back and lets them go after the extension",
          "[metrics][alarms]") {
  House house;
  const AlarmId hot = house.add("hot");
  const AlarmId calm = house.add("deploying", {3, 3});
  const AlarmId both = house.alarms.add("guarded", House::rule("ALARM(hot)"), calm, {5min, 1min});
  house.run(40min);
  // It is suppressed before its wait is over, and cools down after the suppressor does or before.
  const Duration alarmed = house.times(hot, AlarmState::alarm).front();
  const Duration suppressed = house.times(calm, AlarmState::alarm).front();
  REQUIRE(suppressed - alarmed < 5min);
  REQUIRE(house.times(both, AlarmState::alarm).front() == alarmed);
  for (const auto& [name, at] : house.acted)
    if (name == "guarded") CHECK((at < alarmed || at > house.times(calm, AlarmState::ok).back()));
}

TEST_CASE("the same seed gives the same changes, in whatever pieces the time passes",
          "[metrics][alarms]") {
  const auto story = [](Duration piece) {
    House house(7);
    house.add("hot");
    house.add("slow", {2, 5});
    house.alarms.add("any", House::rule("ALARM(hot) OR ALARM(slow)"));
    house.run(0s);
    for (Duration at = piece; at <= 40min; at += piece) house.engine.run_until(Time(at));
    house.engine.run_until(Time(40min));
    std::string text;
    for (const AlarmChange& change : house.alarms.changes())
      text += house.alarms.name(change.alarm) + std::to_string((change.at - Time{}) / 1s) +
              std::string(word(change.to)) + change.reason;
    return text;
  };
  CHECK(story(40min) == story(7s));
  CHECK_FALSE(story(40min).empty());
}

TEST_CASE("rules that name each other in a circle are found, others are put in order",
          "[metrics][alarms]") {
  const auto fine = order_of({{"top", {"left", "right"}}, {"left", {"a"}}, {"right", {"left"}}});
  CHECK_FALSE(fine.circle);
  CHECK(fine.names == std::vector<std::string>{"left", "right", "top"});
  const auto circle = order_of({{"a", {"x", "b"}}, {"b", {"c"}}, {"c", {"b"}}});
  CHECK(circle.circle);
  CHECK(circle.names == std::vector<std::string>{"b", "c"});
  CHECK(order_of({{"self", {"self"}}}).circle);

  std::map<std::string, std::vector<std::string>> chain;
  for (int i = 0; i < 20'000; ++i)
    chain[std::to_string(100'000 + i)] = {std::to_string(100'001 + i)};
  CHECK_FALSE(order_of(chain).circle);
}
