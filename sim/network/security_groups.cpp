#include "squall/network/security_groups.hpp"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

namespace squall::network {

namespace {

constexpr PortRange all_ports{};

bool holds(const PortRange& range, const PortRange& ports) {
  return range.first <= ports.first && ports.last <= range.last;
}

bool holds(const Cidr& block, const Cidr& other) {
  return block.prefix <= other.prefix && block.holds(other.address);
}

template <class Rule>
bool add(std::vector<Rule>& rules, const Rule& rule) {
  const bool known = std::find(rules.begin(), rules.end(), rule) != rules.end();
  if (known || rules.size() >= most_rules) return false;
  rules.push_back(rule);
  return true;
}

template <class Rule>
bool remove(std::vector<Rule>& rules, const Rule& rule) {
  const auto its = std::find(rules.begin(), rules.end(), rule);
  if (its == rules.end()) return false;
  rules.erase(its);
  return true;
}

}  // namespace

bool operator<(const Party& a, const Party& b) {
  const auto key = [](const Party& party) {
    return std::tie(party.name, party.addresses.address, party.addresses.prefix, party.groups,
                    party.has_name);
  };
  return key(a) < key(b);
}

bool Passage::admits(std::uint32_t address) const {
  return enters || std::any_of(admitted.begin(), admitted.end(),
                               [&](const Cidr& block) { return block.holds(address); });
}

SecurityGroups::SecurityGroups(const std::map<std::string, SecurityGroupSpec>& groups)
    : groups_(groups.begin(), groups.end()) {}

Passage SecurityGroups::passage(const Party& from, const Party& to, int port) const {
  Passage passage;
  const PortRange asked{port, port};
  passage.leaves = lets_out(from, to, port);
  passage.enters = lets_in(from, to, port, passage.admitted);
  passage.leaves_tracked = !sends_anywhere(from, asked) || !takes_from_anywhere(from, all_ports);
  passage.enters_tracked = !takes_from_anywhere(to, asked) || !sends_anywhere(to, all_ports);
  return passage;
}

std::optional<MissingRule> SecurityGroups::missing(const Party& from, const Party& to,
                                                   int port) const {
  std::vector<Cidr> some;
  if (!lets_out(from, to, port))
    return MissingRule{false, from.groups, fmt::format("{{port: {}, to: {}}}", port, word_for(to))};
  if (!lets_in(from, to, port, some))
    return MissingRule{true, to.groups,
                       fmt::format("{{port: {}, from: {}}}", port, word_for(from))};
  return std::nullopt;
}

std::string SecurityGroups::word_for(const Party& party) const {
  if (party.has_name && !groups_.contains(party.name)) return party.name;
  if (party.has_name && !party.groups.empty()) return party.groups.front();
  const bool is_anybody =
      holds(outsider.addresses, party.addresses) || holds(nobodys_block, party.addresses);
  return is_anybody ? "anywhere" : ScalarText<Cidr>::print(party.addresses);
}

// A security group of that name comes before anything else of it.
bool SecurityGroups::names(const std::string& word, const Party& party) const {
  if (!party.has_name) return false;
  if (!groups_.contains(word)) return party.name == word;
  return std::find(party.groups.begin(), party.groups.end(), word) != party.groups.end();
}

bool SecurityGroups::lets_out(const Party& from, const Party& to, int port) const {
  if (from.groups.empty()) return true;
  for (const std::string& group : from.groups) {
    const auto& rules = groups_.at(group).outbound;
    if (!rules) return true;
    for (const OutboundRule& rule : *rules) {
      if (!rule.port.holds(port)) continue;
      const Cidr* const block = std::get_if<Cidr>(&rule.to.form);
      if (block ? holds(*block, to.addresses) : names(std::get<std::string>(rule.to.form), to))
        return true;
    }
  }
  return false;
}

// Everybody, or else those of the blocks.
bool SecurityGroups::lets_in(const Party& from, const Party& to, int port,
                             std::vector<Cidr>& some) const {
  if (to.groups.empty()) return true;
  for (const std::string& group : to.groups) {
    for (const InboundRule& rule : groups_.at(group).inbound) {
      if (!rule.port.holds(port)) continue;
      const Cidr* const block = std::get_if<Cidr>(&rule.from.form);
      if (block ? holds(*block, from.addresses)
                : names(std::get<std::string>(rule.from.form), from))
        return true;
      if (block && holds(from.addresses, *block)) some.push_back(*block);
    }
  }
  return false;
}

bool SecurityGroups::takes_from_anywhere(const Party& party, PortRange ports) const {
  for (const std::string& group : party.groups)
    for (const InboundRule& rule : groups_.at(group).inbound)
      if (rule.from.is_anywhere() && holds(rule.port, ports)) return true;
  return false;
}

bool SecurityGroups::sends_anywhere(const Party& party, PortRange ports) const {
  for (const std::string& group : party.groups) {
    const auto& rules = groups_.at(group).outbound;
    if (!rules) return true;
    for (const OutboundRule& rule : *rules)
      if (rule.to.is_anywhere() && holds(rule.port, ports)) return true;
  }
  return false;
}

// From its first edit on it says what it has said without a word: everything.
std::vector<OutboundRule>& SecurityGroups::outbound_of(std::string_view group) {
  auto& rules = groups_.find(group)->second.outbound;
  if (!rules) rules.emplace({OutboundRule{{}, Peer{Cidr{}}}});
  return *rules;
}

bool SecurityGroups::allow(std::string_view group, const InboundRule& rule) {
  return add(groups_.find(group)->second.inbound, rule);
}

bool SecurityGroups::allow(std::string_view group, const OutboundRule& rule) {
  return add(outbound_of(group), rule);
}

bool SecurityGroups::revoke(std::string_view group, const InboundRule& rule) {
  return remove(groups_.find(group)->second.inbound, rule);
}

bool SecurityGroups::revoke(std::string_view group, const OutboundRule& rule) {
  return remove(outbound_of(group), rule);
}

}  // namespace squall::network
