#pragma once

#include "squall/scaling/policy.hpp"

namespace squall::scaling {

/// Changes the capacity by more, the further its metric is beyond the threshold of its alarm. What
/// it has launched and is not warm yet is not in what it adds to, but in what there is already: so
/// the same step twice adds once.
class Step final : public Policy {
 public:
  Step(const Rule& rule, const Sight& sight) : rule_(rule), sight_(sight) {}

  Proposal propose(const Question& question) const override;

 private:
  const Rule rule_;
  const Sight sight_;
};

/// What a rule's alarm says, with the metric's value as its policy takes it.
Proposal heard(const Rule& rule, const Sight& sight, Time now);

/// The adjustment of a rule for such a value.
const Adjustment* adjustment_for(const Rule& rule, const Sight& sight, double value);

}  // namespace squall::scaling
