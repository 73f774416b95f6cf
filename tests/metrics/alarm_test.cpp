#include "squall/metrics/alarm.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;
using namespace squall::metrics;

namespace {

const Statistic sum{Statistic::Kind::sum, true, {}, {}};

/// One alarm on one metric, which is put minute by minute.
struct Watched {
  struct Setup {
    Store::Terms metric{"Count"};
    Duration period = 60s;
    OutOf rule{1, 1};
    Condition when{Comparison::greater, 10};
    Missing missing = Missing::missing;
    LowSamples low_samples = LowSamples::evaluate;
    Statistic statistic{};
    int range = 0;
  };

  explicit Watched(const Setup& setup)
      : slot(store.add({"Shop", "Orders", {}}, setup.metric)),
        alarm({{slot, setup.statistic, setup.period},
               setup.when,
               setup.rule,
               setup.missing,
               setup.low_samples,
               setup.range},
              store) {}

  /// Every minute one value, or none: x is 20, o is 5, - is none; a look at each minute's end.
  std::string states(const std::string& story) {
    std::string seen;
    for (const char letter : story) {
      now += 60s;
      if (letter != '-') store.put(slot, now, StatisticSet::of(letter == 'x' ? 20 : 5));
      alarm.look(now);
      seen += word(alarm.state())[0];
    }
    return seen;
  }

  Store store;
  Slot slot;
  Alarm alarm;
  Time now{};
};

}  // namespace

TEST_CASE("an alarm begins with INSUFFICIENT_DATA and says why", "[metrics][alarm]") {
  Watched watched({});
  CHECK(watched.alarm.state() == AlarmState::insufficient_data);
  CHECK(watched.alarm.reason() == "Unchecked: Initial alarm creation");
  CHECK_FALSE(watched.alarm.look(Time(30s)));
}

TEST_CASE("so many of so many points have to breach, in any order", "[metrics][alarm]") {
  CHECK(Watched({.rule = {2, 3}}).states("oxoxooxx") == "OOOAOOOA");
  CHECK(Watched({.rule = {3, 3}}).states("xxxoxxx") == "IIAOOOA");
}

TEST_CASE("every comparison has the value on its left", "[metrics][alarm]") {
  const double threshold = 10;
  const Condition over{Comparison::greater, threshold};
  const Condition at_least{Comparison::greater_or_equal, threshold};
  const Condition under{Comparison::less, threshold};
  const Condition at_most{Comparison::less_or_equal, threshold};
  CHECK((!over.breached_by(10) && over.breached_by(10.5)));
  CHECK((at_least.breached_by(10) && !at_least.breached_by(9.5)));
  CHECK((!under.breached_by(10) && under.breached_by(9.5)));
  CHECK((at_most.breached_by(10) && !at_most.breached_by(10.5)));
}

TEST_CASE("a metric that ends in a breach goes on to breach until its last point is too old",
          "[metrics][alarm]") {
  // Three periods and two beyond are looked at.
  CHECK(Watched({.rule = {1, 3}}).states("oox-----") == "OOAAAAAI");
  CHECK(Watched({.rule = {1, 1}}).states("o----") == "OOOII");
}

TEST_CASE("a lone fresh breach makes no alarm where three have to, and one three minutes old does",
          "[metrics][alarm]") {
  CHECK(Watched({.rule = {3, 3}}).states("-----x----") == "IIIIIIIAAA");
  CHECK(Watched({.rule = {3, 3}, .missing = Missing::ignore}).states("-----x----") == "IIIIIIIIII");
  CHECK(Watched({.rule = {3, 3}, .missing = Missing::not_breaching}).states("-----x----") ==
        "OOOOOOOOOO");
  CHECK(Watched({.rule = {3, 3}, .missing = Missing::breaching}).states("oooo-----") ==
        "OOOOOOOOA");
}

