#include "squall/core/sampler.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/service/routing/algorithm.hpp"
#include "squall/traffic/arrivals.hpp"
#include "squall/traffic/client_ledger.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace squall;

namespace {

/// What a client sees of first-come workers with a vCPU each, by Kiefer and Wolfowitz: a request is
/// finished its demand after it came, or after the first worker was free.
///
/// Requires: one client of one class, one node, handlers of one cpu step; nobody waits too long, no
/// backlog is full, health checks need nothing.
traffic::Tally recursion(const world::Scenario& scenario) {
  const auto seed = static_cast<std::uint64_t>(scenario.seed);
  const auto& [name, spec] = *scenario.clients.begin();
  const service::ServiceSpec& service = scenario.services.begin()->second;
  const auto workers = static_cast<std::size_t>(service.workers);
  const Sampler demand(
      to_distribution(std::get<service::Step::Cpu>(service.handler[0].form).demand));
  const std::uint64_t purpose = mix(hash_of("default"));
  const Key key = key_of(seed, "clients." + name);
  traffic::Arrivals arrivals(Random(seed, "clients." + name + "/arrivals"),
                             traffic::RateCurve(spec.rate, spec.scale));
  traffic::ClientLedger ledger(
      {name, seed, {0}, traffic::Pieces(Time(scenario.measure_from), Time(scenario.duration))});
  const auto algorithm = service::make_routing_algorithm(service::Algorithm::round_robin, {});
  std::vector<service::Candidate> targets;
  for (int i = 0; i < scenario.instances.begin()->second.count; ++i)
    targets.push_back(static_cast<service::Candidate>(i));
  std::vector<Time> free(targets.size() * workers);  // of each target's workers, from when on

  std::uint64_t ordinal = 0;
  Time now = arrivals.next(Time{});
  for (; now < Time(scenario.duration); now = arrivals.next(now)) {
    const Key request = child(key, ordinal++);
    const service::Candidate target = algorithm->choose({.eligible = targets});
    const auto first = free.begin() + static_cast<std::ptrdiff_t>(target * workers);
    const auto worker = std::min_element(first, first + static_cast<std::ptrdiff_t>(workers));
    *worker = std::max(now, *worker) + demand.duration(Draw(request, purpose));
    ledger.sent(0, now);
    ledger.settled({request, now, 0, 0, 1}, service::Ending::succeeded, *worker);
  }
  return ledger.stats().total;
}

void check_same(const std::string& service, const std::string& client) {
  const std::string text =
      "region: us-east-1\nzones: [a]\n"
      "services: {web: {backlog: 1000000, " +
      service +
      "}}\n"
      "instances: {web: {count: 5, instance_type: m6i.large, service: web, target_groups: [web]}}\n"
      "target_groups: {web: {}}\nload_balancers: {front: {listeners: {80: {forward: web}}}}\n" +
      client;
  const world::Scenario scenario = scenario::load_text("recursion.yaml", text).scenario;
  world::World world(scenario);
  world.run();
  const traffic::Tally seen = world.result().totals;
  CHECK(seen.succeeded == seen.requests);
  CHECK(seen.requests == recursion(scenario).requests);
  CHECK(seen.latency == recursion(scenario).latency);
}

}  // namespace

TEST_CASE("first-come workers answer when the recursion of Kiefer and Wolfowitz says, to the ns",
          "[theory][recursion]") {
  check_same("workers: 2, handler: {cpu: {exponential: 10ms}}",
             "duration: 120s\nclients: {users: {to: front, rate: 800/s}}");
  check_same("workers: 1, handler: {cpu: {lognormal: {mean: 5ms, cv: 2}}}",
             "duration: 120s\nclients: {users: {to: front, rate: 600/s, timeout: 60s}}");
}

TEST_CASE("the recursion also holds where work ends and begins at the same instants",
          "[theory][recursion]") {
  check_same("workers: 2, handler: {cpu: 150ns}",
             "duration: 3ms\nclients: {users: {to: front, rate: 50000000/s}}");
}
