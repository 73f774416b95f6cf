#pragma once

#include <cstddef>

namespace squall::report {

/// Where a report is read, and by whom.
struct Screen {
  std::size_t width = 100;  ///< columns; from 60 on nothing but a long name is wider
  bool verbose = false;     ///< all that happened, and not the beginning of it
};

}  // namespace squall::report
