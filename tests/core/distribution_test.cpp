#include "squall/core/distribution.hpp"

#include "squall/core/draw.hpp"
#include "squall/core/random.hpp"
#include "squall/core/sampler.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

using namespace squall;

namespace {

using Cdf = std::function<double(double)>;

struct Case {
  const char* name;
  Distribution distribution;
  Cdf cdf;
};

double normal_cdf(double z) { return std::erfc(-z / std::sqrt(2.0)) / 2; }

Cdf exponential_cdf(double mean) {
  return [=](double x) { return 1 - std::exp(-x / mean); };
}

Cdf cut_normal_cdf(double mean, double deviation) {
  const double cut = normal_cdf(-mean / deviation);
  return [=](double x) { return (normal_cdf((x - mean) / deviation) - cut) / (1 - cut); };
}

Cdf lognormal_cdf(double mean, double cv) {
  const double variance = std::log1p(cv * cv);
  return [=](double x) {
    return normal_cdf((std::log(x / mean) + variance / 2) / std::sqrt(variance));
  };
}

Cdf erlang_cdf(double mean, int stages) {
  return [=](double x) {
    const double y = x * stages / mean;
    double term = std::exp(-y);
    double beyond = 0;
    for (int i = 0; i < stages; term *= y / ++i) beyond += term;
    return 1 - beyond;
  };
}

Cdf hyperexponential_cdf(double mean, double cv) {
  const double p = (1 + std::sqrt((cv * cv - 1) / (cv * cv + 1))) / 2;
  return [=](double x) {
    return p * (1 - std::exp(-2 * p * x / mean)) +
           (1 - p) * (1 - std::exp(-2 * (1 - p) * x / mean));
  };
}

Cdf pareto_cdf(double shape, double low, double high) {
  return
      [=](double x) { return (1 - std::pow(low / x, shape)) / (1 - std::pow(low / high, shape)); };
}

Cdf weibull_cdf(double scale, double shape) {
  return [=](double x) { return 1 - std::exp(-std::pow(x / scale, shape)); };
}

Cdf uniform_cdf(double low, double high) {
  return [=](double x) { return (x - low) / (high - low); };
}

/// Every continuous kind, with easy and with harsh parameters.
std::vector<Case> continuous_cases() {
  using D = Distribution;
  const Cdf short_one = exponential_cdf(0.001);
  const Cdf long_one = uniform_cdf(0.1, 0.2);
  return {
      {"exponential", D::exponential(10ms), exponential_cdf(0.01)},
      {"normal", D::normal(10ms, 0.2), cut_normal_cdf(0.01, 0.002)},
      {"normal cut in half", D::normal(10ms, 3), cut_normal_cdf(0.01, 0.03)},
      {"lognormal", D::lognormal(8ms, 1), lognormal_cdf(0.008, 1)},
      {"lognormal, narrow", D::lognormal(8ms, 0.01), lognormal_cdf(0.008, 0.01)},
      {"erlang of one stage", D::erlang(10ms, 1), exponential_cdf(0.01)},
      {"erlang", D::erlang(10ms, 4), erlang_cdf(0.01, 4)},
      {"hyperexponential", D::hyperexponential(10ms, 2), hyperexponential_cdf(0.01, 2)},
      {"hyperexponential of cv 1", D::hyperexponential(10ms, 1), exponential_cdf(0.01)},
      {"uniform", D::uniform(5ms, 7ms), uniform_cdf(0.005, 0.007)},
      {"pareto", D::pareto(1.5, 1ms, 1s), pareto_cdf(1.5, 0.001, 1)},
      {"pareto of shape 1", D::pareto(1, 1ms, 1s), pareto_cdf(1, 0.001, 1)},
      {"pareto of shape 2", D::pareto(2, 1ms, 2ms), pareto_cdf(2, 0.001, 0.002)},
      {"weibull", D::weibull(10ms, 2), weibull_cdf(0.01 / std::tgamma(1.5), 2)},
      {"weibull, heavy", D::weibull_of_scale(10ms, 0.7), weibull_cdf(0.01, 0.7)},
      {"mixture", D::mixture({{9, D::exponential(1ms)}, {1, D::uniform(100ms, 200ms)}}),
       [=](double x) { return 0.9 * short_one(x) + 0.1 * std::clamp(long_one(x), 0.0, 1.0); }},
  };
}

std::vector<double> sample(const Distribution& distribution, std::size_t count, bool keyed) {
  const Sampler sampler(distribution);
  Random stream(7, "distribution");
  const Key parent = key_of(7, "distribution");
  std::vector<double> values(count);
  for (std::size_t i = 0; i < count; ++i) {
    values[i] = keyed ? sampler.seconds(Draw(child(parent, i), 1)) : sampler.seconds(stream);
  }
  return values;
}

/// The largest distance between the sample's distribution function and the exact one, times
/// sqrt(n): above 1.95 once in a thousand times by chance.
double kolmogorov_smirnov(std::vector<double> values, const Cdf& cdf) {
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double largest = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double exact = cdf(values[i]);
    const double below = static_cast<double>(i) / count;
    largest = std::max({largest, exact - below, below + 1 / count - exact});
  }
  return largest * std::sqrt(count);
}

