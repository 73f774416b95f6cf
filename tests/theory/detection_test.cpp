// How long a dead target goes unnoticed: uniform on [(U-1) I, U I] where it dies at any phase of
// its probes; a target that is well again takes [(H-1) I, H I].

#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <vector>

using namespace squall;
using namespace squall::balancing;
using test::Balanced;

namespace {

struct Thresholds {
  Duration interval;
  int unhealthy;
  int healthy;
};

// How long after now each target takes to change its health, in seconds.
std::vector<double> delays_of_change(Balanced& street) {
  std::vector<double> delays;
  const Time start = street.engine.now();
  const auto listening = street.group.health_changed.connect(
      [&](TargetId) { delays.push_back(seconds(street.engine.now() - start)); });
  street.run(30min);
  street.group.health_changed.disconnect(listening);
  return delays;
}

void check_uniform(const std::vector<double>& delays, double least, double most) {
  const double count = static_cast<double>(delays.size());
  double sum = 0;
  for (const double delay : delays) {
    CHECK((delay >= least && delay <= most));
    sum += delay;
  }
  const double width = most - least;
  CHECK(std::abs(sum / count - (least + most) / 2) < 4 * width / std::sqrt(12 * count));
  double squares = 0;
  for (const double delay : delays) squares += (delay - sum / count) * (delay - sum / count);
  CHECK(squares / count == Approx(width * width / 12).epsilon(0.1));
}

}  // namespace

TEST_CASE("a death is noticed after U-1 to U intervals, a recovery after H-1 to H",
          "[theory][detection]") {
  for (const Thresholds& row :
       {Thresholds{30s, 2, 5}, Thresholds{10s, 3, 5}, Thresholds{5s, 2, 2}}) {
    TargetGroupSpec spec;
    spec.health_check.interval = row.interval;
    spec.health_check.unhealthy_threshold = row.unhealthy;
    spec.health_check.healthy_threshold = row.healthy;
    Balanced street({.targets = 2000, .group = spec});
    street.run(777s);
    const double interval = seconds(row.interval);

    street.all_targets(Balanced::Mood::refuses);
    const auto deaths = delays_of_change(street);
    REQUIRE(deaths.size() == 2000);
    check_uniform(deaths, (row.unhealthy - 1) * interval, row.unhealthy * interval);

    street.all_targets(Balanced::Mood::answers);
    const auto recoveries = delays_of_change(street);
    REQUIRE(recoveries.size() == 2000);
    check_uniform(recoveries, (row.healthy - 1) * interval, row.healthy * interval);
  }
}

TEST_CASE("a dead target of n gets its n-th of the requests until it is noticed",
          "[theory][detection]") {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    Balanced street({.targets = 4, .seed = seed});
    street.run(100s);
    street.targets[2].mood = Balanced::Mood::refuses;
    double noticed = 0;
    street.group.health_changed.connect(
        [&](TargetId) { noticed = seconds(street.engine.now() - Time(100s)); });
    street.send_every(10ms, 70s);
    CHECK(noticed >= 30);
    CHECK(noticed <= 60);
    CHECK(std::abs(static_cast<double>(street.client.count(502)) - 25 * noticed) <= 1);
  }
}
