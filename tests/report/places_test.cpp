#include "squall/report/places.hpp"

#include "squall/core/display.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <sstream>
#include <string>

using namespace squall;
using network::Paths;

namespace {

bool has_line(const std::string& text, const std::string& line) {
  return ('\n' + text).find('\n' + line + '\n') != std::string::npos;
}

std::size_t width_of(const std::string& text) {
  std::istringstream stream(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(stream, line);)
    widest = std::max(widest, display_width(line));
  return widest;
}

Paths with_my_dc() {
  return Paths({{"my-dc", {{"x", "y"}, "seoul", {}}}},
               {{"lease", {{"my-dc", "ap-northeast-2"}, 4ms}}});
}

}  // namespace

TEST_CASE("places are the regions with their zones, and the cities", "[report]") {
  const std::string text = report::places(with_my_dc());
  CHECK(has_line(text, "  ap-northeast-2   Seoul            a b c d"));
  CHECK(has_line(text, "  my-dc            seoul            x y"));
  CHECK(has_line(text, "  london          eu-west-2               4.50 ms"));
}

TEST_CASE("the nearest region comes first, and a bar shows how far each is", "[report]") {
  const std::string text = report::places_from(with_my_dc(), "seoul", 100);
  CHECK(text.starts_with("from seoul\n\n"));
  CHECK(text.find("ap-northeast-2 ") < text.find("ap-northeast-3 "));
  CHECK(text.find("ap-northeast-3 ") < text.find("us-east-1 "));
  CHECK(text.find(" 178 ms   ████") != text.npos);
  CHECK(text.find("tokyo") == text.npos);
  CHECK(report::places_from(with_my_dc(), "ap-northeast-2a", 100).find("tokyo") != text.npos);
}

TEST_CASE("a narrow terminal gets less, and nothing is wider than it", "[report]") {
  const Paths paths = with_my_dc();
  for (const std::size_t width : {60u, 70u, 82u, 83u, 84u, 100u, 200u}) {
    INFO(width);
    CHECK(width_of(report::places_from(paths, "seoul", width)) <= width);
  }
  CHECK(report::places_from(paths, "seoul", 60).find("█") == std::string::npos);
}

TEST_CASE("a way says link by link how long it is and what it cannot do without", "[report]") {
  CHECK(report::way(with_my_dc(), "my-dcx", "us-east-1a") ==
        "from my-dcx to us-east-1a: 178 ms there and back\n"
        "\n"
        "  from             to               there and back\n"
        "  my-dc            ap-northeast-2          4.00 ms   link lease\n"
        "  ap-northeast-2   us-east-1                174 ms   measured\n"
        "\n"
        "  no way without the link lease or ap-northeast-2\n");
}

TEST_CASE("a place that nothing leads to says so", "[report]") {
  Paths paths = with_my_dc();
  paths.cut("my-dc", "ap-northeast-2");
  CHECK(report::way(paths, "my-dc", "seoul") == "from my-dc to seoul: no way leads there\n");
  CHECK(report::places_from(paths, "my-dc", 100).find("no way") != std::string::npos);
}
