#include "squall/core/list.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <random>
#include <vector>

using namespace squall;

namespace {

struct Attempt {
  int number = 0;
  Hook at_server;
  Hook at_node;
};

using Attempts = Slab<Attempt>;
using ServerList = List<&Attempt::at_server>;
using NodeList = List<&Attempt::at_node>;

std::uint32_t add(Attempts& attempts, int number) {
  const std::uint32_t id = attempts.allocate();
  attempts[id].number = number;
  return id;
}

template <class AnyList>
std::vector<std::uint32_t> ids(const AnyList& list) {
  std::vector<std::uint32_t> result;
  for (const auto id : list) result.push_back(id);
  return result;
}

using Ids = std::vector<std::uint32_t>;

}  // namespace

TEST_CASE("a list keeps the order of arrival whoever leaves", "[core][list]") {
  Attempts attempts;
  ServerList list(attempts);
  for (int i = 0; i < 5; ++i) list.push_back(add(attempts, i));

  list.remove(2);
  CHECK(ids(list) == Ids{0, 1, 3, 4});
  list.remove(0);
  CHECK(ids(list) == Ids{1, 3, 4});
  list.remove(4);
  CHECK(ids(list) == Ids{1, 3});
  list.push_back(0);
  CHECK(ids(list) == Ids{1, 3, 0});
  CHECK(list.front() == 1);
  CHECK(list.size() == 3);
}

TEST_CASE("an attempt stands in two lists and leaves one without the other", "[core][list]") {
  Attempts attempts;
  ServerList server(attempts);
  NodeList node(attempts);
  for (int i = 0; i < 3; ++i) {
    const auto id = add(attempts, i);
    server.push_back(id);
    node.push_back(id);
  }

  server.remove(1);

  CHECK(ids(server) == Ids{0, 2});
  CHECK(ids(node) == Ids{0, 1, 2});
}

TEST_CASE("removing what stands in no list does nothing", "[core][list]") {
  Attempts attempts;
  ServerList list(attempts);
  const auto id = add(attempts, 1);

  CHECK_FALSE(list.remove(id));
  list.push_back(id);
  CHECK(list.remove(id));
  CHECK_FALSE(list.remove(id));
  CHECK(list.empty());
  CHECK(list.size() == 0);
}

TEST_CASE("the visited may leave while a list is walked", "[core][list]") {
  Attempts attempts;
  ServerList list(attempts);
  for (int i = 0; i < 6; ++i) list.push_back(add(attempts, i));

  for (const auto id : list) {
    if (attempts[id].number % 2 != 0) continue;
    list.remove(id);
    attempts.release(id);
  }

  CHECK(ids(list) == Ids{1, 3, 5});
}

TEST_CASE("a crash cuts exactly the attempts at its own server", "[core][list]") {
  Attempts attempts;
  ServerList crashed(attempts), healthy(attempts);
  for (int i = 0; i < 6; ++i) (i % 2 ? crashed : healthy).push_back(add(attempts, i));

  std::vector<int> cut;
  crashed.clear([&](std::uint32_t id) {
    cut.push_back(attempts[id].number);
    crashed.remove(id);                               // the visited, as a common exit would
    if (attempts[id].number == 1) crashed.remove(3);  // its sibling goes with it
    attempts.release(id);
    healthy.push_back(add(attempts, 10));  // a retry, maybe in the same slot
  });

  CHECK(cut == std::vector{1, 5});
  CHECK(crashed.empty());
  CHECK(healthy.size() == 5);
}

TEST_CASE("a list gives out first who came first", "[core][list]") {
  Attempts attempts;
  ServerList list(attempts);
  for (int number = 0; number < 3; ++number) list.push_back(add(attempts, number));
  const std::uint32_t first = list.pop_front();
  CHECK(attempts[first].number == 0);
  CHECK_FALSE(attempts[first].at_server.linked());
  CHECK(ids(list) == Ids{1, 2});
  CHECK(list.pop_front() == 1);
  CHECK(list.pop_front() == 2);
  CHECK(list.empty());
  list.push_back(first);
  CHECK(ids(list) == Ids{first});
}

TEST_CASE("a list agrees with a vector through 20,000 random moves", "[core][list]") {
  std::mt19937_64 random(7);
  Attempts attempts;
  ServerList list(attempts);
  Ids expected;
  std::size_t disagreements = 0;
  for (int i = 0; i < 64; ++i) add(attempts, i);

  for (int i = 0; i < 20'000; ++i) {
    const auto id = static_cast<std::uint32_t>(random() % 64);
    const auto found = std::find(expected.begin(), expected.end(), id);
    if (found == expected.end()) {
      list.push_back(id);
      expected.push_back(id);
    } else {
      list.remove(id);
      expected.erase(found);
    }
    disagreements += ids(list) != expected || list.size() != expected.size();
  }

  CHECK(disagreements == 0);
}
