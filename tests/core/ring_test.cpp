#include "squall/core/ring.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

using namespace squall;

namespace {

struct Guest {
  Link at_table;
  int number = 0;
};

using Table = Ring<&Guest::at_table>;

std::vector<int> empty_out(Table& table) {
  std::vector<int> numbers;
  while (!table.empty()) {
    numbers.push_back(table.front().number);
    Table::remove(table.front());
  }
  return numbers;
}

}  // namespace

TEST_CASE("a ring keeps the order of arrival whoever leaves", "[core][ring]") {
  std::array<Guest, 40> guests;
  std::mt19937 random(1);
  Table table;
  std::vector<int> expected;
  for (int number = 0; number < 40; ++number) {
    Guest& guest = guests[static_cast<std::size_t>(number)];
    guest.number = number;
    table.push_back(guest);
    expected.push_back(number);
  }
  for (int i = 0; i < 25; ++i) {
    const auto place = static_cast<std::ptrdiff_t>(random() % expected.size());
    Guest& guest = guests[static_cast<std::size_t>(expected[static_cast<std::size_t>(place)])];
    expected.erase(expected.begin() + place);
    Table::remove(guest);
    if (i % 2 == 0) continue;
    table.push_back(guest);
    expected.push_back(guest.number);
  }
  CHECK(empty_out(table) == expected);
  CHECK(table.empty());
}

TEST_CASE("a ring is empty once its last item has left, and takes it again", "[core][ring]") {
  Guest guest;
  Table table;
  CHECK(table.empty());
  for (int i = 0; i < 2; ++i) {
    table.push_back(guest);
    CHECK_FALSE(table.empty());
    CHECK(&table.front() == &guest);
    Table::remove(guest);
    CHECK(table.empty());
  }
}