TEST_CASE("a window of five minutes slides on by one minute", "[metrics][alarm]") {
  Watched watched({.period = 300s, .when = {Comparison::greater, 50}, .statistic = sum});
  // Sums of five: 25 .. 40 55
  CHECK(watched.states("ooooooxx") == "OOOOOOOA");
}

TEST_CASE("a point that is published late counts at the next look", "[metrics][alarm]") {
  Watched prompt({});
  Watched late({.metric = {"Count", 60s, 60s}});
  CHECK(prompt.states("oooxxo") == "OOOAAO");
  CHECK(late.states("oooxxo") == "IOOOAA");
}

TEST_CASE(
    "looking at an earlier second of the minute changes nothing that the last full minute "
    "has not changed",
    "[metrics][alarm]") {
  Watched watched({});
  watched.states("x");
  REQUIRE(watched.alarm.state() == AlarmState::alarm);
  watched.store.record(watched.slot, 1);
  for (Duration second = 0s; second < 60s; second += 1s)
    CHECK_FALSE(watched.alarm.look(watched.now + second));
}

TEST_CASE("a minute's alarm sees a five-minute metric in some minutes only", "[metrics][alarm]") {
  Watched watched({.metric = {"Percent", 300s}});
  std::string seen;
  for (int minute = 1; minute <= 15; ++minute) {
    const Time now(minute * 60s);
    if (minute % 5 == 0) watched.store.put(watched.slot, now, StatisticSet::of(20));
    watched.alarm.look(now);
    seen += word(watched.alarm.state())[0];
  }
  CHECK(seen == "IIIIAAAIIAAAIIA");
}

TEST_CASE("a percentile of few samples leaves the alarm as it is where that is wanted",
          "[metrics][alarm]") {
  const auto state_after = [](LowSamples low_samples, int samples) {
    Watched watched({.low_samples = low_samples, .statistic = Statistic::percentile(90)});
    Histogram values;
    StatisticSet set;
    for (int i = 0; i < samples; ++i) {
      set.add(20 + i);
      values.record(as_length(20 + i));
    }
    watched.store.put(watched.slot, Time(60s), set, &values);
    watched.alarm.look(Time(60s));
    return watched.alarm.state();
  };
  // Ten beyond the percentile: 10 / (1 - 0.9).
  CHECK(state_after(LowSamples::ignore, 99) == AlarmState::insufficient_data);
  CHECK(state_after(LowSamples::ignore, 100) == AlarmState::alarm);
  CHECK(state_after(LowSamples::evaluate, 2) == AlarmState::alarm);
}

TEST_CASE("an alarm gives its reasons in AWS's words", "[metrics][alarm]") {
  const auto reason = [](const Watched::Setup& setup, const std::string& story) {
    Watched watched(setup);
    watched.states(story);
    return watched.alarm.reason();
  };
  CHECK(reason({}, "x") ==
        "Threshold Crossed: 1 datapoint [20.0 (00:00:00)] was greater than the threshold (10.0).");
  CHECK(reason({.rule = {2, 2}}, "oxx") ==
        "Threshold Crossed: 2 datapoints [20.0 (00:02:00), 20.0 (00:01:00)] were greater than the "
        "threshold (10.0).");
  CHECK(reason({}, "xo") ==
        "Threshold Crossed: 1 datapoint [5.0 (00:01:00)] was not greater than the threshold "
        "(10.0).");
  CHECK(reason({.rule = {5, 5}}, "xxxxx") ==
        "Threshold Crossed: 5 datapoints were greater than the threshold (10.0). The most recent "
        "datapoints which crossed the threshold: [20.0 (00:04:00), 20.0 (00:03:00), 20.0 "
        "(00:02:00), 20.0 (00:01:00), 20.0 (00:00:00)].");
  CHECK(reason({.rule = {1, 6}}, "xoooooo") ==
        "Threshold Crossed: 6 datapoints were not greater than the threshold (10.0). The most "
        "recent datapoints: [5.0 (00:06:00), 5.0 (00:05:00), 5.0 (00:04:00), 5.0 (00:03:00), 5.0 "
        "(00:02:00)].");
  CHECK(reason({.rule = {2, 3}}, "x----------") == "Insufficient Data: 3 datapoints were unknown.");
  CHECK(reason({}, "o----") == "Insufficient Data: 1 datapoint was unknown.");
  CHECK(reason({.missing = Missing::breaching}, "-") ==
        "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was "
        "treated as [Breaching].");
  CHECK(reason({.rule = {3, 3}, .missing = Missing::breaching}, "o") ==
        "Threshold Crossed: 1 datapoint [5.0 (00:00:00)] was not greater than the threshold (10.0) "
        "and 2 missing datapoints were treated as [Breaching].");
  CHECK(reason({.rule = {3, 3}, .missing = Missing::not_breaching}, "x") ==
        "Threshold Crossed: 2 missing datapoints were treated as [NonBreaching].");
  CHECK(reason({.when = {Comparison::less_or_equal, 7.5}}, "o") ==
        "Threshold Crossed: 1 datapoint [5.0 (00:00:00)] was less than or equal to the threshold "
        "(7.5).");
}

