#pragma once

#include <cstdint>

namespace squall::test {

/// How often this program has called operator new.
extern std::uint64_t allocations;

}  // namespace squall::test

/// Each drives a part of Squall and says whether its steady state allocates nothing.
bool balancing_is_quiet();

/// The same for servers that ask a database.
bool servers_are_quiet();
