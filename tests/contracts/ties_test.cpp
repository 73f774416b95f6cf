// What happens at one instant happens in the order of its phases.

#include "squall/core/random.hpp"

#include "contracts/street.hpp"
#include "support/catch.hpp"

#include <deque>
#include <functional>
#include <utility>
#include <vector>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;
using test::Street;

namespace {

constexpr Phase in_order[] = {Phase::metrics,  Phase::action,  Phase::change, Phase::finish,
                              Phase::time_out, Phase::arrival, Phase::alarm,  Phase::scaling};
constexpr std::size_t phases = std::size(in_order);

/// Does something at 10 ms, in some phase.
class Deed {
 public:
  Deed(Engine& engine, Phase phase, std::function<void()> what)
      : what_(std::move(what)), call_(engine.bind<&Deed::act>(phase, *this)) {
    engine.at(Time(10ms), call_);
  }

 private:
  void act() { what_(); }  // event

  std::function<void()> what_;
  Call<void> call_;
};

using Answers = std::vector<Answer>;

}  // namespace

TEST_CASE("phases of one instant come in their order, however they were bound and planned",
          "[contracts][ties]") {
  Random random(1, "ties");
  for (int trial = 0; trial < 100; ++trial) {
    std::vector<Phase> order(std::begin(in_order), std::end(in_order));
    for (std::size_t i = phases; i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    Engine engine;
    std::vector<Phase> heard;
    std::deque<Deed> deeds;
    for (const Phase phase : order)
      deeds.emplace_back(engine, phase, [&heard, phase] { heard.push_back(phase); });
    engine.run();
    CHECK(heard == std::vector<Phase>(std::begin(in_order), std::end(in_order)));
  }
}

TEST_CASE("a crash comes before the finish at the same instant", "[contracts][ties]") {
  Shop shop(service_of(1, 0, {cpu(10ms)}));
  const Deed crash(shop.engine, Phase::action, [&] { shop.fleet.crash(0); });
  shop.send();
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 10ms, reset}});
}

TEST_CASE("an arrival finds the worker that is free at the same instant", "[contracts][ties]") {
  Shop shop(service_of(1, 0, {cpu(10ms)}));
  const Deed arrival(shop.engine, Phase::arrival, [&] { shop.send(); });
  shop.send();
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 10ms, {}}, {1, 20ms, {}}});
}

TEST_CASE("an arrival at the instant of a crash is refused", "[contracts][ties]") {
  Shop shop(service_of(1, 0, {cpu(1ms)}));
  const Deed arrival(shop.engine, Phase::arrival, [&] { shop.send(); });
  const Deed crash(shop.engine, Phase::action, [&] { shop.fleet.crash(0); });
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 10ms, refused}});
}

TEST_CASE("an answer at the instant of a call's or a balancer's time-out still counts",
          "[contracts][ties]") {
  Shop shop;
  shop.add("late", service_of(1, 0, {wait(10ms)}), 1);
  const ServerId web = shop.add("web", service_of(1, 0, {call("late", 10ms)}), 1);
  shop.send(0, web);
  shop.run(1s);
  CHECK(shop.answers == Answers{{0, 10ms, {}}});

  Street street({.service = service_of(9, 0, {wait(10ms)}), .idle_timeout = 10ms});
  street.shop.send_to(*street.door, key_of(1, "ties"));
  street.run(1s);
  CHECK(street.shop.answers == Answers{{0, 10ms, {}}});
}

TEST_CASE("the end of a drain comes before the finish at the same instant", "[contracts][ties]") {
  Street street({.servers = 1, .service = service_of(9, 0, {wait(30ms)})});
  street.shop.send_to(*street.door, key_of(1, "ties"));
  street.group.deregister(0);  // for 30 ms
  street.run(1s);
  CHECK(street.shop.answers == Answers{{0, 30ms, status(502)}});
}
