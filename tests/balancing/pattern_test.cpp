#include "squall/balancing/pattern.hpp"

#include "support/catch.hpp"

using namespace squall::balancing;

TEST_CASE("a star stands for any text and a question mark for one letter", "[balancing][pattern]") {
  const auto like = [](const char* pattern, const char* text) {
    return matches(pattern, text, Letters::exact);
  };
  CHECK(like("/img/*", "/img/"));
  CHECK(like("/img/*", "/img/a/b.png"));
  CHECK_FALSE(like("/img/*", "/img"));
  CHECK(like("*", ""));
  CHECK(like("/a?c", "/abc"));
  CHECK_FALSE(like("/a?c", "/ac"));
  CHECK_FALSE(like("/a?c", "/abbc"));
  CHECK(like("*/b*/c", "/a/bb/b/c"));
  CHECK_FALSE(like("*/b*/c", "/a/bb/b/cd"));
  CHECK(like("", ""));
  CHECK_FALSE(like("", "a"));
}

TEST_CASE("the case of letters counts only where it shall", "[balancing][pattern]") {
  CHECK(matches("*.Example.com", "test.eXAMPLE.COM", Letters::any_case));
  CHECK_FALSE(matches("/img/*", "/IMG/x", Letters::exact));
}

TEST_CASE("a pattern covers another where it means all that it means", "[balancing][pattern]") {
  const auto over = [](const char* wide, const char* narrow) {
    return covers(wide, narrow, Letters::exact);
  };
  CHECK(over("*", "/api/*"));
  CHECK(over("/api/*", "/api/v2/*"));
  CHECK(over("/api/*", "/api/v?"));
  CHECK(over("/a?c", "/abc"));
  CHECK(over("/a?c", "/a?c"));
  CHECK_FALSE(over("/a?c", "/a*c"));
  CHECK_FALSE(over("/abc", "/a?c"));
  CHECK_FALSE(over("/api/v2/*", "/api/*"));
  CHECK_FALSE(over("/api/v2", "/api/v3"));
}
