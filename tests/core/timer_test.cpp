#include "squall/core/timer.hpp"

#include "support/catch.hpp"

#include <vector>

using namespace squall;

namespace {

class Alarm {
 public:
  explicit Alarm(Engine& engine)
      : engine_(engine), timer(engine, Phase::alarm, handler<&Alarm::ring>, *this) {}

  std::vector<Duration> rang;
  bool again = false;

 private:
  void ring() {
    rang.push_back(engine_.now() - Time{});
    if (again && rang.size() < 3) timer.start(1s);
  }

  Engine& engine_;

 public:
  Timer timer;
};

using Rang = std::vector<Duration>;

}  // namespace

TEST_CASE("a timer fires once, when it is due", "[core][timer]") {
  Engine engine;
  Alarm alarm(engine);
  alarm.timer.start(2s);
  CHECK(alarm.timer.running());
  CHECK(alarm.timer.due() == Time(2s));
  engine.run();
  CHECK(alarm.rang == Rang{2s});
  CHECK_FALSE(alarm.timer.running());
}

TEST_CASE("a stopped timer does not fire at its old time", "[core][timer]") {
  Engine engine;
  Alarm alarm(engine);
  alarm.timer.start(2s);
  alarm.timer.stop();
  engine.run();
  CHECK(alarm.rang.empty());
}

TEST_CASE("a restarted timer fires at its new time only, sooner or later", "[core][timer]") {
  for (const Duration second : {1s, 5s}) {
    Engine engine;
    Alarm alarm(engine);
    alarm.timer.start(2s);
    alarm.timer.start(second);
    engine.run();
    CHECK(alarm.rang == Rang{second});
  }
}

TEST_CASE("a timer may start itself again from its handler", "[core][timer]") {
  Engine engine;
  Alarm alarm(engine);
  alarm.again = true;
  alarm.timer.start(1s);
  engine.run();
  CHECK(alarm.rang == Rang{1s, 2s, 3s});
}
