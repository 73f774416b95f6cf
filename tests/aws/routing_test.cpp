// Runs tests/aws/routing.txt: a balancer of one node for each row.

#include "squall/balancing/place.hpp"

#include "aws/rows.hpp"
#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>
#include <vector>

using namespace squall;
using balancing::Algorithm;
using squall::testing::AwsRow;
using squall::testing::rows_of;
using test::Balanced;

namespace {

std::vector<std::uint64_t> numbers_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::uint64_t> numbers;
  for (std::uint64_t number = 0; stream >> number;) numbers.push_back(number);
  return numbers;
}

Algorithm algorithm_of(const std::string& word) {
  std::size_t index = 0;
  while (Words<Algorithm>::words.at(index).word != word) ++index;
  return static_cast<Algorithm>(index);
}

// Gives each target as many open requests: the most to all, of which the others' clients leave.
void hold(Balanced& street, const std::vector<std::uint64_t>& open) {
  street.all_targets(Balanced::Mood::hangs);
  const std::uint64_t most = *std::max_element(open.begin(), open.end());
  street.send(static_cast<int>(most * open.size()));
  for (std::size_t place = street.client.open.size(); place-- > 0;) {
    const auto& attempt = street.exchange.attempts[street.client.open[place]];
    const balancing::TargetId target = balancing::Place::of(attempt.place).target;
    if (street.targets[target].held() > open[target]) street.client.leave(place);
  }
}

void see_routing(const std::vector<std::string>& columns) {
  const auto open = numbers_of(columns[2]);
  Balanced::Setup setup{.targets = static_cast<int>(open.size())};
  setup.group.algorithm = algorithm_of(columns[1]);
  Balanced street(setup);
  hold(street, open);
  const auto before = street.requests();
  street.send(std::stoi(columns[3]));
  std::vector<std::uint64_t> got = street.requests();
  for (std::size_t target = 0; target < got.size(); ++target) got[target] -= before[target];
  CHECK(got == numbers_of(columns[4]));
}

void see_share_of_failing(const std::vector<std::string>& columns) {
  Balanced::Setup setup{.targets = std::stoi(columns[1])};
  setup.group.algorithm = Algorithm::weighted_random;
  setup.group.anomaly_mitigation = true;
  Balanced street(setup);
  street.targets[0].status = 500;
  street.send_every(2ms, 25s);  // before any probe makes it unhealthy
  const auto requests = street.requests();
  CHECK(100.0 * static_cast<double>(requests[0]) / 12'500 ==
        Approx(std::stod(columns[2])).margin(2));
}

}  // namespace

TEST_CASE("algorithms do what AWS writes of them", "[aws][routing]") {
  int rows = 0;
  for (const AwsRow& each : rows_of("routing.txt")) {
    const auto& columns = each.columns;
    if (each.left_out()) continue;
    INFO(each.place);
    ++rows;
    columns.size() == 3 ? see_share_of_failing(columns) : see_routing(columns);
  }
  CHECK(rows == 3);
}
