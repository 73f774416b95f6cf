#include "squall/core/names.hpp"

#include "support/catch.hpp"

using namespace squall;

TEST_CASE("a name has one number, whenever it comes up", "[core][names]") {
  Names names;
  const NameId web = names.id("web");
  const NameId api = names.id("api");

  CHECK(web != api);
  CHECK(names.id("web") == web);
  CHECK(names.text(web) == "web");
  CHECK(names.text(api) == "api");
  CHECK(names.text(NameId::none).empty());
  CHECK(static_cast<int>(names.id("db")) == 2);
}
