#pragma once

#include "squall/network/security_group_spec.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::network {

/// Who asks, or is asked, as the rules of security groups know it.
struct Party {
  std::string name;                 ///< of a balancer, instances or a database; empty: no rule's
  Cidr addresses = vpc_block;       ///< those that it may have
  std::vector<std::string> groups;  ///< its own; empty: it is open
  bool has_name = true;  ///< rules may name it, and its groups: it is met by its own address

  friend bool operator<(const Party& a, const Party& b);
};

/// Somebody of whom nothing is known but that it is not inside.
inline const Party outsider{"", Cidr{0xc000'0200, 24}, {}, false};  // 192.0.2.0/24: nobody's

/// What passes from one party to a port of another.
///
/// A flow that is allowed from anywhere, and whose answers could go anywhere in their own right, is
/// not tracked: an edit of that side cuts it. Every other goes on as long as it lasts.
struct Passage {
  bool leaves = true;          ///< the one that asks may send it
  bool enters = true;          ///< the one that is asked lets everybody in who sends it
  std::vector<Cidr> admitted;  ///< else those who come from these blocks
  bool leaves_tracked = true;
  bool enters_tracked = true;

  /// Whether all passes, and whether nothing does.
  bool whole() const { return leaves && enters; }
  bool shut() const { return !leaves || (!enters && admitted.empty()); }

  bool admits(std::uint32_t address) const;
};

/// The rule without which something does not pass.
struct MissingRule {
  bool inbound = true;              ///< of whoever is asked; else outbound, of the one that asks
  std::vector<std::string> groups;  ///< that were looked at; any of them may have the rule
  std::string rule;                 ///< as it would be written: "{port: 80, from: anywhere}"
};

/// Stateful rules that only allow: what one rule of any group of a party allows, passes; answers
/// pass as what they answer did.
///
///     SecurityGroups groups(scenario.security_groups);
///     groups.passage(users, {"front", vpc_block, {"web"}}, 80).shut();
///
/// Every question looks through the rules: ask while a world is built or after an edit, and keep
/// what it says.
class SecurityGroups {
 public:
  explicit SecurityGroups(const std::map<std::string, SecurityGroupSpec>& groups);

  Passage passage(const Party& from, const Party& to, int port) const;

  /// What keeps some of it from passing; nothing where all passes.
  std::optional<MissingRule> missing(const Party& from, const Party& to, int port) const;

  /// One rule more or less, from now on. False, and nothing happens, where the group has it
  /// already, has as many as it may, or does not have it.  Requires: the group is known.
  bool allow(std::string_view group, const InboundRule& rule);
  bool allow(std::string_view group, const OutboundRule& rule);
  bool revoke(std::string_view group, const InboundRule& rule);
  bool revoke(std::string_view group, const OutboundRule& rule);

 private:
  std::vector<OutboundRule>& outbound_of(std::string_view group);
  bool names(const std::string& word, const Party& party) const;
  std::string word_for(const Party& party) const;
  bool lets_out(const Party& from, const Party& to, int port) const;
  bool lets_in(const Party& from, const Party& to, int port, std::vector<Cidr>& some) const;
  bool takes_from_anywhere(const Party& party, PortRange ports) const;
  bool sends_anywhere(const Party& party, PortRange ports) const;

  std::map<std::string, SecurityGroupSpec, std::less<>> groups_;
};

}  // namespace squall::network
