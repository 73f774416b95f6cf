#include "squall/core/invariant.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;

TEST_CASE("a broken invariant says what was expected and where", "[core][invariant]") {
  const int sent = 3;
  const int settled = 2;
  INVARIANT(sent >= settled);
  try {
    INVARIANT(sent == settled);
    FAIL("went on");
  } catch (const InvariantBroken& broken) {
    CHECK(std::string(broken.expression()) == "sent == settled");
    CHECK(std::string(broken.file()).find("invariant_test.cpp") != std::string::npos);
    CHECK(broken.line() > 0);
  }
}
