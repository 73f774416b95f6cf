#include "properties/flows.hpp"

#include <cstddef>
#include <regex>
#include <utility>

#include <fmt/format.h>

namespace squall::test {

Flows::Flows(const world::Scenario& scenario, const world::Result& result, const Rules& seen)
    : scenario_(scenario), result_(result), seen_(seen) {
  const auto& forward = scenario.load_balancers.at("front").listeners.at(80).forward;
  if (result.load_balancers.at("front").flows && forward.size() == 1)
    group_ = forward.begin()->first;
}

std::vector<std::string> Flows::differences() {
  if (group_.empty()) return {};
  static const std::regex found(R"((front in \S+) finds (\S+) (un)?healthy.*)");
  static const std::regex left(R"((\S+) leaves \S+ and has .*|\S+ no longer uses (\S+), .*)");
  for (const world::Happening& each : result_.journal) {
    std::smatch words;
    if (std::regex_match(each.text, words, found)) {
      ill_[words[1]].erase(words[2]);
      if (words[3].matched) fall_ill(Time(each.at), words[1], words[2]);
    } else if (std::regex_match(each.text, words, left)) {
      left_.insert(words[1].matched ? words[1] : words[2]);
    }
  }
  return std::move(differences_);
}

std::size_t Flows::healthy_for(const std::string& node) {
  const auto& balancer = scenario_.load_balancers.at("front");
  const auto& group = scenario_.target_groups.at(group_);
  const bool crosses = group.cross_zone.value_or(balancer.cross_zone.value_or(false));
  std::size_t healthy = 0;
  for (const auto& [name, target] : result_.target_groups.at(group_).targets) {
    const bool used = crosses || node.ends_with(result_.instances.at(name).zone);
    healthy += used && !left_.contains(name) && !ill_[node].contains(name);
  }
  return healthy;
}

void Flows::fall_ill(Time at, const std::string& node, const std::string& target) {
  const auto& group = scenario_.target_groups.at(group_);
  ill_[node].insert(target);
  const auto least = static_cast<std::size_t>(group.unhealthy_state_routing.count);
  const bool fails_open = healthy_for(node) < least;
  if (fails_open || !group.unhealthy_connection_termination) return;
  for (const Rules::Seen& each : seen_.attempts()) {
    if (each.node != node || each.target != target || each.opened >= at) continue;
    if (each.sent > at || !each.ended || *each.ended > at)
      return differences_.push_back(
          fmt::format("a connection from {} to {} went on when it fell ill", node, target));
  }
}

}  // namespace squall::test
