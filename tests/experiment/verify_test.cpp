#include "squall/experiment/verify.hpp"

#include "squall/scenario/loader.hpp"
#include "squall/world/runnable.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <set>

using namespace squall;
using namespace squall::experiment;

namespace {

// Those of the known cases, in the order of the names.
std::vector<KnownCase> cases(const std::vector<std::string>& names) {
  std::vector<KnownCase> chosen;
  const std::vector<KnownCase> all = known_cases();
  for (const std::string& name : names)
    chosen.push_back(*std::find_if(all.begin(), all.end(),
                                   [&](const KnownCase& each) { return each.name == name; }));
  return chosen;
}

VerifyPlan short_plan() {
  VerifyPlan plan;
  plan.runs = 20;
  return plan;
}

const CheckedNumber& first_of(const Verification& verification) {
  return verification.cases.front().numbers.front();
}

}  // namespace

TEST_CASE("the cases of verify are scenarios that a file could hold, each with a name of its own",
          "[experiment][verify]") {
  std::set<std::string> names;
  for (const KnownCase& each : known_cases()) {
    INFO(each.name);
    names.insert(each.name);
    CHECK(each.name.find(' ') == std::string::npos);
    CHECK_FALSE(each.sentence.empty());
    CHECK_FALSE(each.numbers.empty());
    CHECK_FALSE(world::not_runnable(each.scenario));
    const auto loaded =
        scenario::load_text(each.name + ".yaml", scenario::effective_yaml(each.scenario));
    CHECK(loaded.scenario == each.scenario);
  }
  CHECK(names.size() == known_cases().size());
}

TEST_CASE("simulation and theory agree on a server, on losses and on retries",
          "[experiment][verify]") {
  const auto found = verify(cases({"one-worker", "loss", "retries"}), short_plan());
  for (const CheckedCase& each : found.cases) {
    for (const CheckedNumber& its : each.numbers) {
      INFO(each.name << ": " << its.simulated.value << ", exact " << its.known.exact);
      CHECK(its.holds());
    }
  }
  CHECK(found.holds());
  CHECK(found.numbers() == 7);
}

TEST_CASE("a number that is wrong is noticed, and verify does not hold", "[experiment][verify]") {
  std::vector<KnownCase> wrong = cases({"loss", "retries"});
  wrong.front().numbers.front().exact *= 1.05;
  wrong.front().numbers.front().most *= 1.05;
  const auto found = verify(wrong, short_plan());
  CHECK_FALSE(found.holds());
  CHECK(found.failed() == 1);
  CHECK(first_of(found).deviation < -4);
}

TEST_CASE("between two ends of what theory knows nothing is off", "[experiment][verify]") {
  std::vector<KnownCase> known = cases({"loss"});
  KnownNumber& lost = known.front().numbers.front();
  lost.exact *= 0.9;
  lost.most *= 1.1;
  CHECK(first_of(verify(known, short_plan())).deviation == 0);
  lost.most = lost.exact;
  CHECK(first_of(verify(known, short_plan())).deviation > 4);
}

TEST_CASE("verify says the same for any number of threads, and something else for another seed",
          "[experiment][verify][threads]") {
  VerifyPlan plan = short_plan();
  plan.threads = 1;
  const auto alone = verify(cases({"retries"}), plan);
  plan.threads = 3;
  CHECK(first_of(verify(cases({"retries"}), plan)).simulated == first_of(alone).simulated);
  plan.seed = 43;
  CHECK(first_of(verify(cases({"retries"}), plan)).simulated.value !=
        first_of(alone).simulated.value);
}

TEST_CASE("a case has the same chance alone and among others, and no other has it",
          "[experiment][verify]") {
  const auto alone = verify(cases({"retries"}), short_plan());
  const auto among = verify(cases({"retries", "fan-out"}), short_plan());
  CHECK(first_of(alone).simulated == first_of(among).simulated);
  CHECK(seed_of_case(42, "loss") != seed_of_case(42, "retries"));
}

TEST_CASE("so many numbers are said to fail by chance as Student says", "[experiment][verify]") {
  Verification verification;
  verification.runs = 21;
  verification.cases.push_back({"", "", "", std::vector<CheckedNumber>(1)});
  // Twice the part of Student's distribution with 20 degrees of freedom beyond 4.
  CHECK(verification.chance_of_false_alarm() == Approx(7.05e-4).epsilon(0.01));
  verification.cases.front().numbers.resize(100);
  CHECK(verification.chance_of_false_alarm() ==
        Approx(1 - std::pow(1 - 7.05e-4, 100)).epsilon(0.01));
}