/// Distances of the sample's mean and variance from the stated ones, in standard errors.
std::pair<double, double> errors(const std::vector<double>& values, const Distribution& stated) {
  const auto count = static_cast<double>(values.size());
  double sum = 0;
  double squares = 0;
  double fourths = 0;
  for (const double value : values) {
    const double off = value - mean(stated);
    sum += off;
    squares += off * off;
    fourths += off * off * off * off;
  }
  const double spread = squares / count;
  const double variance_error = std::sqrt((fourths / count - spread * spread) / count);
  return {std::abs(sum / count) / std::sqrt(spread / count),
          std::abs(spread - variance(stated)) / variance_error};
}

std::string complaint(const Distribution& distribution) {
  return problem(distribution).value_or("");
}

}  // namespace

TEST_CASE("samples follow the exact distribution function", "[core][distribution]") {
  for (const auto& [name, distribution, cdf] : continuous_cases()) {
    INFO(name);
    REQUIRE(complaint(distribution).empty());
    CHECK(kolmogorov_smirnov(sample(distribution, 200'000, false), cdf) < 1.95);
    CHECK(kolmogorov_smirnov(sample(distribution, 200'000, true), cdf) < 1.95);
  }
}

TEST_CASE("stated means and variances are those of the samples", "[core][distribution]") {
  for (const auto& [name, distribution, cdf] : continuous_cases()) {
    INFO(name);
    const auto [of_mean, of_variance] = errors(sample(distribution, 400'000, true), distribution);
    CHECK(of_mean < 4);
    CHECK(of_variance < 4);
    CHECK(cv(distribution) ==
          Approx(std::sqrt(variance(distribution)) / mean(distribution)).epsilon(1e-14));
  }
}

TEST_CASE("an empirical distribution gives each of its values equally often",
          "[core][distribution]") {
  const auto distribution = Distribution::empirical({30ms, 10ms, 20ms, 20ms});
  CHECK(mean(distribution) == Approx(0.02).epsilon(1e-15));
  CHECK(variance(distribution) == Approx(5e-5).epsilon(1e-14));
  int tens = 0;
  int twenties = 0;
  for (const double value : sample(distribution, 40'000, true)) {
    REQUIRE((value == seconds(10ms) || value == seconds(20ms) || value == seconds(30ms)));
    tens += value == seconds(10ms);
    twenties += value == seconds(20ms);
  }
  CHECK(std::abs(tens - 10'000) < 4 * 87);
  CHECK(std::abs(twenties - 20'000) < 4 * 100);
}

TEST_CASE("a distribution without variation gives its value to the nanosecond",
          "[core][distribution]") {
  using D = Distribution;
  for (const auto& fixed :
       {D::constant(17ms), D::normal(17ms, 0), D::lognormal(17ms, 0), D::uniform(17ms, 17ms),
        D::pareto(2, 17ms, 17ms), D::empirical({17ms}), D::mixture({{5, D::constant(17ms)}})}) {
    REQUIRE(complaint(fixed).empty());
    CHECK(mean(fixed) == seconds(17ms));
    CHECK(variance(fixed) == 0);
    CHECK(cv(fixed) == 0);
    for (std::uint64_t i = 0; i < 10; ++i) {
      CHECK(Sampler(fixed).duration(Draw(Key{i}, 0)) == 17ms);
    }
  }
  CHECK(mean(D::exponential(0ns)) == 0);
  CHECK(Sampler(D::lognormal(0ns, 1)).duration(Draw(Key{1}, 0)) == 0ns);
}

TEST_CASE("mixtures within mixtures keep the weights of their parts", "[core][distribution]") {
  using D = Distribution;
  const auto inner = D::mixture({{3, D::constant(1ms)}, {1, D::constant(2ms)}});
  const auto outer = D::mixture({{1, inner}, {0, D::constant(9s)}, {1, D::constant(3ms)}});
  CHECK(mean(outer) == Approx(0.375 * 0.001 + 0.125 * 0.002 + 0.5 * 0.003));
  int counts[4] = {};
  for (const double value : sample(outer, 80'000, true)) ++counts[std::lround(value * 1000)];
  CHECK(std::abs(counts[1] - 30'000) < 4 * 137);
  CHECK(std::abs(counts[2] - 10'000) < 4 * 94);
  CHECK(std::abs(counts[3] - 40'000) < 4 * 142);
}

TEST_CASE("no sample is negative or beyond what a duration holds", "[core][distribution]") {
  using D = Distribution;
  const Duration long_time = std::chrono::seconds(1'000'000'000);
  for (const auto& wild : {D::normal(1ns, 1000), D::lognormal(long_time, 1000),
                           D::weibull_of_scale(long_time, 0.1), D::hyperexponential(1ms, 1000)}) {
    const Sampler sampler(wild);
    for (std::uint64_t i = 0; i < 20'000; ++i) {
      const Duration value = sampler.duration(Draw(child(Key{1}, i), 0));
      REQUIRE(value >= 0ns);
      REQUIRE(value <= std::chrono::seconds(9'000'000'000));
    }
  }
}

TEST_CASE("a description that cannot be drawn from says why", "[core][distribution]") {
  using D = Distribution;
  CHECK(complaint(D::constant(-1ns)) == "the mean must be a length of time up to 285 years");
  CHECK(complaint(D::hyperexponential(1ms, 0.5)) ==
        "the cv of a hyperexponential must be from 1 to 1000; below 1 take an erlang");
  CHECK(complaint(D::erlang(1ms, 0)) == "an erlang has from 1 to 1000 stages");
  CHECK(complaint(D::uniform(2ms, 1ms)) == "the lower bound lies above the upper one");
  CHECK(complaint(D::pareto(1, 0ms, 1ms)) == "the lower bound of a pareto must be above 0");
  CHECK(complaint(D::empirical({})) == "an empirical distribution needs at least one value");
  CHECK(complaint(D::mixture({})) == "a mixture needs a part with a weight above 0");
  CHECK(complaint(D::mixture({{1, D::erlang(1ms, 0)}})) == "an erlang has from 1 to 1000 stages");
  CHECK(complaint(D::lognormal(1ms, std::nan(""))) == "the cv must be from 0 to 1000");
  auto both = D::weibull_of_scale(1ms, 2);
  both.mean = 1;
  CHECK(complaint(both) == "a weibull has a mean or a scale, not both");
}
