#pragma once

#include <stdexcept>

namespace squall {

/// Squall itself is wrong: thrown by INVARIANT, caught by whoever knows the simulated time and the
/// seed, and reported with the command that replays the run. A wrong scenario never raises it.
class InvariantBroken : public std::logic_error {
 public:
  InvariantBroken(const char* expression, const char* file, int line);

  const char* expression() const { return expression_; }
  const char* file() const { return file_; }
  int line() const { return line_; }

 private:
  const char* expression_;
  const char* file_;
  int line_;
};

namespace core {
[[noreturn]] void break_invariant(const char* expression, const char* file, int line);
}

}  // namespace squall

/// Holds in every build, or the run ends with the expression, the time and the seed.
#define INVARIANT(condition)             \
  (static_cast<bool>(condition) ? void() \
                                : ::squall::core::break_invariant(#condition, __FILE__, __LINE__))
