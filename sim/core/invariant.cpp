#include "squall/core/invariant.hpp"

#include <string>

namespace squall {

InvariantBroken::InvariantBroken(const char* expression, const char* file, int line)
    : std::logic_error(std::string("invariant broken: ") + expression),
      expression_(expression),
      file_(file),
      line_(line) {}

namespace core {

void break_invariant(const char* expression, const char* file, int line) {
  throw InvariantBroken(expression, file, line);
}

}  // namespace core
}  // namespace squall
