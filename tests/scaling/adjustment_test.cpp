#include "squall/scaling/adjustment.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;
using scaling::Adjustment;

namespace {

Adjustment read(const std::string& text) {
  Adjustment adjustment;
  REQUIRE_FALSE(ScalarText<Adjustment>::read(text, adjustment));
  return adjustment;
}

std::string refusal(const std::string& text) {
  Adjustment adjustment;
  const auto problem = ScalarText<Adjustment>::read(text, adjustment);
  return problem ? problem->what + ": " + problem->hint : "";
}

}  // namespace

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
