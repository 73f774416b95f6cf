#include "interrupt.hpp"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <ctime>

namespace squall::tool {

namespace {

std::atomic<bool> asked = false;
std::atomic<std::int64_t> asked_at = 0;  // milliseconds
static_assert(std::atomic<std::int64_t>::is_always_lock_free);

// Some send one wish twice, to a process and to its group.
constexpr std::int64_t one_wish = 300;  // milliseconds

extern "C" void ask_to_stop(int signal) {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC, &time);
  const std::int64_t now = time.tv_sec * 1000 + time.tv_nsec / 1'000'000;
  if (!asked) {
    asked_at = now;
    asked = true;
  } else if (now - asked_at > one_wish) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
}

}  // namespace

void listen_for_interrupts() {
  std::signal(SIGINT, ask_to_stop);
  std::signal(SIGTERM, ask_to_stop);
  std::signal(SIGPIPE, SIG_IGN);
}

bool interrupted() { return asked; }

}  // namespace squall::tool
