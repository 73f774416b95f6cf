// What retries multiply: attempts by layers, each with its own.

#include "squall/traffic/open_client.hpp"

#include "service/shop.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <string>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

std::string layer(int number) { return "layer-" + std::to_string(number); }

/// Services that call each other in a row; each call is tried as often, and the last one fails
/// with this chance at each attempt.
class Layers {
 public:
  Layers(int layers, int attempts, double failure) {
    shop_.add(layer(layers), service_of(100'000, 0, {chance(failure, {fail(503)}), wait(1ms)}), 1);
    for (int number = layers - 1; number >= 1; --number)
      shop_.add(layer(number), service_of(100'000, 0, {call(layer(number + 1), 1h, attempts)}), 1);
    outer_ = static_cast<ServerId>(shop_.fleet.size() - 1);
    leaf_ = 0;
    attempts_ = attempts;
  }

  // Attempts at the leaf for each request, and how many requests failed for good.
  struct Seen {
    double leaf_calls = 0;
    double failed = 0;
  };

  Seen send(std::uint64_t requests) {
    traffic::ClientSpec spec;
    spec.rate.constant = {1000};
    spec.timeout = 1h;
    spec.retry.attempts = attempts_;
    spec.retry.base = 0s;
    traffic::OpenClient client(shop_.engine, {shop_.exchange, shop_.fleet.endpoint(outer_)}, spec,
                               {"x", 1, {0}, {}});
    client.start();
    shop_.engine.run_until(Time(1ms * static_cast<std::int64_t>(requests)));
    client.change_rate({});
    shop_.engine.run();
    client.check();
    shop_.fleet.check();
    const traffic::Tally total = client.stats().total;
    const auto all = static_cast<double>(total.requests);
    return {static_cast<double>(shop_.fleet.server(leaf_).counts().finished) / all,
            static_cast<double>(total.failed) / all};
  }

 private:
  Shop shop_;
  ServerId outer_ = 0;
  ServerId leaf_ = 0;
  int attempts_ = 0;
};

}  // namespace

TEST_CASE("at total failure layers of retries multiply: three of four attempts are 64 calls",
          "[theory][retries]") {
  const auto [layers, attempts, calls] =
      GENERATE(table<int, int, double>({{1, 4, 4}, {2, 4, 16}, {3, 4, 64}, {5, 3, 243}}));
  CAPTURE(layers, attempts);
  const Layers::Seen seen = Layers(layers, attempts, 1).send(200);
  CHECK(seen.leaf_calls == calls);
  CHECK(seen.failed == 1);
}

TEST_CASE("retries with independent failures, through services: attempts and final failures",
          "[theory][retries]") {
  const auto [failure, retries, calls, failed] =
      GENERATE(table<double, int, double, double>({{0.1, 1, 1.1, 0.01},
                                                   {0.3, 3, 1.417, 0.0081},
                                                   {0.5, 2, 1.75, 0.125},
                                                   {0.9, 3, 3.439, 0.6561}}));
  CAPTURE(failure, retries);
  constexpr double requests = 40'000;
  const Layers::Seen seen =
      Layers(1, retries + 1, failure).send(static_cast<std::uint64_t>(requests));
  double second = 0;  // moment of the number of attempts: the sum of (2k + 1) p^k
  for (int k = 0; k <= retries; ++k) second += (2 * k + 1) * std::pow(failure, k);
  CHECK(std::abs(seen.leaf_calls - calls) < 4 * std::sqrt((second - calls * calls) / requests));
  CHECK(std::abs(seen.failed - failed) < 4 * std::sqrt(failed * (1 - failed) / requests));
}

TEST_CASE("two layers fail as one with the failures that the inner one leaves",
          "[theory][retries]") {
  // The inner layer fails with 0.7^2, the outer one with the square of that.
  constexpr double requests = 40'000;
  const Layers::Seen seen = Layers(2, 2, 0.7).send(static_cast<std::uint64_t>(requests));
  const double inner = 0.7 * 0.7;
  const double failed = inner * inner;
  CHECK(std::abs(seen.failed - failed) < 4 * std::sqrt(failed * (1 - failed) / requests));
  CHECK(std::abs(seen.leaf_calls - 1.7 * (1 + inner)) < 4 * std::sqrt(2.0 / requests));
}
