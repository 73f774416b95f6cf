#include "squall/scenario/checks.hpp"

#include "scenario/checks/call_graph.hpp"
#include "scenario/checks/checking.hpp"

namespace squall::scenario {

namespace {

// Whether the requests can be followed through the scenario.
bool can_be_followed(const Written& written) {
  for (const char* section :
       {"services", "databases", "externals", "instances", "elastic_ips", "target_groups",
        "load_balancers", "dns_records", "auto_scaling_groups", "clients"})
    if (!written.sound({section})) return false;
  return true;
}

}  // namespace

void check(const world::Scenario& scenario, const Node& root, Diagnostics& diagnostics) {
  if (!root.is_map() || diagnostics.full()) return;
  const Written read(root, diagnostics);
  const Topology topology(scenario);
  const Checking checking{scenario, read, topology, diagnostics};
  check_places(checking);
  check_launch_templates(checking);
  check_types(checking);
  check_credits(checking);
  check_addresses(checking);
  check_storage(checking);
  check_key_pairs(checking);
  check_names(checking);
  check_distributions(checking);
  check_services(checking);
  check_own_metrics(checking);
  check_pools(checking);
  check_clients(checking);
  check_balancing(checking);
  check_balancer_targets(checking);
  check_dns_records(checking);
  check_rules(checking);
  check_stickiness(checking);
  check_probes(checking);
  check_scaling(checking);
  check_policies(checking);
  check_security_groups(checking);
  check_timeline(checking);
  check_alarms(checking);

  const Written checked(root, diagnostics);
  const Checking following{scenario, checked, topology, diagnostics};
  if (!can_be_followed(checked)) return;
  const CallGraph graph(following);
  check_calls(following, graph);
  if (diagnostics.failed()) return;
  review_types(following);
  review_balancing(following);
  review_stickiness(following);
  review_security_groups(following);
  review_addresses(following);
  review_storage(following);
  review_scaling(following);
  review_own_metrics(following);
  review_alarms(following);
  review_pools(following);
  review_followed(following, graph);
  if (!graph.complete()) return;
  review_calls(following, graph);
  review_unused(following, graph);
  review_load(following, graph);
  review_draining(following, graph);
}

}  // namespace squall::scenario
