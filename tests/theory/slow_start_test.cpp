// A target that begins slowly beside n others has the weight t/D of theirs at a time t of its D. Of
// L requests a second it gets, until it is one of them, L D (1 - n ln((n + 1) / n)).

#include "balancing/balanced.hpp"
#include "support/catch.hpp"
#include "theory/estimate.hpp"

#include <cmath>
#include <vector>

using namespace squall;
using namespace squall::balancing;
using service::testing::Estimate;
using test::Balanced;

namespace {

// The requests to one newcomer after another while it begins slowly.
std::vector<double> requests_to_newcomers(int others, Duration slow_start, Duration gap) {
  constexpr int newcomers = 100;
  TargetGroupSpec spec;
  spec.slow_start = slow_start;
  spec.deregistration_delay = 0s;
  Balanced street({.targets = others, .group = spec});
  street.run(1ms);
  std::vector<double> requests;
  for (int i = 0; i < newcomers; ++i) {
    const TargetId newcomer = street.add();
    while (street.group.health(newcomer) != healthy) street.run(1ms);
    street.send_every(gap, slow_start);
    requests.push_back(static_cast<double>(street.group.traffic[newcomer].requests));
    street.group.deregister(newcomer);
  }
  return requests;
}

}  // namespace

TEST_CASE("a target that begins slowly gets what its growing weight says", "[theory][slow_start]") {
  struct Row {
    int others;
    Duration slow_start;
    Duration gap;
    double expected;
  };
  const Row row = GENERATE(Row{4, 60s, 10ms, 644.555}, Row{1, 30s, 20ms, 460.279});
  CAPTURE(row.others);
  const double at_rate = seconds(row.slow_start) / seconds(row.gap);
  const double n = row.others;
  CHECK(at_rate * (1 - n * std::log((n + 1) / n)) == Approx(row.expected).epsilon(1e-5));

  const BatchMeans means(requests_to_newcomers(row.others, row.slow_start, row.gap));
  CHECK_ESTIMATE((Estimate{means.mean, means.standard_error}), row.expected, 0.01);
}
