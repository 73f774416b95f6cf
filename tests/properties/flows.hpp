#pragma once

#include "squall/world/world.hpp"

#include "properties/rules.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace squall::test {

/// What the journal of a run says about the health of targets, and what must come of it for the
/// connections of an NLB `front`: where a node finds a target unhealthy and others are left, those
/// that it has to it end then, unless the group keeps them.
///
/// The journal does not say for which group a target was probed: only an NLB of one group is looked
/// at.
class Flows {
 public:
  Flows(const world::Scenario& scenario, const world::Result& result, const Rules& seen);

  /// Which connections went on, as sentences.
  std::vector<std::string> differences();

 private:
  std::size_t healthy_for(const std::string& node);
  void fall_ill(Time at, const std::string& node, const std::string& target);

  const world::Scenario& scenario_;
  const world::Result& result_;
  const Rules& seen_;
  std::string group_;
  std::set<std::string> left_;
  std::map<std::string, std::set<std::string>> ill_;  // by node
  std::vector<std::string> differences_;
};

}  // namespace squall::test
