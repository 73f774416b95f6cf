#pragma once

#include "squall/network/security_groups.hpp"
#include "squall/world/scenario.hpp"

#include <optional>
#include <string>
#include <tuple>

namespace squall::world {

/// One that asks, and a port at which another is asked: where security groups look.
struct Crossing {
  std::string who;     ///< as reports call it
  std::string client;  ///< the same, of a client
  network::Party from;
  network::Party to;
  int port = 0;
  bool always_tracked = false;     ///< as what passes an NLB is
  std::optional<Duration> kept{};  ///< how long connections of users stay
  std::string address{};           ///< that is asked, as its client calls it; empty: a name is

  /// Whether anybody would look.
  bool guarded() const { return !from.groups.empty() || !to.groups.empty(); }

  network::Passage passage(const network::SecurityGroups& groups) const;

  friend bool operator<(const Crossing& a, const Crossing& b) {
    return std::tie(a.who, a.client, a.address, a.port, a.from, a.to) <
           std::tie(b.who, b.client, b.address, b.port, b.from, b.to);
  }
};

// What everything is called that an `endpoint` names below: a balancer, an instance or an entry of
// instances, a database or an external. A balancer is asked at the lowest of its ports.

/// A client asks.
Crossing client_crossing(const Scenario& scenario, const std::string& client,
                         const std::string& endpoint);

/// A client asks an address, which an instance has at the moment; empty: nobody.
Crossing address_crossing(const Scenario& scenario, const std::string& client,
                          const std::string& holder);

/// What runs on an entry of instances calls. In another region it comes from outside.
Crossing call_crossing(const Scenario& scenario, const std::string& entry,
                       const std::string& endpoint);

/// Nodes of a balancer send what they get to an entry of instances. Those behind an NLB see the
/// addresses of its clients; and it has a name for them only where it has security groups.
Crossing traffic_crossing(const Scenario& scenario, const std::string& balancer,
                          const std::string& entry);

/// They probe it, as one of that target group.
Crossing probe_crossing(const Scenario& scenario, const std::string& balancer,
                        const std::string& entry, const std::string& group);

/// Route 53 checks the health of what a record leads to.
Crossing check_crossing(const Scenario& scenario, const std::string& record,
                        const std::string& endpoint);

}  // namespace squall::world
