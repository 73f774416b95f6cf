#include "squall/balancing/spec.hpp"
#include "squall/core/random.hpp"
#include "squall/service/routing/algorithm.hpp"

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <set>
#include <vector>

using namespace squall;
using service::Candidate;

namespace {

std::vector<Candidate> choices(service::RoutingAlgorithm& algorithm,
                               const std::vector<Candidate>& eligible, int count) {
  std::vector<Candidate> chosen;
  for (int i = 0; i < count; ++i) chosen.push_back(algorithm.choose({eligible}));
  return chosen;
}

}  // namespace

TEST_CASE("every algorithm of the language chooses, and only from the eligible",
          "[balancing][routing]") {
  const std::vector<Candidate> eligible{2, 3, 7, 40};
  for (const Word& word : Words<balancing::Algorithm>::words) {
    INFO(word.word);
    const auto algorithm = service::make_routing_algorithm(word.word);
    const auto chosen = choices(*algorithm, eligible, 1000);
    CHECK(std::set(chosen.begin(), chosen.end()) == std::set(eligible.begin(), eligible.end()));
    CHECK(choices(*algorithm, {5}, 2) == std::vector<Candidate>{5, 5});
  }
}

TEST_CASE("round robin takes each in turn and begins anew", "[balancing][round_robin]") {
  const auto algorithm = service::make_routing_algorithm("round_robin");
  CHECK(choices(*algorithm, {1, 4, 6}, 7) == std::vector<Candidate>{1, 4, 6, 1, 4, 6, 1});
}

TEST_CASE("no neighbour of a dead target gets a double share", "[balancing][round_robin]") {
  const auto algorithm = service::make_routing_algorithm("round_robin");
  choices(*algorithm, {0, 1, 2, 3}, 2);
  CHECK(choices(*algorithm, {0, 2, 3}, 6) == std::vector<Candidate>{2, 3, 0, 2, 3, 0});
  choices(*algorithm, {0, 1, 2, 3}, 1);
  CHECK(choices(*algorithm, {0, 1, 2, 3}, 4) == std::vector<Candidate>{2, 3, 0, 1});
}

TEST_CASE("those who stay get the same to within one, whoever comes and goes",
          "[balancing][round_robin]") {
  const auto algorithm = service::make_routing_algorithm("round_robin");
  Random random(7, "membership");
  std::vector<Candidate> eligible;
  for (Candidate candidate = 0; candidate < 12; ++candidate) eligible.push_back(candidate);
  const std::vector<Candidate> stay{0, 5, 6, 11};
  std::vector<std::uint64_t> counts(12);
  bool fair = true;
  for (int i = 0; i < 20'000; ++i) {
    const auto other = static_cast<Candidate>(random.below(12));
    if (random.below(3) == 0 && std::find(stay.begin(), stay.end(), other) == stay.end()) {
      const auto place = std::lower_bound(eligible.begin(), eligible.end(), other);
      if (place != eligible.end() && *place == other) {
        eligible.erase(place);
      } else {
        eligible.insert(place, other);
      }
    }
    ++counts[algorithm->choose({eligible})];
    std::uint64_t least = counts[0];
    std::uint64_t most = counts[0];
    for (const Candidate one : stay) {
      least = std::min(least, counts[one]);
      most = std::max(most, counts[one]);
    }
    fair = fair && most - least <= 1;
  }
  CHECK(fair);
}

TEST_CASE("a node spreads requests evenly before and after a target dies",
          "[balancing][round_robin]") {
  test::Balanced street({.targets = 4});
  street.send(400);
  CHECK(street.requests() == std::vector<std::uint64_t>{100, 100, 100, 100});
  street.targets[1].crash();
  street.run(60s);
  street.send(300);
  CHECK(street.requests() == std::vector<std::uint64_t>{200, 100, 200, 200});
}

TEST_CASE("each node takes turns of its own", "[balancing][round_robin]") {
  test::Balanced street({.nodes = 3, .targets = 5});
  for (balancing::NodeIndex node = 0; node < 3; ++node) {
    CHECK(street.group.choose(node) == balancing::TargetId{0});
    CHECK(street.group.choose(node) == balancing::TargetId{1});
  }
}
