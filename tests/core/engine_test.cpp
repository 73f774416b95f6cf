#include "squall/core/engine.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;

namespace {

// Writes down who was called, when and with what.
class Witness {
 public:
  explicit Witness(Engine& engine)
      : engine_(engine),
        hear(engine.bind<&Witness::heard>(Phase::finish, *this)),
        act(engine.bind<&Witness::acted>(Phase::action, *this)) {}

  std::vector<std::string> said;

 private:
  void heard(int number) { note("heard " + std::to_string(number)); }
  void acted() { note("acted"); }
  void note(const std::string& what) {
    said.push_back(std::to_string(engine_.now().time_since_epoch() / 1ms) + " " + what);
  }

  Engine& engine_;

 public:
  Call<int> hear;
  Call<void> act;
};

using Said = std::vector<std::string>;

}  // namespace

TEST_CASE("calls run in the order of their times, not of their scheduling", "[core][engine]") {
  Engine engine;
  Witness witness(engine);
  engine.after(3ms, witness.hear, 3);
  engine.after(1ms, witness.hear, 1);
  engine.at(Time(2ms), witness.hear, 2);
  engine.run();
  CHECK(witness.said == Said{"1 heard 1", "2 heard 2", "3 heard 3"});
}

TEST_CASE("at one instant an action comes before a finish, and smaller ids before larger",
          "[core][engine]") {
  Engine engine;
  Witness witness(engine);
  engine.after(1ms, witness.hear, 7);
  engine.after(1ms, witness.hear, 2);
  engine.after(1ms, witness.act);
  engine.run();
  CHECK(witness.said == Said{"1 acted", "1 heard 2", "1 heard 7"});
}

TEST_CASE("run_until leaves what is due at its end, so that an action given there comes first",
          "[core][engine]") {
  Engine engine;
  Witness witness(engine);
  engine.after(5ms, witness.hear, 1);
  engine.run_until(Time(5ms));
  CHECK(witness.said.empty());
  CHECK(engine.now() == Time(5ms));
  engine.after(0ms, witness.act);
  engine.run_until(Time(6ms));
  CHECK(witness.said == Said{"5 acted", "5 heard 1"});
}

TEST_CASE("an engine stepped in pieces does what it does in one go", "[core][engine]") {
  const auto run = [](bool pieces) {
    Engine engine;
    Witness witness(engine);
    for (int i = 0; i < 50; ++i) engine.after(1ms * (i * 7 % 20), witness.hear, i);
    if (pieces) {
      for (int end = 0; end <= 20; end += 3) engine.run_until(Time(1ms * end));
      while (engine.step()) {
      }
    } else {
      engine.run();
    }
    return witness.said;
  };
  CHECK(run(true) == run(false));
}

TEST_CASE("nothing can be scheduled in the past", "[core][engine]") {
  Engine engine;
  Witness witness(engine);
  engine.run_until(Time(1s));
  CHECK_THROWS_AS(engine.at(Time(999ms), witness.act), InvariantBroken);
  CHECK_THROWS_AS(engine.run_until(Time(1ms)), InvariantBroken);
}

TEST_CASE("a trace can name what comes next", "[core][engine]") {
  Engine engine;
  Witness witness(engine);
  CHECK(engine.next() == nullptr);
  engine.after(1ms, witness.hear, 4);
  REQUIRE(engine.next() != nullptr);
  CHECK(engine.name(*engine.next()) == "Witness::heard");
  CHECK(engine.next()->argument == 4);
  CHECK(engine.pending() == 1);
}

TEST_CASE("an argument may be any small value", "[core][engine]") {
  struct Pair {
    std::int32_t a;
    float b;
  };
  struct Taker {
    void take(Pair pair) { got = pair; }
    Pair got{};
  } taker;
  Engine engine;
  const auto take = engine.bind<&Taker::take>(Phase::change, taker);
  engine.after(1s, take, Pair{-3, 0.5f});
  engine.run();
  CHECK(taker.got.a == -3);
  CHECK(taker.got.b == 0.5f);
}
