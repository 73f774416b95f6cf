#include "squall/core/address_space.hpp"

#include "support/catch.hpp"

#include <cstdint>
#include <utility>

using namespace squall;

TEST_CASE("where there is not so much address space there is half of it, or a quarter",
          "[core][slab]") {
  constexpr std::size_t too_many = std::size_t{1} << 52;
  const core::AddressSpace space(too_many, 64);
  CHECK(space.size() < too_many * 64);
  CHECK(space.size() >= std::size_t{1} << 24);
}

TEST_CASE("an address space goes with whoever it is given to", "[core][slab]") {
  core::AddressSpace first(1024, 64);
  void* const start = first.start();
  *static_cast<std::uint32_t*>(start) = 7;

  core::AddressSpace second;
  second = std::move(first);
  CHECK(second.start() == start);
  CHECK(second.size() == 64 * 1024);
  CHECK(*static_cast<const std::uint32_t*>(second.start()) == 7);
}
