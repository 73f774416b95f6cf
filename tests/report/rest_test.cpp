#include "squall/report/rest.hpp"

#include "squall/scenario/loader.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <string>
#include <vector>

using namespace squall;

TEST_CASE("at rest costs what is there: neither what is created nor what is launched later",
          "[report][rest]") {
  const auto lines_of = [](const std::string& storage) {
    return report::at_rest(scenario::load_text("rest.yaml", R"(
region: us-east-1
duration: 10m
services: {web: {handler: {wait: 5ms}}}
instances:
  web: {instance_type: m5.large, service: web}
  more: {like: web, count: 5, launched: false}
clients: {users: {to: web, rate: 1/s}}
)" + storage)
                               .scenario);
  };
  const auto has = [](const std::vector<std::string>& lines, const std::string& line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  };
  CHECK(has(lines_of(""), "instances cost 0.0960 USD an hour, on demand"));
  // 720 GiB of gp3 are 0.08 an hour, 720 GiB of a snapshot 0.05.
  const std::string volumes =
      "volumes: {a: {size: 720GiB, zone: a}, b: {size: 7200GiB, zone: a, created: false}}\n";
  CHECK(has(lines_of(volumes), "volumes and snapshots cost 0.0800 USD an hour"));
  CHECK(has(lines_of(volumes + "snapshots: {s: {size: 720GiB}, t: {size: 1TiB, created: false}}\n"),
            "volumes and snapshots cost 0.1300 USD an hour"));
  CHECK(has(lines_of(volumes + "snapshots: {s: {}}\n"),
            "volumes and snapshots cost 0.0800 USD an hour (1 of 2: the prices or sizes of the "
            "others are not known)"));
  CHECK(has(lines_of("volumes: {a: {size: 1TiB, region: eu-west-1, zone: a}}\n"),
            "what volumes and snapshots cost is not known: no price of them here"));
}