TEST_CASE("an alarm that looks at more than a day looks once an hour", "[metrics][alarm]") {
  Watched daily({.period = 24h, .rule = {2, 2}});
  Watched minutes({.period = 60s, .rule = {3, 3}});
  Watched seconds({.metric = {"Count", 1s}, .period = 10s});
  CHECK(daily.alarm.step() == 1h);
  CHECK(minutes.alarm.step() == 60s);
  CHECK(seconds.alarm.step() == 10s);
}

TEST_CASE("AWS limits how far an alarm looks back, and by which periods", "[metrics][alarm]") {
  CHECK_FALSE(problem_of(60s, {1440, 1440}));
  CHECK(problem_of(60s, {1441, 1441}));
  CHECK_FALSE(problem_of(1h, {168, 168}));
  CHECK(problem_of(1h, {169, 169}));
  for (const Duration period : {10s, 20s, 30s, 60s, 120s}) CHECK_FALSE(problem_of(period, {1, 1}));
  for (const Duration period : {1s, 5s, 15s, 45s, 90s}) CHECK(problem_of(period, {1, 1}));
}

TEST_CASE("conditions and numbers of periods read as they are written", "[metrics][alarm]") {
  Condition condition;
  OutOf out_of;
  CHECK_FALSE(ScalarText<Condition>::read(">= 60%", condition));
  CHECK(condition == Condition{Comparison::greater_or_equal, 60, Condition::Unit::percent});
  CHECK(ScalarText<Condition>::print(condition) == ">= 60%");
  CHECK_FALSE(ScalarText<Condition>::read("<0.5", condition));
  CHECK(ScalarText<Condition>::print(condition) == "< 0.5");
  CHECK_FALSE(ScalarText<Condition>::read("> 100ms", condition));
  CHECK(condition == Condition{Comparison::greater, 0.1, Condition::Unit::duration});
  CHECK(ScalarText<Condition>::print(condition) == "> 100ms");
  CHECK_FALSE(ScalarText<Condition>::read("<= 1m30s", condition));
  CHECK(condition.threshold == 90);
  CHECK(ScalarText<Condition>::print(condition) == "<= 1m30s");
  CHECK_FALSE(ScalarText<OutOf>::read("2 of 3", out_of));
  CHECK(out_of == OutOf{2, 3});
  CHECK_FALSE(ScalarText<OutOf>::read("3", out_of));
  CHECK(out_of == OutOf{3, 3});
  CHECK(ScalarText<OutOf>::print(out_of) == "3");
  for (const char* text : {"", "20", "= 3", "> x", "=> 3", "> 3 %", ">"})
    CHECK(ScalarText<Condition>::read(text, condition));
  for (const char* text : {"", "0", "3 of 2", "2of3", "2 of", "1.5", "-1"})
    CHECK(ScalarText<OutOf>::read(text, out_of));
}
