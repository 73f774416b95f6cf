#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <cstdint>
#include <vector>

using namespace squall;
using namespace squall::balancing;
using test::Balanced;

namespace {

TargetGroupSpec starting_over(Duration slow_start) {
  TargetGroupSpec spec;
  spec.slow_start = slow_start;
  return spec;
}

// The shares of the targets now, in percent.
std::vector<double> shares(Balanced& street) {
  constexpr int requests = 6000;
  const auto before = street.requests();
  street.send(requests);
  std::vector<double> shares;
  for (std::size_t i = 0; i < before.size(); ++i)
    shares.push_back(100.0 * static_cast<double>(street.requests()[i] - before[i]) / requests);
  return shares;
}

void check_near(const std::vector<double>& seen, const std::vector<double>& expected) {
  REQUIRE(seen.size() == expected.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    INFO("target " << i);
    CHECK(seen[i] == Approx(expected[i]).margin(2));
  }
}

// Registers one, later than the others.
void add_healthy(Balanced& street) {
  street.run(1ms);
  const TargetId target = street.add();
  while (street.group.health(target) != healthy) street.run(1ms);
}

}  // namespace

TEST_CASE("a new target's share grows in proportion to the time it is healthy, until it is even",
          "[balancing][slow_start]") {
  Balanced street({.targets = 2, .group = starting_over(100s)});
  add_healthy(street);
  check_near(shares(street), {50, 50, 0});
  street.run(25s);
  check_near(shares(street), {44.4, 44.4, 11.1});
  street.run(25s);
  check_near(shares(street), {40, 40, 20});
  street.run(50s);
  CHECK(shares(street) == std::vector<double>(3, 100.0 / 3));
}

TEST_CASE("a target that has recovered begins slowly again", "[balancing][slow_start]") {
  Balanced street({.targets = 2, .group = starting_over(100s)});
  CHECK(shares(street) == std::vector<double>{50, 50});
  street.targets[1].status = 500;
  street.run(61s);
  street.targets[1].status = 200;
  while (street.group.health(1) != healthy) street.run(1ms);
  street.run(50s);
  check_near(shares(street), {66.7, 33.3});
}

TEST_CASE("targets that were registered together where nobody was do not begin slowly",
          "[balancing][slow_start]") {
  Balanced street({.targets = 3, .established = false, .group = starting_over(900s)});
  street.run(31s);
  CHECK(shares(street) == std::vector<double>(3, 100.0 / 3));
  street.run(1s);
  add_healthy(street);
  check_near(shares(street), {33.3, 33.3, 33.3, 0});
}

TEST_CASE("where all others have just begun nobody begins slowly", "[balancing][slow_start]") {
  Balanced street({.targets = 1, .group = starting_over(900s)});
  add_healthy(street);
  street.group.deregister(0);
  CHECK(shares(street) == std::vector<double>{0, 100});
  add_healthy(street);
  const auto seen = shares(street);
  CHECK(seen[0] == 0);
  CHECK(seen[1] < 8);  // it has begun at most 60 s of 900 s ago
}

TEST_CASE("a node that fails open knows no slow start", "[balancing][slow_start]") {
  Balanced street({.targets = 2, .group = starting_over(900s)});
  add_healthy(street);
  for (auto& target : street.targets) target.status = 500;
  street.run(61s);
  CHECK(shares(street) == std::vector<double>(3, 100.0 / 3));
}
