#include "squall/metrics/store.hpp"

#include "squall/metrics/periods.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace squall;
using namespace squall::metrics;

namespace {

const Statistic sum{Statistic::Kind::sum, true, {}, {}};
const Statistic average{};

Time at(Duration since_start) { return Time(since_start); }

/// A store with one metric that somebody reads, and an engine that ends its periods.
struct Shop {
  explicit Shop(const Store::Terms& terms = {"Count"}, Duration since_midnight = {})
      : store(since_midnight), slot(store.add({"Shop", "Orders", {{"Town", "Seoul"}}}, terms)) {
    store.read(slot, 30min);
    periods.start();
  }

  void record(Duration when, double value) {
    engine.run_until(at(when) + Duration(1));  // what ends then has ended
    store.record(slot, value);
  }

  std::optional<Datapoint> look(const Statistic& statistic, Duration start, Duration now,
                                Duration period = 60s) {
    if (at(now) > engine.now()) engine.run_until(at(now) + Duration(1));
    return store.datapoint({slot, statistic, period}, at(start), at(now));
  }

  Engine engine;
  Store store;
  Periods periods{engine, store};
  Slot slot;
};

}  // namespace

TEST_CASE("a value belongs to the period that it is recorded in, with its start and not its end",
          "[metrics][store]") {
  Shop shop;
  shop.record(59'999'999'999ns, 1);
  shop.record(60s, 10);
  shop.record(119s, 20);
  CHECK(shop.look(sum, 0s, 2min)->value == 1);
  CHECK(shop.look(sum, 60s, 2min)->value == 30);
  CHECK(shop.look(average, 60s, 2min)->value == 15);
  CHECK(shop.look(sum, 60s, 2min)->start == at(60s));
}

TEST_CASE("a period in which nothing was recorded is missing and not zero", "[metrics][store]") {
  Shop shop;
  shop.record(10s, 5);
  shop.record(130s, 7);
  CHECK(shop.look(sum, 0s, 10min));
  CHECK_FALSE(shop.look(sum, 60s, 10min));
  CHECK(shop.look(sum, 120s, 10min)->value == 7);
  CHECK(shop.store.datapoints({shop.slot, sum, 60s}, {at(0s), at(10min)}, at(10min)).size() == 2);
}

TEST_CASE("a point is seen once its period has ended and its delay has passed",
          "[metrics][store]") {
  const Duration delay = 90s;
  Shop shop({"Count", 60s, delay});
  shop.record(30s, 1);
  CHECK_FALSE(shop.look(sum, 0s, 60s));
  CHECK_FALSE(shop.look(sum, 0s, 60s + delay - 1ns));
  CHECK(shop.look(sum, 0s, 60s + delay));
}

TEST_CASE("what was published at a moment stays so whatever is recorded later",
          "[metrics][store]") {
  Shop shop;
  shop.record(30s, 1);
  const auto before = shop.look(sum, 0s, 61s, 300s);
  shop.record(90s, 1);
  CHECK(shop.look(sum, 0s, 61s, 300s) == before);
  CHECK(shop.look(sum, 0s, 3min, 300s)->value == 2);
}

TEST_CASE("who asks for it sees a point that still changes", "[metrics][store]") {
  Shop shop;
  shop.record(70s, 4);
  const Query query{shop.slot, sum, 60s};
  CHECK_FALSE(shop.store.datapoint(query, at(60s), at(80s)));
  CHECK(shop.store.datapoint(query, at(60s), at(80s), Store::Newest::open)->value == 4);
  shop.store.record(shop.slot, 6);
  CHECK(shop.store.datapoint(query, at(60s), at(80s), Store::Newest::open)->value == 10);
}

TEST_CASE("longer periods are put together from shorter ones", "[metrics][store]") {
  Shop shop;
  for (int minute = 0; minute < 10; ++minute) shop.record(minute * 60s + 5s, minute);
  CHECK(shop.look(sum, 0s, 10min, 300s)->value == 0 + 1 + 2 + 3 + 4);
  CHECK(shop.look(sum, 120s, 10min, 300s)->value == 2 + 3 + 4 + 5 + 6);
  CHECK(shop.look(average, 300s, 10min, 300s)->value == 7);
  CHECK(shop.look(average, 300s, 10min, 300s)->samples == 5);
}

TEST_CASE("periods lie on the marks of the wall clock, wherever the run begins",
          "[metrics][store]") {
  Shop shop({"Count"}, 9h + 30min + 20s);
  CHECK(shop.store.mark(60s, at(0s)) == at(40s));
  CHECK(shop.store.mark(300s, at(0s)) == at(280s));
  shop.record(39s, 1);
  shop.record(41s, 2);
  CHECK(shop.look(sum, -20s, 3min)->value == 1);
  CHECK(shop.look(sum, 40s, 3min)->value == 2);
  CHECK(shop.store.clock_text(at(40s)) == "09:31:00");
  CHECK(shop.store.clock_text(at(24h)) == "09:30:20");
}

TEST_CASE("percentiles of longer periods are those of all values, where somebody wants them",
          "[metrics][store]") {
  Shop shop;
  Statistic p90 = Statistic::percentile(90);
  for (int value = 1; value <= 5; ++value) shop.record(value * 1s, value);
  CHECK_FALSE(shop.look(p90, 0s, 60s));  // nobody had asked
  shop.store.read(shop.slot, 30min, p90);
  for (int value = 1; value <= 100; ++value) shop.record(100s + value * 1s, value);
  CHECK(shop.look(p90, 120s, 4min)->value == Approx(73).epsilon(0.01));
  CHECK(shop.look(p90, 60s, 5min, 180s)->value == Approx(90).epsilon(0.02));
}

TEST_CASE("a store holds what is read as long as it is asked for and no longer",
          "[metrics][store]") {
  Shop shop;
  for (int minute = 0; minute < 24 * 60; ++minute) shop.record(minute * 60s, 1);
  const Duration now = 24h;
  CHECK(shop.look(sum, now - 30min, now));
  CHECK_FALSE(shop.look(sum, now - 2h, now));
  CHECK(shop.store.total(shop.slot).samples == 24 * 60);
}

TEST_CASE("what is kept is kept whole, with the percentiles that were asked for",
          "[metrics][store]") {
  Shop shop;
  const Statistic p50 = Statistic::percentile(50);
  shop.store.keep(shop.slot, p50);
  for (int minute = 0; minute < 24 * 60; ++minute) {
    shop.record(minute * 60s, minute);
    shop.record(minute * 60s + 1s, minute + 1);
    shop.record(minute * 60s + 2s, minute + 2);
  }
  CHECK(shop.look(sum, 60s, 24h)->value == 6);
  CHECK(shop.look(p50, 120s, 24h)->value == Approx(3).epsilon(0.01));
  const Query query{shop.slot, p50, 60s};
  CHECK(shop.store.datapoints(query, {at(0s), at(24h)}, at(24h)).size() == 24 * 60);
}

TEST_CASE("a metric that nobody reads has its total and nothing more", "[metrics][store]") {
  Store store;
  const Slot slot = store.add({"Shop", "Orders", {}}, {"Count"});
  CHECK_FALSE(store.is_wanted(slot));
  store.put(slot, at(60s), StatisticSet::of(3, 2));
  CHECK(store.total(slot).sum == 6);
  CHECK_FALSE(store.datapoint({slot, sum, 60s}, at(0s), at(60s)));
}

TEST_CASE("who counts by itself puts whole periods", "[metrics][store]") {
  Shop shop;
  std::uint64_t minutes = 0;
  shop.periods.ends.connect([&](Duration period) {
    CHECK(period == 60s);
    shop.store.put(shop.slot, shop.engine.now(), StatisticSet::of(1, ++minutes));
  });
  CHECK(shop.look(sum, 120s, 3min)->value == 3);
  CHECK(minutes == 3);
}

TEST_CASE("high resolution has a point each second, five-minute metrics one in five minutes",
          "[metrics][store]") {
  Shop fine({"Count", 1s});
  fine.record(7s, 1);
  CHECK(fine.look(sum, 7s, 8s, 1s)->value == 1);
  CHECK(fine.look(sum, 0s, 10s, 10s)->value == 1);

  Shop coarse({"Count", 300s});
  coarse.record(10s, 1);
  CHECK_FALSE(coarse.look(sum, 0s, 299s, 300s));
  CHECK(coarse.look(sum, 0s, 300s, 300s));
  // A shorter window has the point that begins in it.
  CHECK(coarse.look(sum, 0s, 300s, 60s)->value == 1);
  CHECK_FALSE(coarse.look(sum, 60s, 300s, 60s));
}

TEST_CASE("every set of dimensions is a metric of its own", "[metrics][store]") {
  Store store;
  const Slot all = store.add({"Shop", "Orders", {}}, {"Count"});
  const Slot seoul = store.add({"Shop", "Orders", {{"Town", "Seoul"}}}, {"Count"});
  CHECK(all != seoul);
  CHECK(store.find({"Shop", "Orders", {{"Town", "Seoul"}}}) == seoul);
  CHECK_FALSE(store.find({"Shop", "Orders", {{"Town", "Busan"}}}));
  CHECK_FALSE(store.find({"Shop", "orders", {}}));
  CHECK(store.key(seoul).text() == "Shop Orders Town=Seoul");
}
