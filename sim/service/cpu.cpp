#include "squall/service/cpu.hpp"

#include "squall/core/invariant.hpp"
#include "squall/core/wide.hpp"

#include <algorithm>

namespace squall::service {
namespace {

constexpr std::int64_t units_per_ns = 1024;
constexpr std::uint32_t full_speed = 65536;
constexpr std::int64_t speed_per_unit = full_speed / units_per_ns;

// Demands and the clock stay below this, so a tag, their sum, fits with room to spare.
constexpr std::int64_t most_units = std::int64_t{1} << 61;
constexpr std::int64_t most_demand = most_units / units_per_ns;

/// value * factor / divisor, rounded down; few products need more than 64 bits.
Wide scale(std::int64_t value, std::int64_t factor, std::int64_t divisor) {
  std::int64_t product = 0;
  if (!__builtin_mul_overflow(value, factor, &product)) [[likely]]
    return product / divisor;
  return Wide(value) * factor / divisor;
}

/// The same, rounded up.
Wide scale_up(std::int64_t value, std::int64_t factor, std::int64_t divisor) {
  std::int64_t product = 0;
  if (!__builtin_mul_overflow(value, factor, &product) &&
      product <= std::int64_t{0x7fffffffffffffff} - divisor) [[likely]]
    return (product + divisor - 1) / divisor;
  return (Wide(value) * factor + divisor - 1) / divisor;
}

}  // namespace

Cpu::Cpu(int vcpus) : speed_(full_speed), vcpus_(vcpus) { INVARIANT(vcpus > 0); }

// Turns may wrap in a busy period that never ends; those present are always close together.
struct Cpu::Later {
  bool operator()(const Running& a, const Running& b) const {
    if (a.tag != b.tag) return a.tag > b.tag;
    return static_cast<std::int32_t>(a.turn - b.turn) > 0;
  }
};

std::int64_t Cpu::occupied() const {
  if (speed_ == 0) return 0;
  return std::min(static_cast<std::int64_t>(jobs_.size()), std::int64_t{vcpus_});
}

std::int64_t Cpu::clock_after(Duration time) const {
  const auto n = static_cast<std::int64_t>(jobs_.size());
  if (n <= vcpus_) {
    return clock_ + static_cast<std::int64_t>(scale(time.count(), speed_, speed_per_unit));
  }
  return clock_ + static_cast<std::int64_t>(
                      scale(time.count(), std::int64_t{speed_} * vcpus_, n * speed_per_unit));
}

// Rounding happens here only, at a change: asking in between moves nothing.
void Cpu::settle(Time at) {
  INVARIANT(since_ <= at && at <= next_finish_);
  if (at != since_ && !jobs_.empty()) {
    clock_ = clock_after(at - since_);
    used_ += occupied() * (at - since_);
  }
  since_ = at;
}

void Cpu::plan() {
  if (jobs_.empty() || speed_ == 0) {
    next_finish_ = never;
    return;
  }
  const std::int64_t left = std::max(jobs_.front().tag - clock_, std::int64_t{0});
  const auto n = static_cast<std::int64_t>(jobs_.size());
  if (n <= vcpus_ && speed_ == full_speed) {  // nearly always, so without a division
    next_finish_ = since_ + Duration((left + units_per_ns - 1) / units_per_ns);
    return;
  }
  const std::int64_t sharers = std::max(n, std::int64_t{vcpus_});
  const Wide time = scale_up(left, sharers * speed_per_unit, std::int64_t{speed_} * vcpus_);
  const Wide longest = (never - since_).count();
  next_finish_ = since_ + Duration(static_cast<std::int64_t>(std::min(time, longest)));
}

// A busy period may last for weeks: then everything is counted from now on anew.
void Cpu::rewind() {
  for (Running& running : jobs_) running.tag -= clock_;
  clock_ = 0;
}

void Cpu::start(Time at, JobId job, Duration demand) {
  settle(at);
  if (jobs_.empty()) {
    clock_ = 0;
    next_turn_ = 0;
  }
  if (clock_ > most_units) rewind();
  const std::int64_t units = std::min(demand.count(), most_demand) * units_per_ns;
  jobs_.push_back({clock_ + units, next_turn_++, job});
  std::push_heap(jobs_.begin(), jobs_.end(), Later{});
  plan();
}

JobId Cpu::finish() {
  INVARIANT(next_finish_ != never);
  settle(next_finish_);
  std::pop_heap(jobs_.begin(), jobs_.end(), Later{});
  const JobId job = jobs_.back().job;
  jobs_.pop_back();
  plan();
  return job;
}

bool Cpu::remove(Time at, JobId job) {
  const auto found = std::find_if(jobs_.begin(), jobs_.end(),
                                  [&](const Running& running) { return running.job == job; });
  if (found == jobs_.end()) return false;
  settle(at);
  *found = jobs_.back();
  jobs_.pop_back();
  std::make_heap(jobs_.begin(), jobs_.end(), Later{});
  plan();
  return true;
}

void Cpu::clear(Time at) {
  settle(at);
  jobs_.clear();
  plan();
}

void Cpu::set_speed(Time at, Ratio speed) {
  INVARIANT(speed.value >= 0 && speed.value <= 1000);
  settle(at);
  speed_ = static_cast<std::uint32_t>(speed.value * full_speed + 0.5);
  plan();
}

}  // namespace squall::service
