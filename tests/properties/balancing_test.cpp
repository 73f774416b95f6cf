// Random scenarios keep the rules of balancing, their balances are exact, and together they meet
// everything that balances.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "properties/books.hpp"
#include "properties/random_scenario.hpp"
#include "properties/rules.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

using namespace squall;
using test::RandomScenario;

namespace {

constexpr std::uint64_t scenarios = 2000;

// How often each thing was met.
using Coverage = std::map<std::string, std::uint64_t>;

void cover(Coverage& coverage, const world::Result& result) {
  const traffic::Tally& totals = result.totals;
  coverage["answered"] += totals.succeeded;
  coverage["failed"] += totals.failed;
  coverage["timed out"] += totals.timed_out;
  coverage["retried"] += totals.retries;
  for (const auto& [name, balancer] : result.load_balancers) {
    coverage["client gone"] += balancer.client_gone;
    for (const int code : {502, 503, 504})
      coverage[std::to_string(code)] += balancer.own_codes.at(code);
  }
  for (const auto& [name, server] : result.instances) {
    coverage["refused by a server"] += server.refused;
    coverage["wasted"] += server.wasted;
    coverage["cut"] += server.cut;
  }
  for (const world::Happening& each : result.journal) {
    for (const char* const what :
         {"answered in time", "answered with an error", "it was refused", "healthy after",
          "to finish its", "were cut off", "which has stopped", "no more", "again"})
      coverage[what] += each.text.find(what) != std::string::npos;
  }
}

// What a scenario breaks; empty where it keeps everything.
std::string broken_by(const RandomScenario& random, Coverage* coverage = nullptr) {
  try {
    const auto scenario = scenario::load_text("random.yaml", random.yaml()).scenario;
    world::World world(scenario);
    test::Rules rules(world, scenario);
    world.look_on(rules);
    world.run();
    const world::Result result = world.result();
    if (coverage) {
      cover(*coverage, result);
      (*coverage)["choices"] += rules.choices();
      (*coverage)["failing open"] += rules.choices_failing_open();
      for (const std::string& feature : random.tried())
        (*coverage)["has " + feature] += random.features().contains(feature);
    }
    if (!rules.breaches().empty()) return rules.breaches().front();
    const auto differences = test::differences(scenario, result, rules);
    return differences.empty() ? "" : differences.front();
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
