#pragma once

#include "squall/scaling/policy.hpp"

namespace squall::scaling {

/// Keeps a metric that falls as the group grows at a target: as many instances as would share what
/// the newest point tells of at the target each, in whole ones rounded up. AWS tunes amount and
/// haste to a group's history and does not say how; this is what its examples have in common.
class TargetTracking final : public Policy {
 public:
  TargetTracking(const Rule& rule, const Sight& sight) : rule_(rule), sight_(sight) {}

  Proposal propose(const Question& question) const override;
  bool asks_for_agreement() const override { return !rule_.spec.disable_scale_in; }
  bool holds_scale_in() const override { return !rule_.spec.disable_scale_in; }

 private:
  const Rule rule_;
  const Sight sight_;
};

}  // namespace squall::scaling
