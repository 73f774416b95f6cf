#include "squall/core/in_order.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;

TEST_CASE("names stay in the order in which they were given, each once", "[core][in_order]") {
  InOrder<int> numbers;
  CHECK(numbers.try_emplace("two", 2).second);
  CHECK(numbers.try_emplace("one", 1).second);
  CHECK(!numbers.try_emplace("two", 3).second);
  CHECK(numbers.size() == 2);
  std::string said;
  for (const auto& [name, number] : numbers) said += name + "=" + std::to_string(number) + " ";
  CHECK(said == "two=2 one=1 ");

  InOrder<int> turned;
  turned.try_emplace("one", 1);
  turned.try_emplace("two", 2);
  CHECK(!(turned == numbers));
}
