#pragma once

#include "squall/experiment/replications.hpp"

#include <chrono>
#include <cstddef>
#include <string>

namespace squall::tool {

/// How far something is, and how long it will take, in one line on standard error: only where that
/// is a terminal, and only once it takes a while.
class Progress final : public experiment::Watcher {
 public:
  /// `what` there are `all` of, or fewer where they are enough sooner; without a word, all of it.
  Progress(std::string what, std::size_t all, bool wanted);

  void ended() override;
  bool stopped() const override;

  /// Takes the line away.
  void end();

 private:
  using Clock = std::chrono::steady_clock;

  std::string what_;
  std::size_t all_;
  bool wanted_;
  std::size_t done_ = 0;
  bool shown_ = false;
  Clock::time_point begin_ = Clock::now();
  Clock::time_point last_ = begin_;
};

}  // namespace squall::tool
