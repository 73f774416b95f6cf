#include "squall/metrics/store.hpp"

#include "service/shop.hpp"
#include "support/catch.hpp"

#include <array>
#include <string_view>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;
using metrics::Slot;
using metrics::Store;

namespace {

/// Of two metrics, Beds is read and Apples is not.
class Hotel final : public Directory {
 public:
  explicit Hotel(Shop& shop) : shop_(shop) {}

  Endpoint& endpoint(std::string_view name) override { return shop_.endpoint(name); }
  Connections& connections(std::string_view name) override { return shop_.connections(name); }
  ClassId request_class(std::string_view name) override { return shop_.request_class(name); }
  bool is_read(std::string_view metric) const override { return metric == "Beds"; }

 private:
  Shop& shop_;
};

Step put(std::map<std::string, double> values) { return {Step::Put{std::move(values)}}; }

ServiceSpec hotel(Steps handler) {
  ServiceSpec spec;
  spec.metrics = {{"Apples", {}}, {"Beds", {}}};
  spec.handler = std::move(handler);
  return spec;
}

}  // namespace

TEST_CASE("a value is recorded when its step is reached, in the slot of its process",
          "[service][put]") {
  Shop shop;
  Hotel directory(shop);
  Store store;
  const Slot first = store.add({"Hotel", "Beds", {{"House", "1"}}}, {"Count"});
  const Slot second = store.add({"Hotel", "Beds", {{"House", "2"}}}, {"Count"});
  const ServiceSpec spec =
      hotel({cpu(10ms), put({{"Apples", 7}, {"Beds", 2}}), cpu(10ms), put({{"Beds", 0.5}})});
  const ServiceId service = shop.fleet.add(Service(spec, directory));
  const ServerId one = shop.fleet.add_server(service, 1);
  const ServerId other = shop.fleet.add_server(service, 1);
  OwnValues values(store);
  values.join(one, std::array{OwnValues::unread, first});
  values.join(other, std::array{OwnValues::unread, second});
  shop.fleet.record_in(values);
  const auto recorded = [&](Slot slot) {
    const auto point = store.datapoint({slot, {metrics::Statistic::Kind::sum, true, {}, {}}, 60s},
                                       Time{}, shop.engine.now(), Store::Newest::open);
    return point ? point->value : -1;
  };
  shop.send(0, one);
  shop.engine.run_until(Time(5ms));
  CHECK(recorded(first) == -1);
  shop.engine.run_until(Time(15ms));
  CHECK(recorded(first) == 2);
  shop.engine.run_until(Time(25ms));
  CHECK(recorded(first) == 2.5);
  CHECK(recorded(second) == -1);
}

TEST_CASE("a step whose metrics nobody reads is not in the program", "[service][put]") {
  Shop shop;
  Hotel directory(shop);
  const auto size = [&](Steps handler) {
    return Program(hotel(std::move(handler)), directory).size();
  };
  const std::size_t without = size({cpu(10ms)});
  CHECK(size({cpu(10ms), put({{"Apples", 7}})}) == without);
  CHECK(size({cpu(10ms), put({{"Apples", 7}, {"Beds", 1}})}) == without + 1);
}

TEST_CASE("putting values changes no draw of the steps around it", "[service][put]") {
  Shop shop;
  Hotel directory(shop);
  const Step work = cpu(exponential(10ms));
  const Program plain(hotel({work, work}), directory);
  const Program with(hotel({put({{"Beds", 1}}), work, put({{"Beds", 1}}), work}), directory);
  const std::uint32_t entry = plain.entry(0);
  CHECK(plain[entry].purpose == with[entry + 1].purpose);
  CHECK(plain[entry + 1].purpose == with[entry + 3].purpose);
}
