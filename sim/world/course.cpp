#include "world/course.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace squall::world {

namespace {

constexpr Duration step_lengths[] = {
    1us,   2us,   5us,   10us,  20us, 50us, 100us, 200us, 500us, 1ms, 2ms, 5ms,  10ms,   20ms,
    50ms,  100ms, 200ms, 500ms, 1s,   2s,   5s,    10s,   15s,   20s, 30s, 1min, 2min,   5min,
    10min, 15min, 20min, 30min, 1h,   2h,   3h,    4h,    6h,    12h, 24h, 48h,  7 * 24h};

constexpr std::int64_t most_steps = 120;
constexpr std::int64_t fewest_steps = 8;
constexpr std::int64_t most_tallies = 12'000;  // of all steps and classes: about 100 MB

std::int64_t classes_of(const Scenario& scenario) {
  std::int64_t classes = 0;
  for (const auto& [name, client] : scenario.clients)
    classes += std::max<std::int64_t>(1, static_cast<std::int64_t>(client.requests.size()));
  return classes;
}

Time earlier_multiple(Time time, Duration length) {
  return Time((time - Time{}) / length * length);
}

std::vector<traffic::Window> cut(const traffic::Window& whole, Time first, Duration length) {
  std::vector<traffic::Window> windows;
  for (Time from = first; from < whole.until; from += std::min(length, whole.until - from))
    windows.push_back({std::max(from, whole.from), std::min(from + length, whole.until)});
  return windows;
}

}  // namespace

traffic::Window counted(const Scenario& scenario) {
  return {Time(scenario.measure_from),
          Time(std::min(scenario.duration, scenario.measure_until.value_or(scenario.duration)))};
}

std::vector<traffic::Window> windows_of(const Promise& promise, const Scenario& scenario) {
  const Calendar calendar{scenario.start.value_or(Timestamp{})};
  traffic::Window whole = counted(scenario);
  if (promise.from) whole.from = std::max(whole.from, Time(calendar.since_start(*promise.from)));
  if (promise.to) whole.until = std::min(whole.until, Time(calendar.since_start(*promise.to)));
  if (whole.from >= whole.until) return {};
  return cut(whole, whole.from, promise.each.value_or(whole.until - whole.from));
}

Steps steps_of(const Scenario& scenario) {
  const traffic::Window whole = counted(scenario);
  const std::int64_t most = std::clamp(
      most_tallies / std::max<std::int64_t>(1, classes_of(scenario)), fewest_steps, most_steps);
  Steps steps;
  for (const Duration length : step_lengths) {
    steps.length = length;
    if (whole.until - whole.from <= most * length) break;
  }
  steps.windows = cut(whole, earlier_multiple(whole.from, steps.length), steps.length);
  return steps;
}

traffic::Pieces pieces_of(const Scenario& scenario) {
  std::vector<Time> cuts;
  const auto add = [&](const std::vector<traffic::Window>& windows) {
    for (const traffic::Window& window : windows) {
      cuts.push_back(window.from);
      cuts.push_back(window.until);
    }
  };
  add(steps_of(scenario).windows);
  for (const Promise& promise : scenario.slo)
    if (promise.each || promise.from) add(windows_of(promise, scenario));
  std::sort(cuts.begin(), cuts.end());
  cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
  return traffic::Pieces(std::move(cuts));
}

}  // namespace squall::world
