#include "squall/scenario/remarks.hpp"

#include "squall/traffic/rate_curve.hpp"

#include <fmt/format.h>

namespace squall::scenario {

std::vector<std::string> remarks(const world::Scenario& scenario) {
  std::vector<std::string> said;
  const Time end(scenario.duration);
  for (const auto& [name, client] : scenario.clients) {
    if (!client.session || client.users > 0) continue;
    const traffic::RateCurve sessions(client.rate, client.scale,
                                      traffic::local_clock(scenario.start.value_or(Timestamp{}),
                                                           scenario.duration, client.timezone));
    const double mean = sessions.expected(Time{}, end) / seconds(scenario.duration);
    const double most = traffic::highest(sessions, end).per_second;
    const int each = client.session->requests;
    std::string line =
        fmt::format("clients.{}: {:.4g} sessions/s of {} requests each are {:.4g} requests/s", name,
                    mean, each, mean * each);
    if (most > mean * (1 + 1e-9))
      line += fmt::format(" on average, {:.4g} requests/s at most", most * each);
    said.push_back(std::move(line));
  }
  return said;
}

}  // namespace squall::scenario
