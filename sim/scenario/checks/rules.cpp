#include "scenario/checks/actions.hpp"
#include "scenario/checks/checking.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using balancing::ListenerSpec;
using balancing::LoadBalancerSpec;
using balancing::NamedRule;
using balancing::RuleSpec;
using balancing::WebProtocol;
using Patterns = RuleSpec::Patterns;

constexpr std::size_t most_values = 5;     // of a rule
constexpr std::size_t most_wildcards = 5;  // of a rule
constexpr std::size_t most_of_one = 3;     // values of a condition
constexpr std::size_t most_rules = 100;    // of a balancer
constexpr std::size_t most_groups = 5;     // of a forward
constexpr double most_weight = 999;
constexpr std::size_t longest_pattern = 128;
constexpr std::size_t longest_body = 1024;

// "listener 80" or "rule 'api'".
std::string title(const Place& at) {
  const std::string& key = at.parts().back().key;
  const bool rule = at.parts()[at.parts().size() - 2].key == "rules";
  return rule ? fmt::format("rule '{}'", key) : "listener " + key;
}

int port_of(const Place& at) { return std::stoi(at.parts()[3].key); }

template <class Action>
std::vector<std::string_view> kinds_of(const Action& action) {
  std::vector<std::string_view> kinds;
  if (!action.forward.empty()) kinds.push_back("forward");
  if (action.redirect) kinds.push_back("redirect");
  if (action.fixed_response) kinds.push_back("fixed_response");
  return kinds;
}

void check_redirect(const Checking& checking, const balancing::RedirectSpec& redirect,
                    const Place& listener) {
  const Place at = listener / "redirect";
  const int port = port_of(listener);
  const bool same_port = !redirect.port || redirect.port->number == port;
  const WebProtocol from = balancing::protocol_of(port);
  const WebProtocol to = balancing::protocol_of(redirect, port);
  const bool same_path = !redirect.path || *redirect.path == "/#{path}";
  const bool same_host = !redirect.host || *redirect.host == "#{host}";
  if (same_port && from == to && same_path && same_host)
    checking.error(at, fmt::format("the redirect of {} changes nothing", title(listener)), listener,
                   "it must change the protocol, the host, the port or the path");
  if (from == WebProtocol::https && to == WebProtocol::http)
    checking.error(at, fmt::format("the redirect of {} leads from https to http", title(listener)),
                   listener, "the other way round, write '80: {redirect: 443}'");
}

void check_fixed_response(const Checking& checking, const balancing::FixedResponseSpec& response,
                          const Place& listener) {
  const Place at = listener / "fixed_response";
  if (response.status / 100 == 3)
    checking.error(at / "status",
                   fmt::format("'status' is {}, must be 200 to 299 or 400 to 599", response.status),
                   at, "write 'redirect' for 301 and 302");
  if (response.body.size() > longest_body)
    checking.error(at / "body", fmt::format("'body' is longer than {} letters", longest_body), at);
}

template <class Action>
void check_weights(const Checking& checking, const Action& action, const Place& at) {
  if (action.forward.size() > most_groups)
    checking.error(at / "forward",
                   fmt::format("'forward' names {} target groups, AWS takes {}",
                               action.forward.size(), most_groups),
                   at);
  for (const auto& [group, weight] : action.forward)
    if (weight.value > most_weight)
      checking.error(at / "forward" / group,
                     fmt::format("the weight of '{}' is {}, must be 0 to 999", group,
                                 ScalarText<Weight>::print(weight)),
                     at);
  if (action.stickiness && action.forward.size() < 2)
    checking.error(at / "stickiness", "'stickiness' is of a forward to several target groups", at,
                   action.forward.empty()
                       ? "leave it out"
                       : fmt::format("write 'target_groups: {{{}: {{stickiness: 1h}}}}' to keep "
                                     "users at one target",
                                     action.forward.begin()->first));
}

// What a listener or a rule does: one thing.
template <class Action>
void check_action(const Checking& checking, const Action& action, const Place& at) {
  const auto kinds = kinds_of(action);
  if (kinds.empty()) {
    return checking.key_error(
        at, fmt::format("{} does not say what happens", title(at)), at.parent(),
        "write 'forward: web', 'redirect: 443' or 'fixed_response: 503' in it");
  }
  if (kinds.size() > 1)
    checking.error(at / kinds[1],
                   fmt::format("{} has both '{}' and '{}'", title(at), kinds[0], kinds[1]), at,
                   "leave all but one out");
  check_weights(checking, action, at);
  if (action.redirect) check_redirect(checking, *action.redirect, at);
  if (action.fixed_response) check_fixed_response(checking, *action.fixed_response, at);
}

