#include "squall/core/random.hpp"
#include "squall/service/routing/algorithm.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

using namespace squall;
using service::Candidate;

namespace {

std::vector<Candidate> choices(service::RoutingAlgorithm& algorithm,
                               const std::vector<Candidate>& eligible, int count) {
  std::vector<Candidate> chosen;
  for (int i = 0; i < count; ++i) chosen.push_back(algorithm.choose({.eligible = eligible}));
  return chosen;
}

}  // namespace

TEST_CASE("round robin takes each in turn and begins anew", "[service][round_robin]") {
  const auto algorithm = service::make_routing_algorithm(service::Algorithm::round_robin, {});
  CHECK(choices(*algorithm, {1, 4, 6}, 7) == std::vector<Candidate>{1, 4, 6, 1, 4, 6, 1});
}

TEST_CASE("it is one turn, whether a question is asked or not", "[service][round_robin]") {
  const auto algorithm = service::make_routing_algorithm(service::Algorithm::round_robin, {});
  const std::vector<Candidate> eligible{1, 4, 6};
  CHECK(choices(*algorithm, eligible, 1) == std::vector<Candidate>{1});
  CHECK(algorithm->turn()->next(eligible) == 4);
  CHECK(choices(*algorithm, eligible, 2) == std::vector<Candidate>{6, 1});
}

TEST_CASE("no neighbour of a dead target gets a double share", "[service][round_robin]") {
  const auto algorithm = service::make_routing_algorithm(service::Algorithm::round_robin, {});
  choices(*algorithm, {0, 1, 2, 3}, 2);
  CHECK(choices(*algorithm, {0, 2, 3}, 6) == std::vector<Candidate>{2, 3, 0, 2, 3, 0});
  choices(*algorithm, {0, 1, 2, 3}, 1);
  CHECK(choices(*algorithm, {0, 1, 2, 3}, 4) == std::vector<Candidate>{2, 3, 0, 1});
}

TEST_CASE("those who stay get the same to within one, whoever comes and goes",
          "[service][round_robin]") {
  const auto algorithm = service::make_routing_algorithm(service::Algorithm::round_robin, {});
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
    ++counts[algorithm->choose({.eligible = eligible})];
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
