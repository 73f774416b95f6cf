// The same requests, given to several servers in different ways.

#include "theory/station.hpp"

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;

namespace {

/// Servers of one worker each, behind a splitter.
struct Split {
  Split(const std::vector<Duration>& means, double rate, std::uint64_t requests,
        bool at_random = false) {
    std::vector<Endpoint*> targets;
    for (const Duration mean : means) {
      const ServerId server = shop.add("server", first_come(1, exponential(mean)), 1);
      targets.push_back(&shop.fleet.endpoint(server));
    }
    splitter.emplace(shop.exchange, targets, at_random);
    source.emplace(shop.engine, shop.exchange, std::vector<Endpoint*>{&*splitter},
                   Source::Plan{poisson(rate), requests, {}});
    shop.engine.run();
    shop.fleet.check();
  }

  Observations times() const { return Observations(source->times); }

  Shop shop;
  std::optional<Splitter> splitter;
  std::optional<Source> source;
};

}  // namespace

TEST_CASE("round robin to n servers answers as E_n/M/1 does", "[theory][splitting]") {
  const auto [servers, mean, p95] =
      GENERATE(table<std::size_t, double, double>({{4, 3.26738, 9.7882}, {16, 2.83613, 8.4963}}));
  CAPTURE(servers);
  const Split split(std::vector<Duration>(servers, 1s), 0.8 * static_cast<double>(servers),
                    3'000'000);
  CHECK_ESTIMATE(split.times().mean(), mean, 0.015);
  CHECK_ESTIMATE(split.times().quantile(0.95), p95, 0.02);
}

TEST_CASE("of two servers, random is worse than in turn, and a shared queue is best",
          "[theory][splitting]") {
  const Split random({1s, 1s}, 1.6, 3'000'000, true);
  const Split in_turn({1s, 1s}, 1.6, 2'000'000);
  const Station shared(first_come(2, exponential(1s)), 2, {poisson(1.6), 1'000'000, {}});
  CHECK_ESTIMATE(random.times().mean(), 5.0, 0.025);
  CHECK_ESTIMATE(in_turn.times().mean(), 3.84398, 0.025);
  CHECK_ESTIMATE(shared.times().mean(), 2.777778, 0.02);
}

TEST_CASE("two unequal servers in turn each answer as E_2/M/1 does", "[theory][splitting]") {
  const auto [rate, fast, slow, all] = GENERATE(table<double, double, double, double>(
      {{6, 0.121661, 0.396700, 0.259181}, {8, 0.137989, 0.768796, 0.453393}}));
  CAPTURE(rate);
  const Split split({100ms, 200ms}, rate, 3'000'000);
  CHECK_ESTIMATE(Observations(split.source->times_at[0]).mean(), fast, 0.01);
  CHECK_ESTIMATE(Observations(split.source->times_at[1]).mean(), slow, 0.02);
  CHECK_ESTIMATE(split.times().mean(), all, 0.02);
}

TEST_CASE("in turn, the slower of two servers drowns though both together could do it all",
          "[theory][splitting]") {
  const Split split({100ms, 200ms}, 11, 200'000);
  // Every second 5.5 come, with half of Poisson's variance, and 5 go.
  const double time = 200'000 / 11.0;
  const double last = time * 0.5 / 5;
  CHECK(std::abs(split.source->times_at[1].back() - last) < 4 * std::sqrt(time * 7.75) / 5);
  CHECK(split.source->times_at[0].back() < 10);
}
