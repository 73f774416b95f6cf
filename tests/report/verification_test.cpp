#include "squall/report/verification.hpp"

#include "support/catch.hpp"

#include <limits>

#include <nlohmann/json.hpp>

using namespace squall;
using namespace squall::experiment;

namespace {

// A mean of 30 ms as exact says, and 8% refused of which theory says 10 to 11%.
Verification two_numbers() {
  CheckedNumber mean{{{Reading::Kind::mean}, 0.030}, {0.0301, 0.0299, 0.0303, 60}, 1e-4, 1};
  CheckedNumber refused{
      {{Reading::Kind::refused}, 0.10, 0.11}, {0.08, 0.076, 0.084, 60}, 0.002, -10};
  return {{{"one", "M/M/1/9", "a server", {mean, refused}}}, 60};
}

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != text.npos;
}

}  // namespace

TEST_CASE("what was simulated stands beside what is exact, and what is off is said",
          "[report][verification]") {
  const std::string text = report::verification(two_numbers());
  INFO(text);
  CHECK(contains(text, "  one    M/M/1/9   mean       30.10 ms   ±0.2      30.00 ms    +1.0 ✓\n"));
  CHECK(contains(text, "                   refused      8.000%   ±0.4   10.00–11.00   −10.0 ✗\n"));
  CHECK(contains(text, "✗ 1 of 2 numbers lie further than 4 standard errors from theory"));
}

TEST_CASE("what was verified is JSON with the unit last in each name", "[report][verification]") {
  const auto json = nlohmann::json::parse(report::verification_json(two_numbers()));
  CHECK(json["format"] == "squall.verification/1");
  CHECK(json["failed"] == 1);
  const auto& numbers = json["cases"][0]["numbers"];
  CHECK(numbers["mean_ms"]["exact"] == Approx(30));
  CHECK(numbers["mean_ms"]["simulated"]["mean"] == Approx(30.1));
  CHECK(numbers["mean_ms"]["holds"] == true);
  CHECK(numbers["refused_ratio"]["exact"] == Approx(0.10));
  CHECK(numbers["refused_ratio"]["exact_at_most"] == Approx(0.11));
  CHECK(numbers["refused_ratio"]["deviation"] == Approx(-10));
  CHECK(numbers["refused_ratio"]["holds"] == false);
}

TEST_CASE("a number that no run varies is exact or endlessly far off", "[report][verification]") {
  Verification found = two_numbers();
  found.cases[0].numbers[0].deviation = std::numeric_limits<double>::infinity();
  CHECK(contains(report::verification(found), "+inf ✗"));
  const auto json = nlohmann::json::parse(report::verification_json(found));
  CHECK(json["cases"][0]["numbers"]["mean_ms"]["deviation"].is_null());
}
