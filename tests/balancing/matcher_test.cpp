#include "squall/balancing/matcher.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;
using balancing::Matcher;

namespace {

std::string said(std::string_view text) {
  Matcher matcher;
  const auto problem = ScalarText<Matcher>::read(text, matcher);
  if (!problem) return ScalarText<Matcher>::print(matcher);
  return problem->hint.empty() ? problem->what : problem->what + " (" + problem->hint + ")";
}

}  // namespace

TEST_CASE("a matcher takes the statuses that it lists, the ends of a range among them",
          "[balancing][matcher]") {
  Matcher matcher;
  CHECK(matcher.takes(200));
  CHECK(!matcher.takes(201));
  REQUIRE(!ScalarText<Matcher>::read("200,301-304", matcher));
  for (int status = 100; status < 600; ++status) {
    INFO(status);
    CHECK(matcher.takes(status) == (status == 200 || (status >= 301 && status <= 304)));
  }
}

TEST_CASE("statuses are printed as they were written", "[balancing][matcher]") {
  for (const char* text : {"200", "200-499", "200,202", "200-204,304,404-410"})
    CHECK(said(text) == text);
}

TEST_CASE("what is no list of statuses is refused with what to write", "[balancing][matcher]") {
  const std::string shape = "is not a list of statuses (write '200' or '200,301-302')";
  for (const char* text : {"", "2xx", "20", "2000", "200,", ",200", "200-", "200, 301", "-200"})
    CHECK(said(text) == shape);
  CHECK(said("199") == "must be 200 to 499");
  CHECK(said("200-500") == "must be 200 to 499");
  CHECK(said("302-301") == "ends before it begins (write '301-302')");
}
