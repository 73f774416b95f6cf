#pragma once

#include "squall/compute/credit_terms.hpp"
#include "squall/core/invariant.hpp"
#include "squall/core/ratio.hpp"
#include "squall/core/time.hpp"
#include "squall/service/agenda.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace squall::service {

/// The vCPUs of one machine, shared alike by the jobs that run: each of n jobs runs at
///
///     speed * min(1, vcpus / n)
///
/// since a job is one thread; where only part of the vCPUs may be used, that part stands for them.
/// With n <= vcpus at full speed a job takes its demand, to the
/// nanosecond; so queues with fixed workers and processor sharing are two corners of one model.
///
/// Time is given, never asked for. A clock runs at the pace of one job, and a job leaves when the
/// clock has reached what it was at the start plus the demand: hence one next finish for all, and
/// the cost of a change is O(log n) however many jobs it slows down.
class Cpu {
 public:
  /// Requires: vcpus > 0.
  explicit Cpu(int vcpus);

  /// The job runs from now on. A demand above 26 days counts as 26 days.
  /// Requires: here as below, `at` is not before any earlier time given and not after
  /// next_finish().
  void start(Time at, JobId job, Duration demand);

  /// When the next job is done if nothing changes; `never` where none runs, or none can.
  /// No job is done before it has had its demand; rounding makes it at most
  /// 1 ns later, and 1/1024 ns for each change of pace it has seen.
  Time next_finish() const { return next_finish_; }

  /// Takes out the job that is done at next_finish(); of several, the one that started first.
  /// Requires: next_finish() is not `never`.
  JobId finish();

  /// Takes out all jobs.
  void clear(Time at);

  /// 1 is full speed; at 0 everything stands still. Kept to 1/65536.
  void set_speed(Time at, Ratio speed);

  /// All jobs together may use that much, in parts of a vCPU: at 120 parts of 600 one job runs at
  /// a fifth of its speed, two at a tenth.
  /// Requires: 0 < parts <= vcpus() * compute::parts_per_vcpu.
  void limit(Time at, int parts);

  /// As if it were another one from now on, which has used as much. Requires: no job runs.
  void equip(Time at, int vcpus);

  int vcpus() const { return vcpus_; }
  std::size_t running() const { return jobs_.size(); }

  /// vCPU time that jobs have occupied, exact but for less than a nanosecond; a slow vCPU is
  /// occupied like a fast one, one that stands still is not, nor what may not be used. Divided by
  /// vcpus() and the time passed it is the utilisation.
  Duration used(Time at) const;

 private:
  // The clock's unit, so that rounding a share of a nanosecond is seldom seen.
  static constexpr std::int64_t units_per_ns = 1024;

  // Demands and the clock stay below this, so a tag, their sum, fits with room to spare.
  static constexpr std::int64_t most_units = std::int64_t{1} << 61;
  static constexpr std::int64_t most_demand = most_units / units_per_ns;

  static constexpr std::uint32_t full_speed = 65536;

  /// A vCPU for each, at full speed: nearly always, and then a nanosecond is a nanosecond.
  bool undisturbed() const { return jobs_.size() <= undisturbed_up_to_; }

  std::int64_t shared_parts() const;
  void settle_shared(Time at);
  void note_pace();
  std::int64_t clock_after(Duration time) const;
  Time planned_under_sharing(std::int64_t left) const;
  void settle(Time at);
  void plan();
  void rewind();

  [[no_unique_address]] Agenda jobs_;    // by what the clock shows when they are done
  std::uint16_t undisturbed_up_to_ = 0;  // jobs
  std::uint16_t vcpus_;
  std::int64_t clock_ = 0;  // at since_, in units; 0 when idle
  Time since_{};            // the last change of pace
  Time next_finish_ = never;
  Duration used_{};  // until since_
  std::uint32_t speed_ = full_speed;
  std::int32_t parts_;          // of a vCPU, that may be used
  std::int16_t used_rest_ = 0;  // beside used_: parts of a vCPU for a nanosecond
};

// Rounding happens here only, at a change: asking in between moves nothing. Without a branch on
// whether anybody runs, which could not be foretold: an idle clock may show anything.
[[gnu::always_inline]] inline void Cpu::settle(Time at) {
  INVARIANT(since_ <= at && at <= next_finish_);
  const Duration passed = at - since_;
  if (undisturbed()) {
    const std::uint64_t ticks = static_cast<std::uint64_t>(passed.count()) * units_per_ns;
    clock_ = static_cast<std::int64_t>(static_cast<std::uint64_t>(clock_) + ticks);
    used_ += static_cast<std::int64_t>(jobs_.size()) * passed;
  } else {
    settle_shared(at);
  }
  since_ = at;
}

[[gnu::always_inline]] inline void Cpu::plan() {
  if (jobs_.empty()) {
    next_finish_ = never;
    return;
  }
  const std::int64_t left = std::max(jobs_.first_due() - clock_, std::int64_t{0});
  if (undisturbed()) {
    next_finish_ = since_ + Duration((left + units_per_ns - 1) / units_per_ns);
  } else {
    next_finish_ = planned_under_sharing(left);
  }
}

[[gnu::always_inline]] inline void Cpu::start(Time at, JobId job, Duration demand) {
  settle(at);
  clock_ = jobs_.empty() ? 0 : clock_;
  if (clock_ > most_units) rewind();
  const std::int64_t units = std::min(demand.count(), most_demand) * units_per_ns;
  jobs_.add(clock_ + units, job);
  plan();
}

[[gnu::always_inline]] inline JobId Cpu::finish() {
  INVARIANT(next_finish_ != never);
  settle(next_finish_);
  const JobId job = jobs_.take_first();
  plan();
  return job;
}

}  // namespace squall::service
