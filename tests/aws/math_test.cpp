// Runs tests/aws/math.txt.

#include "squall/core/text.hpp"
#include "squall/metrics/expression.hpp"

#include "support/catch.hpp"
#include "support/columns.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

using namespace squall;
using namespace squall::metrics;

namespace {

using Line = Expression::Line;

// "1,-,3"
Line line_of(const std::string& text) {
  Line line;
  std::istringstream stream(text);
  for (std::string value; std::getline(stream, value, ',');)
    line.push_back(value == "-" ? std::nullopt : read_number(value));
  return line;
}

bool alike(const Line& a, const Line& b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].has_value() != b[i].has_value()) return false;
    if (a[i] && std::abs(*a[i] - *b[i]) > 1e-12 * std::max(1.0, std::abs(*b[i]))) return false;
  }
  return true;
}

void check_row(const std::string& metrics, const std::string& text, const std::string& wanted) {
  std::vector<std::string> names;
  std::vector<Line> lines;
  std::istringstream stream(metrics);
  for (std::string word; stream >> word;) {
    const auto equals = word.find('=');
    names.push_back(word.substr(0, equals));
    lines.push_back(line_of(word.substr(equals + 1)));
  }
  const auto read = Expression::read(text, names);
  if (const auto* problem = std::get_if<Problem>(&read)) FAIL(problem->what);
  CHECK(alike(std::get<Expression>(read).evaluate(lines, 60s), line_of(wanted)));
}

}  // namespace

TEST_CASE("metric math comes to what AWS says", "[aws][metrics][expression]") {
  std::ifstream file(std::string(SQUALL_TESTS_DIR) + "/aws/math.txt");
  REQUIRE(file.good());
  int rows = 0;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line.starts_with('#')) continue;
    INFO(line);
    ++rows;
    const auto row = columns_of(line);
    REQUIRE(row.size() == 4);
    check_row(row[1], row[2], row[3]);
  }
  CHECK(rows == 74);
}
