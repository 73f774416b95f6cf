// Runs tests/aws/policies.txt: adjustments and steps by themselves, the rest in a world for each
// row.

#include "squall/scaling/adjustment.hpp"

#include "aws/rows.hpp"
#include "aws/seen.hpp"
#include "support/catch.hpp"

#include <sstream>
#include <string>
#include <vector>

using namespace squall;
using scaling::Adjustment;
using scaling::Bound;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

template <class Value>
Value read(const std::string& text) {
  Value value{};
  REQUIRE_FALSE(ScalarText<Value>::read(text, value));
  return value;
}

void adjust(const std::vector<std::string>& row) {
  CHECK(scaling::adjusted(std::stoi(row[1]), read<Adjustment>(row[2]), std::stoi(row[3])) ==
        std::stoi(row[4]));
}

// "60%: +10%, 75%: +20%"
scaling::Steps steps_of(const std::string& text) {
  scaling::Steps steps;
  std::istringstream parts(text);
  for (std::string part; std::getline(parts >> std::ws, part, ',');) {
    const auto colon = part.find(": ");
    steps[read<Bound>(part.substr(0, colon))] = read<Adjustment>(part.substr(colon + 2));
  }
  return steps;
}

void step(const std::vector<std::string>& row) {
  const scaling::Steps steps = steps_of(row[1]);
  const Adjustment* found = scaling::step_for(steps, std::stod(row[3]), row[2] == "above");
  CHECK((found ? ScalarText<Adjustment>::print(*found) : "-") == row[4]);
}

}  // namespace

TEST_CASE("policies do what AWS's cases say", "[aws][scaling]") {
  int rows = 0;
  for (const AwsRow& row : rows_of("policies.txt")) {
    if (row.left_out()) continue;
    INFO(row.place);
    ++rows;
    if (row.head.ends_with("after")) {
      adjust(row.columns);
    } else if (row.head.ends_with("step")) {
      step(row.columns);
    } else {
      squall::testing::see(row);
    }
  }
  CHECK(rows == 51);
}
