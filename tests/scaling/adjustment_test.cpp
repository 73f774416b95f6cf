#include "squall/scaling/adjustment.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;
using scaling::Adjustment;
using scaling::Bound;

namespace {

Adjustment read(const std::string& text) {
  Adjustment adjustment;
  REQUIRE_FALSE(ScalarText<Adjustment>::read(text, adjustment));
  return adjustment;
}

int after(int capacity, const std::string& text, int least = 0) {
  return scaling::adjusted(capacity, read(text), least);
}

std::string refusal(const std::string& text) {
  Adjustment adjustment;
  const auto problem = ScalarText<Adjustment>::read(text, adjustment);
  return problem ? problem->what + ": " + problem->hint : "";
}

// The bounds of AWS's example with a threshold of 60.
const scaling::Steps above_60{{{60.0, true}, {Adjustment::Kind::percent, 10}},
                              {{75.0, true}, {Adjustment::Kind::percent, 20}},
                              {{85.0, true}, {Adjustment::Kind::percent, 30}}};
const scaling::Steps below_40{{{20.0, true}, {Adjustment::Kind::percent, -30}},
                              {{40.0, true}, {Adjustment::Kind::percent, -10}}};

}  // namespace

TEST_CASE("an adjustment adds, takes away, or sets", "[scaling]") {
  CHECK(after(3, "+5") == 8);
  CHECK(after(3, "=5") == 5);
  CHECK(after(10, "+10%") == 11);
  CHECK(after(10, "-3") == 7);
  CHECK(after(2, "-3") == 0);
}

TEST_CASE("of a part of an instance only what is toward zero counts, but one at least",
          "[scaling]") {
  CHECK(after(127, "+10%") == 139);  // 12.7
  CHECK(after(127, "-10%") == 115);
  CHECK(after(1, "-58%") == 0);  // 0.58
  CHECK(after(4, "+10%") == 5);  // 0.4
  CHECK(after(4, "-10%") == 3);
  CHECK(after(30, "+10%") == 33);  // exactly 3
  CHECK(after(0, "+10%") == 0);
}

TEST_CASE("a change in percent is of so many instances at least as is asked for", "[scaling]") {
  CHECK(after(10, "+10%", 2) == 12);
  CHECK(after(40, "+10%", 2) == 44);
  CHECK(after(10, "-10%", 2) == 8);
}

TEST_CASE("a step above the threshold begins with its bound", "[scaling]") {
  const auto percent_at = [](double value) {
    const Adjustment* step = scaling::step_for(above_60, value, true);
    return step ? step->amount : 0;
  };
  CHECK(percent_at(59.9) == 0);
  CHECK(percent_at(60) == 10);
  CHECK(percent_at(74.9) == 10);
  CHECK(percent_at(75) == 20);
  CHECK(percent_at(85) == 30);
  CHECK(percent_at(100) == 30);
}

TEST_CASE("a step below the threshold ends with its bound", "[scaling]") {
  const auto percent_at = [](double value) {
    const Adjustment* step = scaling::step_for(below_40, value, false);
    return step ? step->amount : 0;
  };
  CHECK(percent_at(40.1) == 0);
  CHECK(percent_at(40) == -10);
  CHECK(percent_at(20.1) == -10);
  CHECK(percent_at(20) == -30);
  CHECK(percent_at(0) == -30);
}

TEST_CASE("a step without a bound holds for every value", "[scaling]") {
  const scaling::Steps any{{{}, {Adjustment::Kind::change, 1}}};
  REQUIRE(scaling::step_for(any, -5, true));
  REQUIRE(scaling::step_for(any, 500, false));
}

TEST_CASE("an adjustment is printed as it is written", "[scaling]") {
  for (const char* text : {"+2", "-1", "+10%", "-2.5%", "=5", "=0", "0"})
    CHECK(ScalarText<Adjustment>::print(read(text)) == text);
}

TEST_CASE("an adjustment that could mean two things is refused", "[scaling]") {
  CHECK(refusal("5") == "does not say whether to add: write '+5', or '=5' for so many in all");
  CHECK(refusal("+0.5") == "is not a number of instances: write '+2', or a part: '+10%'");
  CHECK(refusal("more") == "is not an adjustment: write '+2', '-10%', or '=5' for five in all");
  CHECK(refusal("=-3") == "is not an adjustment: write '+2', '-10%', or '=5' for five in all");
}
