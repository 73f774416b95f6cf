// M_t/M/infinity: a wave of requests at a fleet that is never busy.

#include "squall/experiment/theory/wave.hpp"
#include "squall/traffic/open_client.hpp"

#include "theory/estimate.hpp"
#include "theory/station.hpp"

#include <cmath>
#include <cstdint>
#include <vector>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

using experiment::theory::Wave;

// Lines between so many points of each period; `periods` of them.
traffic::RateSpec rate_of(const Wave& wave, int points, int periods) {
  traffic::RateSpec spec;
  for (int i = 0; i <= points * periods; ++i) {
    const double time = wave.period * i / points;
    spec.ramp[from_seconds(time)] = {wave.rate(time)};
  }
  return spec;
}

}  // namespace

TEST_CASE("the number in service follows a wave of requests, later and flatter",
          "[theory][infinite_servers]") {
  const Wave wave = GENERATE(Wave{100, 0.6, 3600, 300}, Wave{100, 0.5, 600, 300});
  CAPTURE(wave.period);
  const int periods = static_cast<int>(24'000 / wave.period);
  Shop shop(service_of(10'000'000, 0, {wait(exponential(from_seconds(wave.service)))}));
  traffic::ClientSpec spec;
  spec.rate = rate_of(wave, 180, periods);
  spec.timeout = 1000h;
  traffic::OpenClient client(shop.engine, {shop.exchange, shop.fleet.endpoint(0)}, spec,
                             {"wave", 1, {0}, {}});
  client.start();

  // From empty, the start is forgotten after some ten service times. Then the count is Poisson at
  // each moment; moments a service time and more apart are nearly independent.
  const double begin = std::ceil(10 * wave.service / wave.period) * wave.period;
  double sine = 0;
  double cosine = 0;
  double mean = 0;
  int count = 0;
  constexpr int looks = 24;  // in a period
  for (double time = begin; time < periods * wave.period - 1e-6; time += wave.period / looks) {
    shop.engine.run_until(Time(from_seconds(time)));
    const auto busy = static_cast<double>(shop.server().in_service());
    const double expected = wave.in_service(time);
    CAPTURE(time, busy, expected);
    CHECK(std::abs(busy - expected) < 4.5 * std::sqrt(expected));
    mean += busy;
    sine += busy * std::sin(wave.frequency() * time);
    cosine += busy * std::cos(wave.frequency() * time);
    ++count;
  }
  mean /= count;
  const double amplitude = 2 * std::hypot(sine, cosine) / count;
  const double lag = std::atan2(-cosine, sine) / wave.frequency();
  CHECK(std::abs(mean / wave.level() - 1) < 0.01);
  CHECK(std::abs(amplitude / wave.amplitude() - 1) < 0.04);
  CHECK(std::abs(lag - wave.lag()) < 0.04 / wave.frequency());
  client.check();
}
