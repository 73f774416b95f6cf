#include "squall/world/runnable.hpp"

#include "world/course.hpp"

#include <cstddef>

namespace squall::world {

namespace {

constexpr std::size_t most_windows = 1000;

std::optional<std::string> not_judged(const Scenario& scenario, const Promise& promise) {
  const auto cannot = [&](const std::string& what) {
    return "'" + promise.text + "' cannot be judged yet: " + what;
  };
  if (promise.metric == Promise::Metric::cost) return cannot("costs are not metered");
  const std::size_t windows = windows_of(promise, scenario).size();
  if (windows == 0) return "'" + promise.text + "' looks at a time in which no request counts";
  if (windows > most_windows)
    return "'" + promise.text + "' looks at " + std::to_string(windows) +
           " windows, at most 1,000 can be told (write a longer 'each')";
  if (promise.scope.empty() || scenario.clients.contains(promise.scope)) return std::nullopt;
  const auto dot = promise.scope.rfind('.');
  const auto client = scenario.clients.find(promise.scope.substr(0, dot));
  const bool a_class = dot != promise.scope.npos && client != scenario.clients.end() &&
                       client->second.requests.contains(promise.scope.substr(dot + 1));
  if (a_class) return std::nullopt;
  return cannot("only clients and their classes of requests are measured so");
}

}  // namespace

std::optional<std::string> not_runnable(const Scenario& scenario) {
  for (const Promise& promise : scenario.slo)
    if (auto reason = not_judged(scenario, promise)) return reason;
  return std::nullopt;
}

}  // namespace squall::world
