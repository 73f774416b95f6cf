#include "output.hpp"

#include "squall/core/text.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace squall::tool {

std::string name_of(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

int say_broken(const InvariantBroken& broken, const std::string& when, const std::string& file,
               std::int64_t seed) {
  fmt::print(stderr,
             "squall: internal error: {} does not hold ({}:{})\n"
             "{}with seed {}; 'squall run {} --set seed={}' repeats it\n",
             broken.expression(), broken.file(), broken.line(), when, seed, file, seed);
  return 3;
}

int width_of_output() {
  winsize size{};
  int width = 100;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    width = size.ws_col;
  } else if (const char* const columns = std::getenv("COLUMNS");
             columns && std::atoi(columns) > 0) {
    width = std::atoi(columns);
  }
  return std::clamp(width, 60, 200);
}

}  // namespace squall::tool
