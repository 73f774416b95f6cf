// The scenario file that people copy, held to what its first comment says.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <optional>
#include <string>

using namespace squall;

namespace {

// Which part of the requests that were born between the two moments was answered well.
double answered_between(Duration from, Duration to, const std::optional<std::string>& variant) {
  scenario::LoadOptions options;
  options.variant = variant;
  options.sets = {"measure_from=" + ScalarText<Duration>::print(from),
                  "duration=" + ScalarText<Duration>::print(to)};
  const auto loaded = scenario::load_file(
      std::string(SQUALL_SOURCE_DIR) + "/scenarios/teaching/retry-storm.yaml", options);
  world::World world(loaded.scenario);
  world.run();
  return 1 - world::error_ratio(world.result().totals).value();
}

}  // namespace

TEST_CASE("a retry storm does not recover without the budget and does with it",
          "[scenario][retry_storm]") {
  CHECK(answered_between(30s, 2min, {}) > 0.99);
  // Six minutes after the rush next to nothing is answered in time.
  CHECK(answered_between(8min, 10min, {}) < 0.1);
  CHECK(answered_between(8min, 10min, "patient") < 0.1);
  CHECK(answered_between(3min, 10min, "budget") > 0.99);
}

TEST_CASE("without retries the rush is over when it is over", "[scenario][retry_storm]") {
  scenario::LoadOptions options;
  options.sets = {"clients.shoppers.retry=1", "measure_from=3m"};
  const auto loaded = scenario::load_file(
      std::string(SQUALL_SOURCE_DIR) + "/scenarios/teaching/retry-storm.yaml", options);
  world::World world(loaded.scenario);
  world.run();
  CHECK(world::error_ratio(world.result().totals).value() < 0.01);
}
