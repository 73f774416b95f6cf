#include "squall/metrics/evaluation.hpp"

#include <algorithm>

namespace squall::metrics {

std::string_view word(AlarmState state) {
  switch (state) {
    case AlarmState::ok:
      return "OK";
    case AlarmState::alarm:
      return "ALARM";
    case AlarmState::insufficient_data:
      return "INSUFFICIENT_DATA";
  }
  return {};
}

namespace {

AlarmState alarm_if(bool breaches) { return breaches ? AlarmState::alarm : AlarmState::ok; }

// Of the newest real points, as many as the rule looks at.
AlarmState judge_newest(std::span<const Datum> points, OutOf rule) {
  int looked_at = 0;
  int breaching = 0;
  for (auto point = points.rbegin(); point != points.rend() && looked_at < rule.of; ++point) {
    looked_at += *point != Datum::missing;
    breaching += *point == Datum::breaching;
  }
  return alarm_if(breaching >= rule.breaching);
}

std::optional<AlarmState> judge_nothing(Missing how) {
  switch (how) {
    case Missing::missing:
      return AlarmState::insufficient_data;
    case Missing::ignore:
      return std::nullopt;
    case Missing::breaching:
      return AlarmState::alarm;
    case Missing::not_breaching:
      return AlarmState::ok;
  }
  return std::nullopt;
}

}  // namespace

std::optional<AlarmState> judge(std::span<const Datum> points, OutOf rule, Missing how) {
  const auto number_of = [&](Datum what) {
    return static_cast<int>(std::count(points.begin(), points.end(), what));
  };
  const int breaching = number_of(Datum::breaching);
  const int real = breaching + number_of(Datum::within);
  if (real >= rule.of) return judge_newest(points, rule);
  if (real == 0) return judge_nothing(how);
  if (how == Missing::breaching) return alarm_if(breaching + rule.of - real >= rule.breaching);
  if (how == Missing::not_breaching || breaching >= rule.breaching || breaching < real)
    return alarm_if(breaching >= rule.breaching);
  const auto oldest = std::find(points.begin(), points.end(), Datum::breaching);
  const bool is_old = points.end() - oldest >= rule.breaching;
  return is_old && how == Missing::missing ? std::optional(AlarmState::alarm) : std::nullopt;
}

}  // namespace squall::metrics
