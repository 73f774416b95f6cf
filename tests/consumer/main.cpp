#include "squall/core/time.hpp"

#include <cstdlib>

int main() {
  using namespace std::chrono_literals;
  const auto end = squall::Time{} + squall::from_seconds(1.5);
  return end - squall::Time{} == 1500ms ? EXIT_SUCCESS : EXIT_FAILURE;
}
