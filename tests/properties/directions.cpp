#include "properties/directions.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

namespace squall::test {

namespace {

using balancing::ListenerSpec;
using balancing::RuleSpec;

std::string small(std::string text) {
  for (char& letter : text) letter = static_cast<char>(std::tolower(letter));
  return text;
}

bool fits(const std::string& pattern, const std::string& text) {
  if (pattern.empty() || pattern.back() != '*') return pattern == text;
  return text.compare(0, pattern.size() - 1, pattern, 0, pattern.size() - 1) == 0;
}

bool any_fits(const RuleSpec::Patterns& patterns, const std::string& text) {
  return patterns.empty() || std::any_of(patterns.begin(), patterns.end(),
                                         [&](const auto& each) { return fits(each, text); });
}

struct Asked {
  traffic::RequestSpec request;
  std::string path;
  std::string query;
  std::uint32_t address = 0;
};

Asked asked(const traffic::ClientSpec& client, const std::string& request_class,
            std::uint32_t address) {
  Asked asked;
  if (const auto its = client.requests.find(request_class); its != client.requests.end())
    asked.request = its->second;
  const std::string usual = request_class == "default" ? "/" : "/" + request_class;
  const std::string whole = asked.request.path.value_or(usual);
  asked.path = whole.substr(0, whole.find('?'));
  if (asked.path != whole) asked.query = whole.substr(asked.path.size() + 1);
  asked.address = address;
  return asked;
}

bool takes(const RuleSpec& rule, const Asked& asked) {
  const std::string host = small(asked.request.host.value_or("front"));
  if (!any_fits(rule.path, asked.path) || !any_fits(rule.host, host)) return false;
  if (!any_fits(rule.method, asked.request.method)) return false;
  for (const auto& [name, patterns] : rule.headers) {
    bool met = false;
    for (const auto& [header, value] : asked.request.headers)
      met = met || (small(header) == name && any_fits(patterns, small(value)));
    if (!met) return false;
  }
  for (const auto& [key, patterns] : rule.query)
    if (key != asked.query.substr(0, key.size()) ||
        !any_fits(patterns, asked.query.substr(key.size() + 1)))
      return false;
  return rule.source_ip.empty() || rule.source_ip.front().holds(asked.address);
}

// Of all rules that take it the one with the lowest priority; `evaluated` are those up to it.
const RuleSpec* rule_for(const ListenerSpec& listener, const Asked& asked, std::string& name,
                         std::uint64_t& evaluated) {
  const RuleSpec* best = nullptr;
  for (const auto& [its, rule] : listener.rules) {
    if (!takes(rule, asked) || (best && best->priority < rule.priority)) continue;
    best = &rule;
    name = its;
  }
  for (const auto& [its, rule] : listener.rules)
    evaluated += !best || rule.priority <= best->priority;
  return best;
}

template <class Action>
void direct(const Action& action, const balancing::LoadBalancerSpec& balancer, const Asked& asked,
            Directions& out);

void ask(int port, const balancing::LoadBalancerSpec& balancer, const Asked& asked,
         Directions& out) {
  const ListenerSpec& listener = balancer.listeners.at(port);
  std::string name;
  out.processed += asked.request.size;
  if (balancer.type == balancing::BalancerType::application && asked.request.method == "TRACE") {
    out.status = 405;
    return;
  }
  const RuleSpec* const rule = rule_for(listener, asked, name, out.evaluated);
  out.action = std::to_string(port) + (rule ? "/" + name : "");
  rule ? direct(*rule, balancer, asked, out) : direct(listener, balancer, asked, out);
}

template <class Action>
void direct(const Action& action, const balancing::LoadBalancerSpec& balancer, const Asked& asked,
            Directions& out) {
  if (action.redirect) {
    ++out.redirects;
    if (action.redirect->port && out.followed == 0) {
      ++out.followed;
      return ask(action.redirect->port->number, balancer, asked, out);
    }
    out.status = action.redirect->status;
  } else if (action.fixed_response) {
    out.fixed = true;
    out.status = action.fixed_response->status;
    out.processed += Bytes{static_cast<std::int64_t>(action.fixed_response->body.size())};
  } else {
    out.forward = &action.forward;
    out.response = asked.request.response;
    out.stickiness = action.stickiness;
  }
}

}  // namespace

Directions directions(const balancing::LoadBalancerSpec& balancer,
                      const traffic::ClientSpec& client, const std::string& request_class,
                      std::uint32_t address) {
  Directions out;
  ask(balancer.listeners.begin()->first, balancer, asked(client, request_class, address), out);
  return out;
}

}  // namespace squall::test
