#include "squall/metrics/composite_rule.hpp"

#include "support/catch.hpp"

#include <map>
#include <string>
#include <vector>

using namespace squall;
using namespace squall::metrics;

namespace {

CompositeRule rule(const std::string& text) {
  const auto read = CompositeRule::read(text);
  REQUIRE(std::holds_alternative<CompositeRule>(read));
  return std::get<CompositeRule>(read);
}

/// Whether it holds where the alarms named are in ALARM and all others are OK.
bool holds(const std::string& text, const std::string& alarming) {
  const CompositeRule its = rule(text);
  std::vector<AlarmState> states;
  for (const std::string& name : its.names())
    states.push_back(alarming.find(name) == alarming.npos ? AlarmState::ok : AlarmState::alarm);
  return its.holds(states);
}

}  // namespace

TEST_CASE("NOT binds closest, then AND, then OR", "[metrics][composite_rule]") {
  CHECK(holds("ALARM(a) OR ALARM(b) AND ALARM(c)", "a"));
  CHECK_FALSE(holds("(ALARM(a) OR ALARM(b)) AND ALARM(c)", "a"));
  CHECK(holds("NOT ALARM(a) AND ALARM(b)", "b"));
  CHECK_FALSE(holds("NOT (ALARM(a) AND ALARM(b))", "ab"));
  CHECK(holds("NOT NOT ALARM(a)", "a"));
}

TEST_CASE("a rule asks alarms for each state, and may ask nobody", "[metrics][composite_rule]") {
  CHECK(holds("OK(a)", ""));
  CHECK_FALSE(holds("OK(a)", "a"));
  CHECK_FALSE(holds("INSUFFICIENT_DATA(a)", "a"));
  CHECK(rule("INSUFFICIENT_DATA(a)").holds(std::vector{AlarmState::insufficient_data}));
  CHECK(holds("TRUE", ""));
  CHECK_FALSE(holds("FALSE OR NOT TRUE", ""));
}

TEST_CASE("names may stand in quotes, and each is asked once", "[metrics][composite_rule]") {
  const CompositeRule its = rule("ALARM(\"too many errors\") OR OK(b)\n AND ALARM( b )");
  CHECK(its.names() == std::vector<std::string>{"too many errors", "b"});
}

TEST_CASE("a rule that is none is refused with what is wrong", "[metrics][composite_rule]") {
  const auto problem = [](const std::string& text) {
    const auto read = CompositeRule::read(text);
    return std::holds_alternative<Problem>(read) ? std::get<Problem>(read).what : "";
  };
  CHECK(problem("") == "ends too early");
  CHECK(problem("ALARM(a) AND") == "ends too early");
  CHECK(problem("ALARM(a") == "has a bracket that is not closed");
  CHECK(problem("(ALARM(a)") == "has a bracket that is not closed");
  CHECK(problem("ALARM()") == "names no alarm in brackets");
  CHECK(problem("ALARM a") == "names no alarm in brackets");
  CHECK(problem("alarm(a)") == "has 'alarm' where it asks an alarm");
  CHECK(problem("ALARM(a) ALARM(b)") == "goes on after its end");
  CHECK(problem(std::string(5000, '(')) == "is nested too deeply");
  std::string not_not;
  for (int i = 0; i < 5000; ++i) not_not += "NOT ";
  CHECK(problem(not_not + "TRUE") == "is nested too deeply");
  std::string many = "ALARM(a0)";
  for (int i = 1; i <= 100; ++i) many += " OR ALARM(a" + std::to_string(i) + ")";
  CHECK(problem(many) == "asks more than 100 alarms");
  std::string parts = "TRUE";
  for (int i = 0; i < 5000; ++i) parts += " OR TRUE";
  CHECK(problem(parts) == "has more than 1000 parts");
}
