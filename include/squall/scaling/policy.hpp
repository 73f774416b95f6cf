#pragma once

#include "squall/core/time.hpp"
#include "squall/metrics/alarms.hpp"
#include "squall/scaling/decision.hpp"
#include "squall/scaling/policy_spec.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace squall::scaling {

/// Who knows how many instances a group had.
class Capacities {
 public:
  /// In service then, and warm.
  virtual int warm_at(Time at) const = 0;

 protected:
  ~Capacities() = default;
};

/// All that a policy may look at. A new field here changes no existing policy.
struct Question {
  Time now;
  int desired = 0;
  int warm = 0;                      ///< in service, with metrics that count
  int current = 0;                   ///< in service or on the way out
  bool is_busy = false;              ///< some activity is under way
  Time cooldown_until{};             ///< of simple policies
  const Capacities* past = nullptr;  ///< never null when a policy is asked
};

/// Where a policy finds what it looks at.
struct Sight {
  const metrics::Store& store;
  const metrics::Alarms& alarms;
};

/// Proposes a capacity for a group when an alarm of its own says so. Deterministic in its
/// questions.
class Policy {
 public:
  virtual ~Policy() = default;

  /// What it would do now; no capacity where none of its alarms is in ALARM.
  virtual Proposal propose(const Question& question) const = 0;

  /// Whether it takes instances away only where all others like it agree.
  virtual bool asks_for_agreement() const { return false; }

  /// Whether it keeps the group from shrinking where it has no proposal.
  virtual bool holds_scale_in() const { return false; }
};

/// A policy and the alarms that run it.
struct Rule {
  std::string name;
  PolicySpec spec;
  std::vector<metrics::AlarmId> alarms;  ///< of target tracking: high, then low
};

std::unique_ptr<Policy> make_policy(const Rule& rule, const Sight& sight);

/// The alarms that a policy needs and that are not there yet, by name. `terms` say what they look
/// at, and no more.
struct OwnAlarm {
  std::string name;
  metrics::Alarm::Terms terms;
};
std::vector<OwnAlarm> own_alarms(const std::string& group, const std::string& name,
                                 const PolicySpec& spec, metrics::Alarm::Terms terms);

}  // namespace squall::scaling
