#include "squall/balancing/rules.hpp"

#include "squall/balancing/pattern.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace squall::balancing {

namespace {

using Patterns = RuleSpec::Patterns;

// No pattern is no condition.
bool meets(const Patterns& patterns, std::string_view text, Letters letters) {
  return patterns.empty() ||
         std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return matches(pattern, text, letters); });
}

// A method has no wildcards.
bool names(const Patterns& methods, const std::string& method) {
  return methods.empty() || std::find(methods.begin(), methods.end(), method) != methods.end();
}

bool meets_headers(const RuleSpec& rule, const service::Message& message) {
  return std::all_of(rule.headers.begin(), rule.headers.end(), [&](const auto& condition) {
    return std::any_of(message.headers.begin(), message.headers.end(), [&](const auto& header) {
      return matches(condition.first, header.first, Letters::any_case) &&
             meets(condition.second, header.second, Letters::any_case);
    });
  });
}

// Calls `visit(key, value)` for each part of "lang=ko&sort=price" until it says yes.
template <class Visit>
bool any_parameter(std::string_view query, Visit visit) {
  while (!query.empty()) {
    const std::string_view part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), part.size() + 1));
    const auto equals = part.find('=');
    const std::string_view value = equals == part.npos ? "" : part.substr(equals + 1);
    if (visit(part.substr(0, equals), value)) return true;
  }
  return false;
}

bool meets_query(const RuleSpec& rule, std::string_view query) {
  return std::all_of(rule.query.begin(), rule.query.end(), [&](const auto& condition) {
    return any_parameter(query, [&](std::string_view key, std::string_view value) {
      return matches(condition.first, key, Letters::any_case) &&
             meets(condition.second, value, Letters::any_case);
    });
  });
}

bool covers(const Patterns& wide, const Patterns& narrow, Letters letters) {
  if (wide.empty()) return true;
  return !narrow.empty() && std::all_of(narrow.begin(), narrow.end(), [&](const std::string& each) {
    return std::any_of(wide.begin(), wide.end(),
                       [&](const std::string& pattern) { return covers(pattern, each, letters); });
  });
}

// Of headers, or of the parts of a query: every condition of the wide rule follows from one.
bool covers(const std::map<std::string, Patterns>& wide,
            const std::map<std::string, Patterns>& narrow) {
  return std::all_of(wide.begin(), wide.end(), [&](const auto& wanted) {
    return std::any_of(narrow.begin(), narrow.end(), [&](const auto& each) {
      return covers(wanted.first, each.first, Letters::any_case) &&
             covers(wanted.second, each.second, Letters::any_case);
    });
  });
}

bool covers(const std::vector<Cidr>& wide, const std::vector<Cidr>& narrow) {
  if (wide.empty()) return true;
  return !narrow.empty() && std::all_of(narrow.begin(), narrow.end(), [&](const Cidr& each) {
    return std::any_of(wide.begin(), wide.end(), [&](const Cidr& block) {
      return block.prefix <= each.prefix && block.holds(each.address);
    });
  });
}

}  // namespace

std::vector<const NamedRule*> in_order(const ListenerSpec& listener) {
  std::vector<const NamedRule*> rules;
  for (const NamedRule& rule : listener.rules) rules.push_back(&rule);
  std::stable_sort(rules.begin(), rules.end(), [](const NamedRule* a, const NamedRule* b) {
    return a->second.priority < b->second.priority;
  });
  return rules;
}

bool may_take(const RuleSpec& rule, const service::Message& message) {
  const std::string_view target = message.path;
  const auto mark = target.find('?');
  const std::string_view query = mark == target.npos ? "" : target.substr(mark + 1);
  return meets(rule.host, message.host, Letters::any_case) &&
         meets(rule.path, target.substr(0, mark), Letters::exact) &&
         names(rule.method, message.method) && meets_headers(rule, message) &&
         meets_query(rule, query);
}

bool covers(const RuleSpec& wide, const RuleSpec& narrow) {
  return covers(wide.host, narrow.host, Letters::any_case) &&
         covers(wide.path, narrow.path, Letters::exact) &&
         covers(wide.method, narrow.method, Letters::exact) &&
         covers(wide.headers, narrow.headers) && covers(wide.query, narrow.query) &&
         covers(wide.source_ip, narrow.source_ip);
}

WebProtocol protocol_of(int port) { return port == 443 ? WebProtocol::https : WebProtocol::http; }

WebProtocol protocol_of(const RedirectSpec& redirect, int port) {
  if (redirect.protocol) return *redirect.protocol;
  const int to = redirect.port ? redirect.port->number : port;
  return to == 443 || to == 80 ? protocol_of(to) : protocol_of(port);
}

int followed_to(const RedirectSpec& redirect, int port, const LoadBalancerSpec& balancer) {
  const int to = redirect.port ? redirect.port->number : port;
  const bool only_port = !redirect.host && !redirect.path && !redirect.query;
  return only_port && to != port && balancer.listeners.count(to) != 0 ? to : 0;
}

}  // namespace squall::balancing
