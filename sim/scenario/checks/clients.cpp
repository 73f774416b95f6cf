#include "scenario/checks/checking.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace squall::scenario {

void check_clients(const Checking& checking) {
  const Written& written = checking.written;
  for (const auto& [name, client] : checking.scenario.clients) {
    const Place at = Place{"clients"} / name;
    if (!checking.sound(at)) continue;
    const traffic::RateSpec nothing;
    const bool sends = client.rate != nothing;
    const bool says_any = written.find(at / "rate") || written.find(at / "users");
    if (sends && client.users > 0) {
      checking.key_error(at / "users", "'rate' and 'users' cannot stand together", at,
                         "write 'rate' for requests that come anyhow, 'users' for people who wait");
    } else if (!says_any) {
      checking.key_error(at, fmt::format("'{}' has neither 'rate' nor 'users'", name), {"clients"},
                         "write 'rate: 40/s' or 'users: 100'");
    } else if (sends && client.think != DistributionSpec()) {
      checking.key_error(at / "think", "'think' needs 'users'", at,
                         "requests that come at a rate wait for nobody");
    }
    const bool any = std::any_of(client.requests.begin(), client.requests.end(),
                                 [](const auto& each) { return each.second.weight.value > 0; });
    if (!client.requests.empty() && !any)
      checking.error(at / "requests", "every weight of 'requests' is 0", at);
  }
}

}  // namespace squall::scenario
