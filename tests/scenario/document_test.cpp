#include "squall/scenario/document.hpp"

#include "support/catch.hpp"

using namespace squall::scenario;

TEST_CASE("a map keeps its keys in the order of the file and each once", "[scenario][document]") {
  Node map = Node::map();
  map.set({"b", {}}, Node::scalar("1"));
  map.set({"a", {}}, Node::scalar("2"));
  map.set({"b", {}}, Node::scalar("3"));
  REQUIRE(map.keys.size() == 2);
  CHECK(map.keys[0].text == "b");
  CHECK(map.find("b")->text == "3");
  map.erase("b");
  CHECK(map.find("b") == nullptr);
  CHECK(map.find("a")->text == "2");
}

TEST_CASE("a column counts characters, not bytes", "[scenario][document]") {
  Sources sources;
  const auto id = sources.add("a.yaml", "주문: 1\r\nx: 2");
  CHECK(sources.line({id, 1, 1}) == "주문: 1");
  CHECK(sources.line({id, 2, 1}) == "x: 2");
  CHECK(sources.line({id, 3, 1}).empty());
  CHECK(sources.line({id, 0, 0}).empty());
  CHECK(sources.column_in_characters({id, 1, 9}) == 5);
}

TEST_CASE("a long value is shown by its beginning, whole characters of it",
          "[scenario][document]") {
  CHECK(described(Node::scalar("10s")) == "'10s'");
  CHECK(described(Node()) == "nothing");
  CHECK(described(Node::list()) == "a list");
  std::string hangul;
  for (int i = 0; i < 30; ++i) hangul += "주";
  CHECK(described(Node::scalar(hangul)) == "'주주주주주주주주주주주주주주...'");
}

TEST_CASE("a part of a path that holds a dot is quoted", "[scenario][document]") {
  CHECK(join_path("", "alarms") == "alarms");
  CHECK(join_path("alarms", "too.hot") == "alarms.\"too.hot\"");
  CHECK(join_path("alarms", "") == "alarms.\"\"");
}
