#include "squall/service/cpu.hpp"

#include "squall/core/wide.hpp"

namespace squall::service {
namespace {

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

Cpu::Cpu(int vcpus) : vcpus_(vcpus), unslowed_(vcpus) { INVARIANT(vcpus > 0); }

std::int64_t Cpu::occupied() const {
  if (speed_ == 0) return 0;
  return std::min(static_cast<std::int64_t>(jobs_.size()), std::int64_t{vcpus_});
}

std::int64_t Cpu::clock_after(Duration time) const {
  constexpr std::int64_t speed_per_unit = full_speed / units_per_ns;
  const auto n = static_cast<std::int64_t>(jobs_.size());
  const std::int64_t sharers = std::max(n, std::int64_t{vcpus_});
  return clock_ + static_cast<std::int64_t>(
                      scale(time.count(), std::int64_t{speed_} * vcpus_, sharers * speed_per_unit));
}

Time Cpu::planned_under_sharing(std::int64_t left) const {
  if (speed_ == 0) return never;
  constexpr std::int64_t speed_per_unit = full_speed / units_per_ns;
  const auto n = static_cast<std::int64_t>(jobs_.size());
  const std::int64_t sharers = std::max(n, std::int64_t{vcpus_});
  const Wide time = scale_up(left, sharers * speed_per_unit, std::int64_t{speed_} * vcpus_);
  const Wide longest = (never - since_).count();
  return since_ + Duration(static_cast<std::int64_t>(std::min(time, longest)));
}

// A busy period may last for weeks: then everything is counted from now on anew.
void Cpu::rewind() {
  jobs_.set_back(clock_);
  clock_ = 0;
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
  unslowed_ = speed_ == full_speed ? vcpus_ : -1;
  plan();
}

}  // namespace squall::service
