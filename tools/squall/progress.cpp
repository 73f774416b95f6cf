#include "progress.hpp"

#include "interrupt.hpp"

#include <cmath>
#include <cstdio>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

namespace squall::tool {

Progress::Progress(std::string what, std::size_t all, bool wanted)
    : what_(std::move(what)), all_(all), wanted_(wanted && isatty(STDERR_FILENO) == 1) {}

void Progress::ended() {
  using namespace std::chrono_literals;
  ++done_;
  const auto now = Clock::now();
  if (!wanted_ || now - begin_ < 500ms || now - last_ < 100ms) return;
  last_ = now;
  shown_ = true;
  const double passed = std::chrono::duration<double>(now - begin_).count();
  const double left = passed / static_cast<double>(done_) * static_cast<double>(all_ - done_);
  const std::string done = what_.empty() ? fmt::format("{} %", 100 * done_ / all_)
                                         : fmt::format("{} of {} {}", done_, all_, what_);
  fmt::print(stderr, "\r\033[K  {}, {}{:.0f} s left", done, what_.empty() ? "about " : "at most ",
             std::ceil(left));
  std::fflush(stderr);
}

bool Progress::stopped() const { return interrupted(); }

void Progress::end() {
  if (shown_) fmt::print(stderr, "\r\033[K");
}

}  // namespace squall::tool
