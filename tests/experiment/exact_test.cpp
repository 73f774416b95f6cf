#include "squall/experiment/exact.hpp"

#include "squall/experiment/headlines.hpp"
#include "squall/experiment/verify.hpp"
#include "squall/scenario/loader.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <optional>
#include <string>
#include <vector>

using namespace squall;
using namespace squall::experiment;

namespace {

// M/M/1 at 70%, 10 ms of work: 33.3 ms on average.
std::optional<Exact> with(const std::vector<std::string>& sets, const std::string& more = "") {
  scenario::LoadOptions options;
  options.sets = sets;
  return exact_of(scenario::load_text("queue.yaml", R"(
region: us-east-1
duration: 10m
measure_from: 1m
instance_types: {one: {vcpus: 1, memory: 1GiB}, four: {vcpus: 4, memory: 1GiB}}
services: {web: {workers: 1, backlog: 10000, handler: {cpu: {exponential: 10ms}}}}
instances: {web: {instance_type: one, service: web}}
clients: {users: {to: web, rate: 70/s}}
)" + more,
                                      options)
                      .scenario);
}

std::string system_of(const std::vector<std::string>& sets) {
  const auto exact = with(sets);
  return exact ? exact->system : "";
}

const std::string work = "services.web.handler=";

}  // namespace

TEST_CASE("a single station is known for what it is", "[experiment][exact]") {
  CHECK(system_of({}) == "M/M/1, 70% busy");
  CHECK(system_of({"services.web.workers=4", "instances.web.instance_type=four",
                   "clients.users.rate=320/s"}) == "M/M/4, 80% busy");
  CHECK(system_of({"instances.web.instance_type=m6i.large", "services.web.workers=2"}) ==
        "M/M/2, 35% busy");
  CHECK(system_of({work + "{cpu: 10ms}"}) == "M/D/1, 70% busy");
  CHECK(system_of({work + "{wait: 10ms}"}) == "M/D/1, 70% busy");
  CHECK(system_of({work + "{cpu: {erlang: {mean: 10ms, stages: 4}}}"}) ==
        "M/G(cv 0.5)/1, 70% busy");
  CHECK(system_of({"services.web.workers=1000"}) == "M/G/1-PS, 70% busy");
  CHECK(system_of({"services.web.backlog=5"}) == "M/M/1/6");
}

TEST_CASE("what is exact of a station is what theory says", "[experiment][exact]") {
  const auto queue = with({});
  REQUIRE(queue);
  CHECK(queue->mean == Approx(1.0 / 30));
  REQUIRE(queue->quantiles);
  CHECK((*queue->quantiles)[0] == Approx(std::log(2.0) / 30));
  CHECK((*queue->quantiles)[3] == Approx(std::log(100.0) / 30));
  CHECK(with({"services.web.workers=1000"})->mean == Approx(1.0 / 30));
  CHECK(with({work + "{cpu: 10ms}"})->mean == Approx(0.01 + 0.01 * 0.7 / 2 / 0.3));
  // Room for one: it is lost whenever another is there, 0.7 of 1.7.
  CHECK(with({"services.web.backlog=0"})->refused == Approx(0.7 / 1.7));
  CHECK_FALSE(with({"services.web.backlog=0"})->quantiles);
}

TEST_CASE("theory keeps silent where one assumption does not hold", "[experiment][exact]") {
  const std::vector<std::vector<std::string>> broken{
      {"clients.users.timeout=100ms"},  // some would give up
      {"clients.users.retry=3"},        // and come again
      {"clients.users.hedge=50ms"},
      {"clients.users.arrivals=even"},
      {"clients.users.arrivals={peakedness: 2}"},
      {"clients.users.rate=100/s"},  // more than can be done, just
      {"clients.users.rate={ramp: {0s: 10/s, 5m: 70/s}}"},
      {"clients.users.from=seoul"},  // a way there and back
      {"clients.users.rate=0/s", "clients.users.users=5"},
      {"services.web.errors=1%"},
      {"services.web.workers=3", "instances.web.instance_type=four",
       work + "{cpu: {lognormal: {mean: 10ms, cv: 1}}}"},
      {"services.web.workers=8", "instances.web.instance_type=four"},  // shared by four
      {work + "[{cpu: {exponential: 10ms}}, {wait: 1ms}]"},
      {work + "[{chance: 50%, do: {cpu: {exponential: 10ms}}}]"},
      {work + "{cpu: {lognormal: {mean: 10ms, cv: 6}}}"},
      {work + "{cpu: {lognormal: {mean: 10ms, cv: 2}}}", "services.web.backlog=20"},
      {"instances.web.instance_type=t3.micro"},  // credits
      {"begin=cold"},
      {"network.jitter=10%"},
      {"measure_from=0s"},  // it begins empty
      {"measure_from=500ms"},
      {"timeline=[{at: 5m, hang: web}]"},
      {"instance_families={m6i: {speed: 120%}}"},
  };
  REQUIRE(with({}));
  for (const auto& sets : broken) {
    CAPTURE(sets);
    CHECK_FALSE(with(sets));
  }
}

TEST_CASE("theory keeps silent where somebody else is there", "[experiment][exact]") {
  CHECK_FALSE(with({"instances.web.target_groups=[web]"}, R"(
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: {forward: web}}}}
)"));
  CHECK_FALSE(with({}, "databases: {orders: {queries: {read: 1ms}}}\n"));
  CHECK_FALSE(with({}, "security_groups: {shut: {}}\n"));
}

TEST_CASE("what only looks on leaves a station what it is", "[experiment][exact]") {
  CHECK(with({"slo=[p99 < 1s]", "seed=7", "name=Counter", "measure_until=5m",
              "instances.web.detailed_monitoring=true"}));
}

TEST_CASE("what verify knows of single stations is known of them elsewhere too",
          "[experiment][exact]") {
  int known = 0;
  for (const KnownCase& each : known_cases()) {
    const auto exact = exact_of(each.scenario);
    if (!exact) continue;
    ++known;
    CAPTURE(each.name);
    for (const KnownNumber& number : each.numbers) {
      if (number.reading.kind == Reading::Kind::mean) CHECK(exact->mean == Approx(number.exact));
      if (number.reading.kind == Reading::Kind::refused)
        CHECK(exact->refused == Approx(number.exact));
      for (std::size_t i = 0; i < headline_quantiles.size(); ++i)
        if (exact->quantiles && number.reading.kind == Reading::Kind::quantile &&
            number.reading.part == headline_quantiles[i].part)
          CHECK((*exact->quantiles)[i] == Approx(number.exact));
    }
  }
  CHECK(known >= 9);
}
