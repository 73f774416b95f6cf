#pragma once

#include "scenario/checks/topology.hpp"
#include "scenario/checks/written.hpp"

#include <optional>
#include <string>
#include <utility>

namespace squall::scenario {

/// What every check works with. A check looks only at places that are sound.
struct Checking {
  const world::Scenario& scenario;
  const Written& written;
  const Topology& topology;
  Diagnostics& diagnostics;

  bool sound(const Place& place) const { return written.sound(place); }

  /// Says that the value at a place is wrong; `in` is the thing that the message names.
  void error(const Place& at, std::string what, const Place& in, std::string hint = {}) const {
    diagnostics.error(written.mark(at), std::move(what), written.text(in), std::move(hint));
  }
  void key_error(const Place& at, std::string what, const Place& in, std::string hint = {}) const {
    diagnostics.error(written.key_mark(at), std::move(what), written.text(in), std::move(hint));
  }
  void warning(const Place& at, std::string what, const Place& in, std::string hint = {}) const {
    diagnostics.warning(written.mark(at), std::move(what), written.text(in), std::move(hint));
  }
  void key_warning(const Place& at, std::string what, const Place& in,
                   std::string hint = {}) const {
    diagnostics.warning(written.key_mark(at), std::move(what), written.text(in), std::move(hint));
  }
};

// One file each. The first may find errors anywhere.
void check_places(const Checking& checking);
void check_launch_templates(const Checking& checking);
void check_types(const Checking& checking);
void check_credits(const Checking& checking);
void check_addresses(const Checking& checking);
void check_storage(const Checking& checking);
void check_key_pairs(const Checking& checking);
void check_names(const Checking& checking);
void check_distributions(const Checking& checking);
void check_services(const Checking& checking);
void check_own_metrics(const Checking& checking);
void check_clients(const Checking& checking);
void check_retry(const Checking& checking, const service::RetrySpec& retry, const Place& at);
void check_hedge(const Checking& checking, const std::optional<service::HedgeSpec>& hedge,
                 std::optional<Duration> timeout, const Place& at);
void check_pools(const Checking& checking);
void check_balancing(const Checking& checking);
void check_balancer_targets(const Checking& checking);
void check_dns_records(const Checking& checking);
void check_rules(const Checking& checking);
void check_stickiness(const Checking& checking);
void check_probes(const Checking& checking);
void check_scaling(const Checking& checking);
void check_policies(const Checking& checking);
void check_security_groups(const Checking& checking);
void check_timeline(const Checking& checking);
void check_alarms(const Checking& checking);

// Need a scenario whose sections are sound, and the calls in it.
class CallGraph;
void check_calls(const Checking& checking, const CallGraph& graph);

// Warnings, for a scenario without errors.
void review_types(const Checking& checking);
void review_pools(const Checking& checking);
void review_own_metrics(const Checking& checking);
void review_followed(const Checking& checking, const CallGraph& graph);
void review_calls(const Checking& checking, const CallGraph& graph);
void review_balancing(const Checking& checking);
void review_addresses(const Checking& checking);
void review_storage(const Checking& checking);
void review_stickiness(const Checking& checking);
void review_security_groups(const Checking& checking);
void review_scaling(const Checking& checking);
void review_unused(const Checking& checking, const CallGraph& graph);
void review_load(const Checking& checking, const CallGraph& graph);
void review_alarms(const Checking& checking);
void review_draining(const Checking& checking, const CallGraph& graph);

}  // namespace squall::scenario