// The values and wildcards of a rule's conditions, and where it says something that no request has.
class Conditions {
 public:
  Conditions(const Checking& checking, const RuleSpec& rule, const Place& at)
      : checking_(checking), at_(at) {
    add(rule.host, at / "host");
    add(rule.path, at / "path");
    add(rule.method, at / "method");
    for (const auto& [name, values] : rule.headers) add(values, at / "headers" / name);
    for (const auto& [name, values] : rule.query) add(values, at / "query" / name);
    add_count(rule.source_ip.size(), at / "source_ip");
    for (std::size_t i = 0; i < rule.path.size(); ++i) check_path(rule.path[i], at / "path");
  }

  void judge() const {
    if (values_ > most_values)
      checking_.key_error(
          at_, fmt::format("{} has {} values, AWS takes {}", title(at_), values_, most_values),
          at_.parent(), "write two rules");
    if (wildcards_ > most_wildcards)
      checking_.key_error(
          at_,
          fmt::format("{} has {} wildcards, AWS takes {}", title(at_), wildcards_, most_wildcards),
          at_.parent(), "write two rules");
  }

 private:
  void add(const Patterns& patterns, const Place& at) {
    add_count(patterns.size(), at);
    for (const std::string& pattern : patterns) {
      wildcards_ += static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), '*') +
                                             std::count(pattern.begin(), pattern.end(), '?'));
      if (pattern.size() > longest_pattern)
        checking_.error(at, fmt::format("a pattern is longer than {} letters", longest_pattern),
                        at_);
    }
  }

  void add_count(std::size_t count, const Place& at) {
    values_ += count;
    if (count > most_of_one && count <= most_values)
      checking_.warning(at, fmt::format("a condition has {} values", count), at_,
                        fmt::format("AWS may refuse more than {}", most_of_one));
  }

  void check_path(const std::string& path, const Place& at) const {
    if (path.empty() || (path.front() != '/' && path.front() != '*'))
      checking_.error(at, fmt::format("no path is like '{}'", path), at_,
                      fmt::format("write '/{}'", path));
  }

  const Checking& checking_;
  const Place at_;
  std::size_t values_ = 0;
  std::size_t wildcards_ = 0;
};

bool has_condition(const RuleSpec& rule) {
  return !rule.host.empty() || !rule.path.empty() || !rule.method.empty() ||
         !rule.headers.empty() || !rule.query.empty() || !rule.source_ip.empty();
}

// In the order in which they are tried: one that comes later must have something left to take.
void check_order(const Checking& checking, const ListenerSpec& listener, const Place& at) {
  const auto rules = balancing::in_order(listener);
  for (std::size_t later = 1; later < rules.size(); ++later) {
    const auto& [name, rule] = *rules[later];
    for (std::size_t first = 0; first < later; ++first) {
      const auto& [other, its] = *rules[first];
      if (its.priority == rule.priority) {
        checking.error(at / name / "priority",
                       fmt::format("the priority {} is that of rule '{}'", rule.priority, other),
                       at / name, "each rule has its own");
        break;
      }
      if (!has_condition(its) || !balancing::covers(its, rule)) continue;
      checking.key_error(at / name, fmt::format("no request comes to rule '{}'", name), at,
                         fmt::format("rule '{}' with priority {} takes all of them before it",
                                     other, its.priority));
      break;
    }
  }
}

}  // namespace

void check_rules(const Checking& checking) {
  for (const auto& [name, balancer] : checking.scenario.load_balancers) {
    std::size_t rules = 0;
    for (const auto& [port, listener] : balancer.listeners) {
      const Place at = Place{"load_balancers"} / name / "listeners" / std::to_string(port);
      rules += listener.rules.size();
      if (!checking.sound(at)) continue;
      check_action(checking, listener, at);
      for (const auto& [rule, spec] : listener.rules) {
        check_action(checking, spec, at / "rules" / rule);
        if (!has_condition(spec))
          checking.key_error(at / "rules" / rule, fmt::format("rule '{}' has no condition", rule),
                             at / "rules", "write 'path: /api/*', or what else is to be met");
        Conditions(checking, spec, at / "rules" / rule).judge();
      }
      check_order(checking, listener, at / "rules");
    }
    if (rules > most_rules)
      checking.warning(Place{"load_balancers"} / name / "listeners",
                       fmt::format("'{}' has {} rules", name, rules),
                       Place{"load_balancers"} / name, "AWS takes 100 unless asked for more");
  }
}

}  // namespace squall::scenario
