#pragma once

#include "squall/scaling/policy.hpp"

namespace squall::scaling {

/// Changes the capacity by one adjustment, then waits until that is done and a cooldown is over.
class Simple final : public Policy {
 public:
  Simple(const Rule& rule, const Sight& sight) : rule_(rule), sight_(sight) {}

  Proposal propose(const Question& question) const override;

 private:
  const Rule rule_;
  const Sight sight_;
};

}  // namespace squall::scaling
