#pragma once

#include "squall/balancing/spec.hpp"
#include "squall/balancing/target.hpp"
#include "squall/core/draw.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/lane.hpp"
#include "squall/core/signal.hpp"
#include "squall/core/timer.hpp"
#include "squall/service/endpoint.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::balancing {

/// What one node of a balancer knows of the targets of one group: it probes each of them once an
/// interval, at a phase of its own, and announces each change of health.
///
///   initial --1 good--> healthy --unhealthy_threshold bad in a row--> unhealthy
///      \                   ^------healthy_threshold good in a row-------/  ^
///       '-------------------unhealthy_threshold bad in a row---------------'
///
/// With `initial_healthy_checks` it is so many good ones in a row that make it healthy at first.
///
/// An HTTP probe is a job like any other and good when the matcher takes its status. A TCP probe is
/// good when its target takes it. How long an answer takes moves no later probe. All targets
/// together have one event in the engine, and the probes that are under way another.
class HealthChecker final : public service::Caller {
 public:
  struct Counts {
    std::uint64_t probes = 0;
    std::uint64_t failures = 0;
  };

  HealthChecker(Engine& engine, service::Exchange& exchange, const HealthCheckSpec& spec, Key key);

  /// What probes ask for from now on: a page of their own unless told.
  void ask_for(service::ClassId request_class) { asked_ = request_class; }

  /// Where its probes of the target go.
  void meet(TargetId target, service::Endpoint& endpoint);

  /// Probes the target from now on.  Requires: it has met it, it is initial or healthy, and not
  /// watched.
  void watch(TargetId target, Health health);

  /// Probes it no more; what comes of a probe under way changes nothing.
  void forget(TargetId target);

  /// Its node is gone: probes nobody, waits for no answer, and knows nothing any more.
  void forget_all();

  /// Requires: it has met it.
  Health health(TargetId target) const { return watched_[target].health; }

  /// How many answers up to now were alike: above 0 good ones, below 0 bad ones.
  int streak(TargetId target) const { return watched_[target].streak; }

  /// A passive check: a client's connection was taken, or refused. As many refusals in a row as
  /// bad answers make a healthy target unhealthy.
  void saw(TargetId target, bool taken);

  void returned(service::AttemptId probe, service::Outcome outcome) override;

  /// Probes that are not answered yet.
  std::size_t under_way() const { return under_way_.size(); }

  Signal<TargetId> changed;
  const Counts& counts() const { return counts_; }

 private:
  struct Watched {
    service::Endpoint* endpoint = nullptr;
    Health health;
    std::int8_t streak = 0;    // > 0 good answers in a row, < 0 bad ones
    std::int8_t refusals = 0;  // of clients' connections, in a row
    bool forgotten = false;
  };

  // When in each interval a target is probed.
  struct Turn {
    Duration phase;
    TargetId target;

    friend bool operator==(const Turn&, const Turn&) = default;
    friend bool operator<(const Turn& a, const Turn& b) {
      return a.phase != b.phase ? a.phase < b.phase : a.target < b.target;
    }
  };

  Duration phase_of(TargetId target) const;
  void sort_turns();
  Time due_after(Time time, Duration phase) const;
  void plan();
  void probe_due();  // event
  void probe(TargetId target);
  void time_out(std::uint32_t probe);  // event
  HealthReason met_by(service::Outcome outcome) const;
  void judge(TargetId target, HealthReason met);
  void become(TargetId target, Health health);

  Engine& engine_;
  service::Exchange& exchange_;
  const HealthCheckSpec spec_;
  const Key key_;
  const service::CallerId self_;
  service::ClassId asked_ = service::probe_class;
  std::vector<Watched> watched_;  // by TargetId
  std::vector<Turn> turns_;       // but for those that are new, sorted
  std::size_t sorted_ = 0;        // so many of them
  Time planned_until_{};          // every turn before this has been taken
  Timer next_;
  Lane<&service::Attempt::at_caller, &service::Attempt::sent> under_way_;
  Counts counts_;
};

}  // namespace squall::balancing
