#include "squall/balancing/node_names.hpp"

#include "support/catch.hpp"

#include <cstdint>
#include <vector>

using namespace squall;
using balancing::NodeIndex;
using balancing::NodeNames;

namespace {

constexpr std::uint64_t attempts = 30'000;

// The share of each node at a moment, in percent.
std::vector<double> shares(const NodeNames& names, NodeIndex count, Duration at) {
  std::vector<double> of(count);
  for (std::uint64_t i = 0; i < attempts; ++i)
    of[names.node_for(child(key_of(1, "clients"), i), Time(at))] += 100.0 / attempts;
  return of;
}

void check_near(const std::vector<double>& seen, const std::vector<double>& expected) {
  REQUIRE(seen.size() == expected.size());
  for (std::size_t i = 0; i < seen.size(); ++i) {
    INFO("node " << i);
    CHECK(seen[i] == Approx(expected[i]).margin(1.2));  // four standard errors
    if (expected[i] == 0) CHECK(seen[i] == 0);
  }
}

}  // namespace

TEST_CASE("clients are spread alike over the nodes that DNS names", "[balancing][node_names]") {
  NodeNames names(4, 7);
  check_near(shares(names, 4, 0s), {25, 25, 25, 25});
  names.name(0b1010, Time(100s));
  CHECK(names.named() == 0b1010);
  check_near(shares(names, 4, 160s), {0, 50, 0, 50});
}

TEST_CASE("a withdrawn node fades out in a straight line over the time to live, and comes back so",
          "[balancing][node_names]") {
  NodeNames names(2, 7);
  names.name(0b01, Time(100s));
  check_near(shares(names, 2, 100s), {50, 50});
  check_near(shares(names, 2, 115s), {62.5, 37.5});
  check_near(shares(names, 2, 145s), {87.5, 12.5});
  check_near(shares(names, 2, 160s), {100, 0});
  names.name(0b11, Time(200s));
  check_near(shares(names, 2, 230s), {75, 25});
  check_near(shares(names, 2, 260s), {50, 50});
}

TEST_CASE("several answers may be about at once", "[balancing][node_names]") {
  NodeNames names(3, 7);
  names.name(0b011, Time(100s));
  names.name(0b001, Time(120s));
  // Of the last minute 20 s each had all three, two and one.
  check_near(shares(names, 3, 140s),
             {100.0 / 9 + 100.0 / 6 + 100.0 / 3, 100.0 / 9 + 100.0 / 6, 100.0 / 9});
  check_near(shares(names, 3, 170s), {8.333333 + 83.333333, 8.333333, 0});
}

TEST_CASE("DNS names all nodes where it could name none", "[balancing][node_names]") {
  NodeNames names(3, 7);
  names.name(0b100, Time(100s));
  names.name(0, Time(200s));
  CHECK(names.named() == 0b111);
  check_near(shares(names, 3, 300s), {33.3, 33.3, 33.3});
}

TEST_CASE("what DNS says for no time nobody hears", "[balancing][node_names]") {
  NodeNames names(2, 7);
  names.name(0b01, Time(0s));
  names.name(0b10, Time(0s));
  check_near(shares(names, 2, 0s), {0, 100});
  names.name(0b01, Time(100s));
  names.name(0b10, Time(100s));
  check_near(shares(names, 2, 110s), {0, 100});
}
