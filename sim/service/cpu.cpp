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

Cpu::Cpu(int vcpus)
    : vcpus_(static_cast<std::uint16_t>(vcpus)), parts_(vcpus * compute::parts_per_vcpu) {
  INVARIANT(vcpus > 0 && vcpus <= 65535);
  note_pace();
}

void Cpu::note_pace() {
  undisturbed_up_to_ =
      speed_ == full_speed ? static_cast<std::uint16_t>(parts_ / compute::parts_per_vcpu) : 0;
}

// What the jobs would use if they could, or may.
std::int64_t Cpu::shared_parts() const {
  return std::max(static_cast<std::int64_t>(jobs_.size()) * compute::parts_per_vcpu,
                  std::int64_t{parts_});
}

Duration Cpu::used(Time at) const {
  if (speed_ == 0) return used_;
  const auto wanted = static_cast<std::int64_t>(jobs_.size()) * compute::parts_per_vcpu;
  const Wide more = Wide((at - since_).count()) * std::min(wanted, std::int64_t{parts_});
  return used_ + Duration(static_cast<std::int64_t>((more + used_rest_) / compute::parts_per_vcpu));
}

void Cpu::settle_shared(Time at) {
  const Duration passed = at - since_;
  clock_ = clock_after(passed);
  if (speed_ == 0) return;
  const auto wanted = static_cast<std::int64_t>(jobs_.size()) * compute::parts_per_vcpu;
  if (const std::int64_t vcpus = undisturbed_up_to_; vcpus * compute::parts_per_vcpu == parts_) {
    used_ += vcpus * passed;
    return;
  }
  const Wide more = Wide(passed.count()) * std::min(wanted, std::int64_t{parts_}) + used_rest_;
  used_ += Duration(static_cast<std::int64_t>(more / compute::parts_per_vcpu));
  used_rest_ = static_cast<std::int16_t>(more % compute::parts_per_vcpu);
}

std::int64_t Cpu::clock_after(Duration time) const {
  constexpr std::int64_t speed_per_unit = full_speed / units_per_ns;
  return clock_ + static_cast<std::int64_t>(scale(time.count(), std::int64_t{speed_} * parts_,
                                                  shared_parts() * speed_per_unit));
}

Time Cpu::planned_under_sharing(std::int64_t left) const {
  if (speed_ == 0) return never;
  constexpr std::int64_t speed_per_unit = full_speed / units_per_ns;
  const Wide time = scale_up(left, shared_parts() * speed_per_unit, std::int64_t{speed_} * parts_);
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
  note_pace();
  plan();
}

void Cpu::equip(Time at, int vcpus) {
  INVARIANT(jobs_.size() == 0 && vcpus > 0 && vcpus <= 65535);
  settle(at);
  vcpus_ = static_cast<std::uint16_t>(vcpus);
  limit(at, vcpus * compute::parts_per_vcpu);
}

void Cpu::limit(Time at, int parts) {
  INVARIANT(0 < parts && parts <= vcpus_ * compute::parts_per_vcpu);
  settle(at);
  parts_ = parts;
  note_pace();
  plan();
}

}  // namespace squall::service
