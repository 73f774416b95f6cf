#include "squall/metrics/evaluation.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <vector>

using namespace squall;
using namespace squall::metrics;

namespace {

constexpr Missing all_ways[] = {Missing::missing, Missing::ignore, Missing::breaching,
                                Missing::not_breaching};

/// All histories of that length, each as its points, oldest first.
std::vector<std::vector<Datum>> histories(int length) {
  std::vector<std::vector<Datum>> all{{}};
  for (int i = 0; i < length; ++i) {
    std::vector<std::vector<Datum>> longer;
    for (const auto& history : all)
      for (const Datum datum : {Datum::missing, Datum::within, Datum::breaching}) {
        longer.push_back(history);
        longer.back().push_back(datum);
      }
    all = longer;
  }
  return all;
}

}  // namespace

TEST_CASE("with as many points as it looks at, no treatment of missing ones matters",
          "[metrics][evaluation]") {
  for (const auto& history : histories(5)) {
    const auto real = 5 - std::count(history.begin(), history.end(), Datum::missing);
    if (real < 3) continue;
    const auto verdict = judge(history, {2, 3}, Missing::missing);
    REQUIRE(verdict);
    for (const Missing how : all_ways) CHECK(judge(history, {2, 3}, how) == verdict);
  }
}

TEST_CASE(
    "only without any point is there INSUFFICIENT_DATA, and then only where missing ones "
    "are missing",
    "[metrics][evaluation]") {
  for (const auto& history : histories(5)) {
    const bool empty = std::count(history.begin(), history.end(), Datum::missing) == 5;
    for (const Missing how : all_ways) {
      const bool insufficient = judge(history, {2, 3}, how) == AlarmState::insufficient_data;
      CHECK(insufficient == (empty && how == Missing::missing));
    }
  }
}

TEST_CASE("treating missing points as breaching makes no alarm less, as good ones no alarm more",
          "[metrics][evaluation]") {
  for (const OutOf rule : {OutOf{1, 3}, OutOf{2, 3}, OutOf{3, 3}}) {
    for (const auto& history : histories(5)) {
      const bool alarms = judge(history, rule, Missing::missing) == AlarmState::alarm;
      const bool at_most = judge(history, rule, Missing::breaching) == AlarmState::alarm;
      const bool at_least = judge(history, rule, Missing::not_breaching) == AlarmState::alarm;
      CHECK((!at_least || alarms));
      CHECK((!alarms || at_most));
    }
  }
}

TEST_CASE("a good point among the newest keeps an alarm away where all have to breach",
          "[metrics][evaluation]") {
  for (const auto& history : histories(5)) {
    if (history.back() != Datum::within) continue;
    for (const Missing how : all_ways) CHECK(judge(history, {3, 3}, how) != AlarmState::alarm);
  }
}
