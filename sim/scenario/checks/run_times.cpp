#include "scenario/checks/run_times.hpp"

#include "squall/core/text.hpp"

#include <fmt/format.h>

namespace squall::scenario {

namespace {

std::string print(Duration time) { return ScalarText<Duration>::print(time); }

}  // namespace

RunTimes::RunTimes(const Checking& checking, const TimeZone& zone)
    : checking_(checking),
      knows_end_(checking.sound({"duration"}) && checking.written.find({"duration"})),
      knows_start_(checking.sound({"start"})),
      clock_(traffic::local_clock(checking.scenario.start.value_or(Timestamp{}),
                                  checking.scenario.duration, zone)) {}

bool RunTimes::has_start(const std::string& what, const Place& at, const Place& in,
                         std::string_view otherwise) const {
  if (checking_.scenario.start || !knows_start_) return true;
  checking_.error(at, fmt::format("{}, and the run has no 'start'", what), in,
                  fmt::format("write 'start: 2026-11-27T09:00+09:00'{}", otherwise));
  return false;
}

std::optional<Duration> RunTimes::time_of(const Moment& moment, const std::string& subject,
                                          const Place& at, const Place& in, bool until) const {
  const world::Scenario& scenario = checking_.scenario;
  if (!knows_start_) return std::nullopt;
  const bool calendar = moment.kind != Moment::Kind::since_start;
  const std::string kind = until ? "ends at" : "is";
  if (calendar && !has_start(fmt::format("{} {} a calendar time", subject, kind), at, in,
                             ", or a time since the start: '40m'"))
    return std::nullopt;
  const Duration time = clock_.since_start(moment);
  const std::string written = ScalarText<Moment>::print(moment);
  if (time < Duration(0)) {
    checking_.error(at, fmt::format("{} is {}, before the run starts", subject, written), in,
                    "the run starts at " + ScalarText<Timestamp>::print(*scenario.start));
    return std::nullopt;
  }
  if (knows_end_ && (until ? time > scenario.duration : time >= scenario.duration)) {
    const std::string since =
        calendar ? fmt::format(", {} after its start", print(time)) : std::string();
    checking_.error(at, fmt::format("{} is {}{}, when the run is over", subject, written, since),
                    in, fmt::format("the run takes {}", print(scenario.duration)));
    return std::nullopt;
  }
  return time;
}

}  // namespace squall::scenario
