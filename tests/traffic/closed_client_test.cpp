#include "squall/traffic/closed_client.hpp"

#include "support/catch.hpp"
#include "traffic/fixtures.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

using namespace squall;
using namespace squall::service;
using namespace squall::traffic;

namespace {

// The moments at which each user asked.
std::map<std::uint32_t, std::vector<Time>> asked(const ScriptedEndpoint& endpoint) {
  std::map<std::uint32_t, std::vector<Time>> times;
  for (const Attempt& attempt : endpoint.offered) times[attempt.who].push_back(attempt.sent);
  return times;
}

}  // namespace

TEST_CASE("a user asks, waits, thinks and asks again", "[traffic][closed_client]") {
  Street street(answers_after(200ms));
  ClosedClient client(street.engine, street.destination(), users(3, constant(800ms)), named("x"));
  client.start();
  street.engine.run_until(Time(10s));
  for (const auto& [user, times] : asked(street.endpoint)) {
    CHECK(times.front() < Time(800ms));
    for (std::size_t i = 1; i < times.size(); ++i) CHECK(times[i] - times[i - 1] == 1s);
  }
  client.check();
}

TEST_CASE("users do not come in step", "[traffic][closed_client]") {
  Street street(answers_after(10ms));
  ClosedClient client(street.engine, street.destination(), users(1000, constant(10s)), named("x"));
  client.start();
  street.engine.run_until(Time(10s));
  std::vector<int> seconds_of_start(10);
  for (const auto& [user, times] : asked(street.endpoint)) {
    ++seconds_of_start[static_cast<std::size_t>((times.front() - Time{}) / 1s)];
  }
  for (const int count : seconds_of_start) CHECK((count > 60 && count < 140));
}

TEST_CASE("a user who is not answered asks nothing else before the time-out",
          "[traffic][closed_client]") {
  Street street([](const Attempt&) { return ScriptedEndpoint::Reply{}; });
  ClientSpec spec = users(5, constant(1s));
  spec.timeout = 3s;
  ClosedClient client(street.engine, street.destination(), spec, named("x"));
  client.start();
  street.engine.run_until(Time(20s));
  for (const auto& [user, times] : asked(street.endpoint)) {
    for (std::size_t i = 1; i < times.size(); ++i) CHECK(times[i] - times[i - 1] == 4s);
  }
  client.check();
}

TEST_CASE("the scale multiplies the number of users", "[traffic][closed_client]") {
  Street street(answers_after(1ms));
  ClientSpec spec = users(10, constant(1s));
  spec.scale = Ratio{1.3};
  ClosedClient client(street.engine, street.destination(), spec, named("x"));
  CHECK(client.users() == 13);
}

TEST_CASE("a user whose rounds take no time does not stop the clock", "[traffic][closed_client]") {
  Street street(
      [](const Attempt&) { return ScriptedEndpoint::Reply{Outcome{Outcome::Kind::refused}}; });
  ClosedClient client(street.engine, street.destination(), users(1, constant(0s)), named("x"));
  client.start();
  street.engine.run_until(Time(1s));
  CHECK(street.endpoint.offered.size() == 1000);
}

TEST_CASE("a user's wishes are its own: keys by user and ordinal, whoever else asks",
          "[traffic][closed_client]") {
  const auto run = [](int count, Duration answer) {
    Street street(answers_after(answer));
    ClientSpec spec = users(count, exponential(1s));
    spec.requests = {{"a", {{1}}}, {"b", {{1}}}};
    ClientContext context = named("x");
    context.classes = {0, 1};
    ClosedClient client(street.engine, street.destination(), spec, context);
    client.start();
    street.engine.run_until(Time(100s));
    std::vector<Attempt> of_user_1;
    for (const Attempt& attempt : street.endpoint.offered) {
      if (attempt.who == 1) of_user_1.push_back(attempt);
    }
    return of_user_1;
  };
  const auto few = run(2, 10ms);
  const auto many = run(200, 40ms);
  REQUIRE(few.size() > 70);
  CHECK(few.front().sent == many.front().sent);
  const Key user = child(key_of(1, "clients.x"), 1);
  for (std::size_t i = 1; i < std::min(few.size(), many.size()); ++i) {
    REQUIRE(few[i].key == child(user, i));
    REQUIRE(many[i].key == few[i].key);
    REQUIRE(many[i].request_class == few[i].request_class);
    REQUIRE(many[i].sent - many[i - 1].sent == few[i].sent - few[i - 1].sent + 30ms);
  }
}

TEST_CASE("users arrive when they are said to, spread as they are said to be",
          "[traffic][closed_client]") {
  Street street(answers_after(10ms));
  ClientSpec spec = users(10'000, constant(1h));
  spec.arrive = ArriveSpec{{}, exponential(3s)};
  spec.arrive->at.since_start = 10min;
  ClosedClient client(street.engine, street.destination(), spec, named("x"));
  client.start();
  street.engine.run_until(Time(1h));
  double sum = 0;
  double first = 1e9;
  for (const Attempt& attempt : street.endpoint.offered) {
    sum += seconds(attempt.sent - Time(10min));
    first = std::min(first, seconds(attempt.sent - Time(10min)));
  }
  REQUIRE(street.endpoint.offered.size() == 10'000);
  CHECK(first >= 0);
  CHECK(std::abs(sum / 10'000 - 3) < 4 * 3 / 100.0);
}
