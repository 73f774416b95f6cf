#include <fmt/core.h>

int main() {
  fmt::print("squall {}\n", SQUALL_VERSION);
  return 0;
}
