#include "scenario/checks/checking.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace squall::scenario {

void check_clients(const Checking& checking) {
  const Written& written = checking.written;
  for (const auto& [name, client] : checking.scenario.clients) {
    const Place at = Place{"clients"} / name;
    const bool rate = written.find(at / "rate");
    const bool users = written.find(at / "users");
    if (!checking.sound(at)) continue;
    if (rate && users) {
      checking.key_error(at / "users", "'rate' and 'users' cannot stand together", at,
                         "write 'rate' for requests that come anyhow, 'users' for people who wait");
    } else if (!rate && !users) {
      checking.key_error(at, fmt::format("'{}' has neither 'rate' nor 'users'", name), {"clients"},
                         "write 'rate: 40/s' or 'users: 100'");
    } else if (rate && written.find(at / "think")) {
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
