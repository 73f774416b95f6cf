#include "squall/core/elementary.hpp"

#include "squall/core/random.hpp"
#include "squall/core/special.hpp"

#include "support/catch.hpp"

#include <cmath>

using namespace squall;

namespace {

constexpr int trials = 200'000;

/// How far `value` lies from the truth, in units of the truth's last place.
double ulps(double value, long double truth) {
  const auto nearest = std::abs(static_cast<double>(truth));
  const double place = std::nextafter(nearest, portable::infinity) - nearest;
  return static_cast<double>(std::abs(value - truth) / place);
}

/// The largest error over points that `point` draws; the libraries' long double is the truth.
template <class Point, class Ours, class Theirs>
double worst(Point point, Ours ours, Theirs theirs) {
  Random random(1, "elementary");
  double largest = 0;
  for (int i = 0; i < trials; ++i) {
    const double x = point(random.uniform());
    largest = std::max(largest, ulps(ours(x), theirs(static_cast<long double>(x))));
  }
  return largest;
}

auto between(double low, double high) {
  return [=](double u) { return low + (high - low) * u; };
}

auto magnitudes(double low, double high) {
  return [=](double u) { return std::exp(low + (high - low) * u); };
}

}  // namespace

TEST_CASE("exp and log are within 2 units in the last place", "[core][elementary]") {
  const auto exp = [](double x) { return portable::exp(x); };
  const auto exact_exp = [](long double x) { return std::exp(x); };
  CHECK(worst(between(-708, 709.7), exp, exact_exp) < 1);
  CHECK(worst(between(-1, 1), exp, exact_exp) < 1);
  const auto exact_log = [](long double x) { return std::log(x); };
  CHECK(worst(magnitudes(-744, 709), portable::log, exact_log) < 1);
  CHECK(worst(between(0.5, 2), portable::log, exact_log) < 1);
}

TEST_CASE("expm1 and log1p keep their digits near zero", "[core][elementary]") {
  const auto exact_expm1 = [](long double x) { return std::expm1(x); };
  CHECK(worst(between(-4, 4), portable::expm1, exact_expm1) < 2);
  CHECK(worst(magnitudes(-50, 4), portable::expm1, exact_expm1) < 2);
  const auto exact_log1p = [](long double x) { return std::log1p(x); };
  CHECK(worst(between(-0.999, 5), portable::log1p, exact_log1p) < 2);
  CHECK(worst(magnitudes(-50, 5), portable::log1p, exact_log1p) < 2);
}

TEST_CASE("pow is within 2 units in the last place even of its largest results",
          "[core][elementary]") {
  for (const double exponent : {-31.7, -1.0, 0.5, 1.0 / 3, 2.0, 65.3, 1000.0}) {
    const double reach = 700 / std::abs(exponent);
    const auto ours = [=](double x) { return portable::pow(x, exponent); };
    const auto truth = [=](long double x) {
      return std::pow(x, static_cast<long double>(exponent));
    };
    CHECK(worst(magnitudes(-std::min(reach, 30.0), std::min(reach, 30.0)), ours, truth) < 1);
  }
}

TEST_CASE("the ends of the number line come out as IEEE 754 says", "[core][elementary]") {
  using namespace portable;
  const double tiny = std::numeric_limits<double>::denorm_min();
  CHECK(portable::exp(0) == 1);
  CHECK(portable::exp(710) == infinity);
  CHECK(portable::exp(-infinity) == 0);
  CHECK(portable::exp(-745) == tiny);
  CHECK(portable::exp(-746) == 0);
  CHECK(std::isnan(portable::exp(not_a_number)));
  CHECK(portable::log(1) == 0);
  CHECK(portable::log(0) == -infinity);
  CHECK(portable::log(infinity) == infinity);
  CHECK(portable::log(tiny) == Approx(-744.4400719213812).epsilon(1e-15));
  CHECK(std::isnan(portable::log(-1)));
  CHECK(std::isnan(portable::log(not_a_number)));
  CHECK(portable::expm1(-infinity) == -1);
  CHECK(portable::log1p(-1) == -infinity);
  CHECK(portable::pow(0, 2) == 0);
  CHECK(portable::pow(0, -2) == infinity);
  CHECK(portable::pow(0, 0) == 1);
  CHECK(portable::pow(infinity, -1) == 0);
  CHECK(portable::pow(0.5, infinity) == 0);
  CHECK(portable::pow(2, 1023) == 0x1p1023);
  CHECK(portable::pow(2, 1024) == infinity);
  CHECK(portable::pow(2, -1074) == tiny);
  CHECK(std::isnan(portable::pow(-8, 1.0 / 3)));
}

TEST_CASE("a square root of the compiler is the processor's", "[core][elementary]") {
  constexpr double numbers[] = {2, 0.1, 3e-310, 1e300, 0x1.fffffffffffffp0, 4, 0.7, 0};
  constexpr double roots[] = {portable::sqrt(numbers[0]), portable::sqrt(numbers[1]),
                              portable::sqrt(numbers[2]), portable::sqrt(numbers[3]),
                              portable::sqrt(numbers[4]), portable::sqrt(numbers[5]),
                              portable::sqrt(numbers[6]), portable::sqrt(numbers[7])};
  for (int i = 0; i < 8; ++i) {
    const volatile double number = numbers[i];
    CHECK(std::sqrt(number) == roots[i]);
  }
}

TEST_CASE("erfc and gamma have fourteen digits", "[core][special]") {
  Random random(2, "special");
  double worst_erfc = 0;
  double worst_gamma = 0;
  for (int i = 0; i < 20'000; ++i) {
    const double x = -3 + 29 * random.uniform();
    worst_erfc = std::max(worst_erfc, std::abs(portable::erfc(x) / std::erfc(x) - 1));
    const double y = 0.01 + 139 * random.uniform();
    worst_gamma = std::max(worst_gamma, std::abs(portable::gamma(y) / std::tgamma(y) - 1));
  }
  CHECK(worst_erfc < 2e-14);
  CHECK(worst_gamma < 3e-14);
  CHECK(portable::gamma(5) == Approx(24).epsilon(1e-14));
}
