#include "squall/balancing/rule_book.hpp"

#include "squall/balancing/rules.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace squall::balancing {

RuleBook::RuleBook(const ListenerSpec& listener, std::string host) : host_(std::move(host)) {
  for (const NamedRule* rule : in_order(listener)) rules_.push_back(rule->second);
}

std::uint32_t RuleBook::look(const service::Exchange& exchange, const service::Attempt& attempt) {
  service::Message message = exchange.messages.of(attempt.caller, attempt.request_class);
  if (message.host.empty()) message.host = exchange.messages.host_of(attempt.caller);
  if (message.host.empty()) message.host = host_;
  const auto first = static_cast<std::uint32_t>(candidates_.size());
  const bool refused = message.method == service::Message::refused_method;
  if (refused) candidates_.push_back({{this->refused(), 0, message.size}});
  bool open = !refused;  // some of them are left for the next rule
  for (std::uint32_t rule = 0; rule < size() && open; ++rule) {
    if (!may_take(rules_[rule], message)) continue;
    const auto& blocks = rules_[rule].source_ip;
    candidates_.push_back({{rule, rule + 1, message.size},
                           static_cast<std::uint32_t>(blocks_.size()),
                           static_cast<std::uint32_t>(blocks.size())});
    blocks_.insert(blocks_.end(), blocks.begin(), blocks.end());
    open = !blocks.empty();
  }
  if (open) candidates_.push_back({{size(), size(), message.size}});
  const std::size_t caller = attempt.caller;
  if (caller >= first_.size()) first_.resize(caller + 1);
  if (attempt.request_class >= first_[caller].size())
    first_[caller].resize(std::size_t{attempt.request_class} + 1, unseen);
  return first_[caller][attempt.request_class] = first;
}

RuleBook::Verdict RuleBook::judge_address(const Candidate& first, std::uint32_t address) const {
  const Candidate* candidate = &first;
  const auto holds = [address](const Cidr& block) { return block.holds(address); };
  while (candidate->blocks > 0) {
    const auto block = blocks_.begin() + candidate->first_block;
    if (std::any_of(block, block + candidate->blocks, holds)) break;
    ++candidate;
  }
  return candidate->verdict;
}

}  // namespace squall::balancing
