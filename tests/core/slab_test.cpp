#include "squall/core/slab.hpp"

#include "support/catch.hpp"

#include <map>
#include <memory>
#include <random>
#include <set>

using namespace squall;

namespace {

struct Item {
  std::uint64_t key = 0;
  std::uint32_t other = 0;
};

}  // namespace

TEST_CASE("an item keeps its address while the slab grows", "[core][slab]") {
  Slab<Item, 2> slab;
  const auto first = slab.allocate(11u, 12u);
  Item* const address = &slab[first];

  for (std::uint64_t i = 0; i < 1000; ++i) slab.allocate(i);

  CHECK(&slab[first] == address);
  CHECK(slab[first].key == 11);
  CHECK(slab[first].other == 12);
  CHECK(slab.size() == 1001);
}

TEST_CASE("a released slot is given out again before the slab grows", "[core][slab]") {
  Slab<Item> slab;
  const auto first = slab.allocate();
  const auto second = slab.allocate();
  slab.release(first);
  slab.release(second);

  CHECK(slab.size() == 0);
  CHECK(slab.allocate() == second);
  CHECK(slab.allocate() == first);
  CHECK(slab.allocate() == 2);
}

TEST_CASE("a token finds its item, and nobody once the item is released", "[core][slab]") {
  Slab<Item> slab;
  const auto id = slab.allocate(5u);
  const Token token = slab.token(id);
  CHECK(slab.find(token) == &slab[id]);

  slab.release(id);
  CHECK(slab.find(token) == nullptr);

  const auto successor = slab.allocate(6u);
  REQUIRE(successor == id);
  CHECK(slab.find(token) == nullptr);
  CHECK(slab.find(slab.token(successor))->key == 6);
}

TEST_CASE("an item is found by where it lies, in whichever chunk", "[core][slab]") {
  Slab<Item, 2> slab;
  for (std::uint32_t id = 0; id < 11; ++id) slab.allocate(id);
  for (std::uint32_t id = 0; id < 11; ++id) CHECK(slab.id_of(slab[id]) == id);
}

TEST_CASE("a default token finds nobody", "[core][slab]") {
  Slab<Item> slab;
  CHECK(slab.find(Token{}) == nullptr);
  slab.release(slab.allocate());
  CHECK(slab.find(Token{}) == nullptr);
  CHECK(slab.find(Token{0, 0}) == nullptr);
  CHECK(slab.find(Token{1, 1}) == nullptr);
}

TEST_CASE("an item is destroyed on release, and the others with the slab", "[core][slab]") {
  const auto witness = std::make_shared<int>(1);
  {
    Slab<std::shared_ptr<int>, 1> slab;
    const auto first = slab.allocate(witness);
    for (int i = 0; i < 4; ++i) slab.allocate(witness);
    REQUIRE(witness.use_count() == 6);
    slab.release(first);
    CHECK(witness.use_count() == 5);
  }
  CHECK(witness.use_count() == 1);
}

TEST_CASE("an item starts new whatever was in its slot before", "[core][slab]") {
  Slab<Item> slab;
  slab.release(slab.allocate(9u, 9u));
  const auto id = slab.allocate();
  CHECK(slab[id].key == 0);
  CHECK(slab[id].other == 0);
}

TEST_CASE("tokens tell the living from the dead through 20,000 random comings and goings",
          "[core][slab]") {
  std::mt19937_64 random(20260101);
  Slab<Item, 3> slab;
  std::map<std::uint64_t, Token> living;
  std::vector<Token> dead;

  for (std::uint64_t key = 0; key < 20'000; ++key) {
    if (living.empty() || random() % 100 < 52) {
      living[key] = slab.token(slab.allocate(key));
      continue;
    }
    auto victim = living.lower_bound(random() % key);
    if (victim == living.end()) victim = living.begin();
    slab.release(victim->second.index);
    dead.push_back(victim->second);
    living.erase(victim);
  }

  CHECK(slab.size() == living.size());
  std::set<std::uint32_t> slots;
  bool all_found = true;
  for (const auto& [key, token] : living) {
    slots.insert(token.index);
    all_found = all_found && slab.find(token) != nullptr && slab.find(token)->key == key;
  }
  CHECK(all_found);
  CHECK(slots.size() == living.size());
  std::size_t ghosts = 0;
  for (const Token token : dead) ghosts += slab.find(token) != nullptr;
  CHECK(ghosts == 0);
}
