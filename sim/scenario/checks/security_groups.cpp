#include "squall/network/security_groups.hpp"

#include "squall/scenario/reader.hpp"

#include "scenario/checks/checking.hpp"

#include <algorithm>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using faults::Action;
using network::InboundRule;
using network::OutboundRule;
using network::Peer;

std::vector<std::string_view> names_known(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  std::vector<std::string_view> names;
  for (const auto& [name, spec] : scenario.security_groups) names.push_back(name);
  for (const auto& [name, spec] : scenario.load_balancers) names.push_back(name);
  for (const Fleet& fleet : checking.topology.fleets()) names.push_back(fleet.name);
  for (const auto& [name, spec] : scenario.databases) names.push_back(name);
  return names;
}

void check_peer(const Checking& checking, const Peer& peer, const Place& at, const Place& rule) {
  if (!checking.sound(at) || checking.diagnostics.full()) return;
  if (const Cidr* const block = std::get_if<Cidr>(&peer.form)) {
    if (block->prefix <= network::vpc_block.prefix || !network::vpc_block.holds(block->address))
      return;
    return checking.error(
        at,
        fmt::format("'{}' is a part of {}, where nothing has addresses of its own",
                    ScalarText<Peer>::print(peer), ScalarText<Cidr>::print(network::vpc_block)),
        rule, "name a security group, a balancer or instances");
  }
  for (const char* section : {"load_balancers", "instances", "auto_scaling_groups", "databases"})
    if (!checking.sound({section})) return;
  const auto known = names_known(checking);
  const std::string& name = std::get<std::string>(peer.form);
  if (std::find(known.begin(), known.end(), name) != known.end()) return;
  checking.error(
      at, fmt::format("no security group, balancer, instances or database is called '{}'", name),
      rule, guess(name, known));
}

const Peer& peer_of(const InboundRule& rule) { return rule.from; }
const Peer& peer_of(const OutboundRule& rule) { return rule.to; }
const char* key_of(const InboundRule&) { return "from"; }
const char* key_of(const OutboundRule&) { return "to"; }

template <class Rule>
void check_rules(const Checking& checking, const std::vector<Rule>& rules, const Place& at) {
  if (rules.size() > network::most_rules)
    checking.error(at,
                   fmt::format("'{}' has {} rules, AWS allows {}", at.parts().back().key,
                               rules.size(), network::most_rules),
                   at.parent(), "write the others in a second group");
  for (std::size_t i = 0; i < rules.size(); ++i)
    check_peer(checking, peer_of(rules[i]), at[i] / key_of(rules[i]), at[i]);
}

void check_number(const Checking& checking, const std::vector<std::string>& groups,
                  const Place& owner) {
  if (groups.size() <= network::most_security_groups) return;
  checking.error(owner / "security_groups",
                 fmt::format("{} security groups, AWS allows {}", groups.size(),
                             network::most_security_groups),
                 owner, "write what several say in one");
}

// Whether the group has it from the start or may get it.
template <class Rule>
bool may_have(const Checking& checking, const std::string& group, const Rule& rule,
              const std::vector<Rule>& rules, std::optional<Rule> Action::Allow::*member) {
  if (std::find(rules.begin(), rules.end(), rule) != rules.end()) return true;
  const auto& timeline = checking.scenario.timeline;
  return std::any_of(timeline.begin(), timeline.end(), [&](const faults::TimelineSpec& line) {
    const auto* const form = std::get_if<Action::Allow>(&line.action.form);
    return form && form->group == group && form->*member == rule;
  });
}

template <class Form>
bool check_form(const Checking& checking, const Form& form, const Place& line) {
  if (form.inbound.has_value() == form.outbound.has_value()) {
    checking.error(line, "an edit of a security group has one rule, 'inbound' or 'outbound'", line,
                   "write 'inbound: {port: 80, from: anywhere}'");
    return false;
  }
  if (form.inbound)
    check_peer(checking, form.inbound->from, line / "inbound" / "from", line);
  else
    check_peer(checking, form.outbound->to, line / "outbound" / "to", line);
  return true;
}

void check_edit(const Checking& checking, const Action::Allow& edit, const Place& line) {
  check_form(checking, edit, line);
}

void check_edit(const Checking& checking, const Action::Revoke& edit, const Place& line) {
  if (!check_form(checking, edit, line)) return;
  const auto group = checking.scenario.security_groups.find(edit.group);
  if (group == checking.scenario.security_groups.end()) return;
  const std::vector<OutboundRule> everything{OutboundRule{{}, Peer{Cidr{}}}};
  const bool known = edit.inbound ? may_have(checking, edit.group, *edit.inbound,
                                             group->second.inbound, &Action::Allow::inbound)
                                  : may_have(checking, edit.group, *edit.outbound,
                                             group->second.outbound.value_or(everything),
                                             &Action::Allow::outbound);
  if (!known)
    checking.error(line / (edit.inbound ? "inbound" : "outbound"),
                   fmt::format("'{}' has no such rule", edit.group), line,
                   "write it as the group does, ports and all");
}

}  // namespace

void check_security_groups(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  if (!checking.sound({"security_groups"})) return;
  for (const auto& [name, group] : scenario.security_groups) {
    const Place at = Place{"security_groups"} / name;
    check_rules(checking, group.inbound, at / "inbound");
    if (group.outbound) check_rules(checking, *group.outbound, at / "outbound");
  }
  for (const auto& [name, spec] : scenario.instances)
    check_number(checking, spec.security_groups, Place{"instances"} / name);
  for (const auto& [name, spec] : scenario.load_balancers)
    check_number(checking, spec.security_groups, Place{"load_balancers"} / name);
  for (const auto& [name, spec] : scenario.databases)
    check_number(checking, spec.security_groups, Place{"databases"} / name);
  for (std::size_t i = 0; i < scenario.timeline.size(); ++i) {
    const Place line = Place{"timeline"}[i];
    if (!checking.sound(line)) continue;
    const Action& action = scenario.timeline[i].action;
    if (const auto* allow = std::get_if<Action::Allow>(&action.form))
      check_edit(checking, *allow, line);
    if (const auto* revoke = std::get_if<Action::Revoke>(&action.form))
      check_edit(checking, *revoke, line);
  }
}

}  // namespace squall::scenario
