#include "squall/experiment/replications.hpp"

#include "squall/experiment/headlines.hpp"
#include "squall/service/onlooker.hpp"
#include "squall/world/world.hpp"

#include "experiment/station.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <set>
#include <unordered_map>

using namespace squall;
using namespace squall::experiment;
using test::queue;

namespace {

// How long the first so many requests took, in the order in which they were sent.
class FirstOnes final : public service::Onlooker {
 public:
  FirstOnes(const world::World& world, std::vector<double>& sums) : world_(world), sums_(sums) {}

  void sent(service::AttemptId id, const service::Attempt&) override {
    if (sent_ < sums_.size()) begun_[id] = {sent_++, world_.now()};
  }
  void ended(service::AttemptId id, std::optional<service::Outcome>) override {
    const auto its = begun_.find(id);
    if (its == begun_.end()) return;
    sums_[its->second.first] += seconds(world_.now() - its->second.second) * 100;
    begun_.erase(its);
  }

  std::size_t sent() const { return sent_; }

 private:
  const world::World& world_;
  std::vector<double>& sums_;
  std::size_t sent_ = 0;
  std::unordered_map<service::AttemptId, std::pair<std::size_t, Time>> begun_;
};

}  // namespace

TEST_CASE("runs until they are precise are as many for any number of threads",
          "[experiment][threads]") {
  const world::Scenario scenario = queue(0.5, 100, 1000, 3);
  Plan plan;
  plan.runs = 500;
  plan.precision = 0.05;
  plan.threads = 1;
  const auto alone = replicate(scenario, plan);
  CHECK(alone.size() > 10);
  CHECK(alone.size() < 500);
  const Findings found = findings_of(alone);
  CHECK(is_precise(found.totals, 0.05));
  plan.threads = 3;
  CHECK(replicate(scenario, plan).size() == alone.size());
  plan.precision = 0.025;
  CHECK(replicate(scenario, plan).size() > 2 * alone.size());
}

TEST_CASE("the first of many runs is the one that stands alone", "[experiment]") {
  const world::Scenario scenario = queue(0.8, 0, 1000, 7);
  Plan plan;
  plan.runs = 2;
  const auto runs = replicate(scenario, plan);
  world::World world(scenario);
  world.run();
  CHECK(runs.front().totals.latency == world.result().totals.latency);
  CHECK(runs.front().seed == 7);
  CHECK(runs.back().totals.latency.sum() != runs.front().totals.latency.sum());
}

TEST_CASE("no two runs of scenarios with seeds side by side share a seed", "[experiment]") {
  std::set<std::int64_t> seeds;
  for (std::int64_t seed = 0; seed < 100; ++seed)
    for (std::size_t run = 0; run < 100; ++run) {
      CHECK(seed_of(seed, run) >= 0);
      seeds.insert(seed_of(seed, run));
    }
  CHECK(seeds.size() == 10'000);
}

TEST_CASE("runs are told as ended one by one", "[experiment]") {
  Plan plan;
  plan.runs = 20;
  struct : Watcher {
    int told = 0;
    void ended() override { ++told; }
  } watcher;
  replicate(queue(0.5, 0, 100, 1), plan, &watcher);
  CHECK(watcher.told == 20);
}

// The delay of the nth customer of M/M/1 that starts empty, in mean service times: exact.
TEST_CASE("many short runs see the queue fill up as theory says", "[experiment]") {
  constexpr std::size_t runs = 4000;
  std::vector<double> sums(200, 0);
  const world::Scenario scenario = queue(0.8, 0, 400, 11);
  for (std::size_t run = 0; run < runs; ++run) {
    world::Scenario its = scenario;
    its.seed = seed_of(scenario.seed, run);
    world::World world(its);
    FirstOnes first(world, sums);
    world.look_on(first);
    world.run();
    REQUIRE(first.sent() == sums.size());
  }
  for (const auto& [customer, delay] : {std::pair(2, 0.44444),
                                        {5, 1.18896},
                                        {10, 1.85983},
                                        {20, 2.57328},
                                        {50, 3.41051},
                                        {100, 3.81038},
                                        {200, 3.97091}}) {
    INFO("customer " << customer);
    // His own service adds 1, with a deviation of 1 beside that of the delay, at most 4.9.
    const double mean = sums[static_cast<std::size_t>(customer) - 1] / runs - 1;
    CHECK(std::abs(mean - delay) < 4 * (1.0 + delay) / std::sqrt(static_cast<double>(runs)));
  }
}
