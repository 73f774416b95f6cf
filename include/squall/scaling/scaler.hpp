#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/core/time.hpp"
#include "squall/metrics/alarms.hpp"
#include "squall/scaling/decision.hpp"
#include "squall/scaling/group.hpp"
#include "squall/scaling/policy.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace squall::scaling {

/// What the policies of a group come to together.
///
/// When alarms run policies, the largest capacity that is proposed wins, up to the maximum. The
/// group shrinks only where nothing warms up and no other policy wants more, and for a target
/// tracking policy only where all others that take instances away agree.
class Scaler {
 public:
  Scaler(Engine& engine, metrics::Alarms& alarms, const Sight& sight, Group& group,
         std::vector<Rule> rules);
  Scaler(const Scaler&) = delete;
  Scaler& operator=(const Scaler&) = delete;

  const std::vector<Decision>& decisions() const { return decisions_; }

 private:
  struct Entry {
    Rule rule;
    std::unique_ptr<Policy> policy;
    bool fired = false;
  };

  void hear(metrics::AlarmId alarm);
  void decide();  // event
  Question question() const;
  Decision decided(const std::vector<Proposal>& proposals) const;
  Decision shrunk(Decision decision) const;
  void apply(const Decision& decision);
  void note(Decision decision);
  void wait_for_cooldown(const PolicySpec& spec);
  Duration warmup_of(const PolicySpec& spec) const;

  Engine& engine_;
  metrics::Alarms& alarms_;
  Group& group_;
  const Call<void> decide_;
  std::vector<Entry> entries_;
  std::vector<Decision> decisions_;
  Time cooldown_until_{};
  Duration cooldown_{};      // that begins once what was decided is done
  bool is_waiting_ = false;  // for that
};

}  // namespace squall::scaling
