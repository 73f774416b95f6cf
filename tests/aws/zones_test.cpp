// Runs tests/aws/zones.txt: a world for each row, with a client in front.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

using Numbers = std::map<std::string, double>;  // by zone

// "a=2 c=8"
Numbers numbers_of(const std::string& text) {
  Numbers numbers;
  std::istringstream stream(text);
  for (std::string word; stream >> word;) numbers[word.substr(0, 1)] = std::stod(word.substr(2));
  return numbers;
}

// The entry of instances in zone a is called in-a.
world::Scenario scenario_of(const Numbers& targets, const std::string& group) {
  std::string instances;
  std::string zones;
  for (const auto& [zone, count] : targets) {
    instances += fmt::format(
        "  in-{0}: {{count: {1}, zones: {0}, instance_type: t3.micro, service: web, "
        "target_groups: web}}\n",
        zone, count);
    zones += (zones.empty() ? "" : ", ") + zone;
  }
  return scenario::load_text("row.yaml", fmt::format(R"(
region: ap-northeast-2
zones: [{}]
duration: 400s
services: {{web: {{handler: {{wait: 5ms}}}}}}
instances:
{}
target_groups: {{web: {}}}
load_balancers: {{front: {{listeners: {{80: web}}}}}}
clients: {{users: {{to: front, rate: 200/s}}}}
)",
                                                     zones, instances, group))
      .scenario;
}

std::uint64_t requests(const world::Result& result, const std::string& instance) {
  return result.target_groups.at("web").targets.at(instance).requests;
}

void see_shares(const std::vector<std::string>& columns) {
  const Numbers targets = numbers_of(columns[1]);
  world::World world(scenario_of(targets, columns[2]));
  world.run();
  const world::Result result = world.result();
  const auto all = static_cast<double>(result.target_groups.at("web").requests);
  CHECK(all > 70'000);
  for (const auto& [zone, share] : numbers_of(columns[3])) {
    for (int i = 1; i <= targets.at(zone); ++i) {
      const double got =
          100 * static_cast<double>(requests(result, fmt::format("in-{}-{}", zone, i))) / all;
      CHECK(got == Approx(share).margin(0.6));
    }
  }
}

Duration journal_time(const world::Result& result, const std::string& text) {
  for (const world::Happening& happening : result.journal)
    if (happening.text.find(text) != std::string::npos) return happening.at;
  return Duration::max();
}

// "5s..10s, 70s"
void see_fail_over(const std::vector<std::string>& columns) {
  constexpr Duration crash = 100s;
  int first = 0;
  int last = 0;
  int silent = 0;
  REQUIRE(std::sscanf(columns[4].c_str(), "%ds..%ds, %ds", &first, &last, &silent) == 3);
  const std::string instance = "in-" + columns[3] + "-1";
  world::World world(scenario_of(numbers_of(columns[1]), columns[2]));
  world.run_until(Time(crash));
  world.apply({faults::Action::Crash{{instance}}});
  world.run_until(Time(crash + 1s * silent));
  const std::uint64_t until_silent = requests(world.result(), instance);
  world.run();
  const Duration withdrawn = journal_time(world.result(), "DNS names") - crash;
  CHECK(withdrawn >= 1s * first);
  CHECK(withdrawn <= 1s * last);
  CHECK(requests(world.result(), instance) == until_silent);
  // Half of 200/s, and after the withdrawal as much again as in 30 s.
  const double expected = 100 * (seconds(crash + withdrawn) + 30);
  CHECK(static_cast<double>(until_silent) == Approx(expected).epsilon(0.03));
}

void see_refusal(const std::vector<std::string>& columns) {
  std::string said;
  try {
    scenario_of({{"a", 1}, {"c", 1}}, columns[1]);
  } catch (const ScenarioError& error) {
    said = error.what();
  }
  CHECK(said.find(columns[2]) != std::string::npos);
}

}  // namespace

TEST_CASE("zones do what AWS writes of them", "[aws][zones]") {
  const auto rows = rows_of("zones.txt");
  for (const AwsRow& each : rows) {
    const auto& columns = each.columns;
    INFO(each.place);
    if (columns.size() == 3) see_refusal(columns);
    if (columns.size() == 4) see_shares(columns);
    if (columns.size() == 5) see_fail_over(columns);
  }
  CHECK(rows.size() == 6);
}
