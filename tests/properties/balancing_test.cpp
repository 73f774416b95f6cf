// Random scenarios keep the rules of balancing and of callers, their balances are exact, and
// together they meet everything that balances.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "properties/books.hpp"
#include "properties/callers.hpp"
#include "properties/cuts.hpp"
#include "properties/flows.hpp"
#include "properties/onlookers.hpp"
#include "properties/random_scenario.hpp"
#include "properties/rules.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using test::RandomScenario;

namespace {

constexpr std::uint64_t scenarios = 2000;

// How often each thing was met.
using Coverage = std::map<std::string, std::uint64_t>;

void cover_callers(Coverage& coverage, const world::Result& result) {
  const traffic::Tally& totals = result.totals;
  coverage["answered"] += totals.succeeded;
  coverage["failed"] += totals.failed;
  coverage["timed out"] += totals.timed_out;
  coverage["retried"] += totals.retries;
  coverage["hedged"] += totals.hedges;
  coverage["retries denied"] += totals.retries_denied;
  coverage["short-circuited"] += totals.short_circuited;
  for (const auto& [service, calls] : result.calls) {
    for (const auto& [to, counts] : calls) {
      coverage["call retried"] += counts.requests.retries;
      coverage["call hedged"] += counts.requests.hedges;
      coverage["call timed out"] += counts.requests.timed_out;
      coverage["call denied"] += counts.requests.retries_denied;
      coverage["call short-circuited"] += counts.requests.short_circuited;
      coverage["call withdrawn"] += counts.requests.withdrawn;
      coverage["waited for a connection"] += counts.connections.waited;
      coverage["refused a connection"] += counts.connections.refused;
      coverage["gave a connection up"] += counts.connections.given_up;
    }
  }
  for (const auto& [name, external] : result.externals)
    coverage["answered by an external"] += external.finished;
}

void cover_balancers(Coverage& coverage, const world::Result& result) {
  for (const auto& [name, balancer] : result.load_balancers) {
    coverage["client gone"] += balancer.client_gone;
    coverage["redirected"] += balancer.redirects;
    coverage["fixed response"] += balancer.fixed_responses;
    coverage["rule tried"] += balancer.rule_evaluations;
    coverage["byte processed"] += static_cast<std::uint64_t>(balancer.processed.count);
    if (!balancer.surge)
      for (const auto& [code, times] : balancer.own_codes) coverage[std::to_string(code)] += times;
    if (balancer.surge) {
      coverage["waited at a CLB"] += balancer.surge->queue_length;
      coverage["503 of a CLB"] += balancer.own_codes.at(503);
      coverage["504 of a CLB"] += balancer.own_codes.at(504);
    }
    if (!balancer.flows) continue;
    coverage["connection opened"] += balancer.flows->opened;
    coverage["connection rejected"] += balancer.flows->rejected;
    coverage["reset by a client"] += balancer.flows->client_resets;
    coverage["reset by a target"] += balancer.flows->target_resets;
    coverage["reset by an NLB"] += balancer.flows->elb_resets;
    coverage["unheard"] += balancer.flows->unheard;
  }
}

void cover(Coverage& coverage, const world::Result& result) {
  cover_callers(coverage, result);
  cover_balancers(coverage, result);
  for (const auto& [name, server] : result.instances) {
    coverage["refused by a server"] += server.refused;
    coverage["wasted"] += server.wasted;
    coverage["cut"] += server.cut;
  }
  for (const world::Happening& each : result.journal) {
    for (const char* const what :
         {"answered in time", "answered with an error", "it was refused", "healthy after",
          "to finish its", "were cut off", "which has stopped", "DNS names", "no more:", "again",
          "had no good answer", "has no healthy target", "healthy again", "attempts failed",
          "asks front again"})
      coverage[what] += each.text.find(what) != std::string::npos;
  }
}

void cover(Coverage& coverage, const test::Rules& rules) {
  coverage["choices"] += rules.choices();
  coverage["failing open"] += rules.choices_failing_open();
  for (const test::Rules::Seen& each : rules.attempts()) {
    coverage["kept at a target"] += each.kept;
    coverage["kept in a group"] += !each.group.empty() && !each.drawn && !each.goes_on;
    coverage["on an open connection"] += each.goes_on;
    coverage["passed on by an NLB to an ALB"] += each.by_edge && !each.group.empty();
    coverage["answered by an ALB behind an NLB itself"] +=
        each.by_edge && each.group.empty() && each.outcome.has_value();
    coverage["passed on upon an open connection"] += each.edge_goes_on;
    coverage["redirect followed"] += each.directions.followed;
    coverage["by way of DNS to front"] += each.balancer == "front";
    coverage["by way of DNS to back"] += each.balancer == "back";
  }
}

// What only some scenarios have, also those where the rules are not looked at.
void cover_all(Coverage& coverage, const RandomScenario& random, const world::Result& result) {
  for (const std::string& feature : random.tried())
    coverage["has " + feature] += random.features().contains(feature);
  for (const auto& [between, attempts] : result.dropped) {
    coverage["dropped by a security group"] += attempts;
    for (const char* const address : {"to site", "to i0-1.public_ip"})
      coverage[std::string("dropped on the way ") + address] += between.ends_with(address);
  }
  for (const world::Happening& each : result.journal)
    for (const char* const what : {"is associated with",   "is no longer associated",
                                   "is released:",         "is allocated:",
                                   "is not associated",    "is not released",
                                   "is not disassociated", "gives back the public",
                                   "has the public IP",    "fails its system",
                                   "fails its instance",   "passes both",
                                   "is recovered",         "does not reboot",
                                   "is attached to",       "is detached from",
                                   "is not attached",      "is not deleted",
                                   "is made of",           "is taken of"})
      coverage[what] += each.text.find(what) != std::string::npos;
  using Outcome = world::AccessOutcome;
  for (const Outcome each : {Outcome::connected, Outcome::timed_out, Outcome::refused,
                             Outcome::failed, Outcome::permission_denied, Outcome::not_made}) {
    std::uint64_t& times = coverage[fmt::format("tried: {}", word(each))];
    for (const world::AccessResult& tried : result.tries) times += tried.finding.outcome == each;
  }
}

// Whether the rules hold there: they take it that all see the same at the same time, that what is
// sent arrives, and that clients ask balancers.
bool goes_by_the_rules(const RandomScenario::Features& features) {
  for (const char* const feature : {"distance", "security groups", "addresses", "lives"})
    if (features.contains(feature)) return false;
  return true;
}

// What a scenario breaks; empty where it keeps everything.
std::string broken_by(const RandomScenario& random, Coverage* coverage = nullptr) {
  try {
    const auto scenario = scenario::load_text("random.yaml", random.yaml()).scenario;
    world::World world(scenario);
    test::Rules rules(world, scenario);
    test::Callers callers(world, scenario);
    test::Cuts cuts(world, scenario);
    test::Onlookers all({&rules, &callers, &cuts});
    world.look_on(all);
    world.run();
    if (coverage) {
      cover_all(*coverage, random, world.result());
      (*coverage)["sent into a cut"] += cuts.sent_into_a_cut();
      (*coverage)["answered after a cut"] += cuts.answered_after_a_cut();
    }
    if (!cuts.breaches().empty()) return cuts.breaches().front();
    if (!goes_by_the_rules(random.features()))
      return callers.breaches().empty() ? "" : callers.breaches().front();
    const world::Result result = world.result();
    if (coverage) {
      cover(*coverage, result);
      cover(*coverage, rules);
    }
    if (!rules.breaches().empty()) return rules.breaches().front();
    if (!callers.breaches().empty()) return callers.breaches().front();
    const auto differences = test::differences(scenario, result, rules);
    if (!differences.empty()) return differences.front();
    const auto flows = test::Flows(scenario, result, rules).differences();
    return flows.empty() ? "" : flows.front();
  } catch (const ScenarioError& error) {
    return to_text(error.diagnostics().front());
  } catch (const InvariantBroken& broken) {
    return broken.what();
  }
}

// The same scenario without everything that it goes wrong without.
RandomScenario smallest(std::uint64_t number) {
  RandomScenario::Features without;
  const RandomScenario whole(number);
  for (const std::string& feature : whole.features()) {
    RandomScenario::Features more = without;
    more.insert(feature);
    if (!broken_by(RandomScenario(number, more)).empty()) without = more;
  }
  return RandomScenario(number, without);
}

}  // namespace

TEST_CASE("random scenarios keep the rules of balancing and meet all of it", "[properties]") {
  Coverage coverage;
  for (std::uint64_t number = 0; number < scenarios; ++number) {
    if (broken_by(RandomScenario(number), &coverage).empty()) continue;
    const RandomScenario least = smallest(number);
    FAIL("scenario " << number << ": " << broken_by(least) << "\n" << least.yaml());
  }
  for (const auto& [what, times] : coverage) {
    INFO(what);
    CHECK(times > 0);
  }
}
