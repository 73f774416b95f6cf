#include "world/access.hpp"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

namespace squall::world {

namespace {

using faults::TrySpec;
using Found = std::optional<AccessFinding>;
using Outcome = AccessOutcome;
using Reason = AccessReason;

constexpr int ssh_port = 22;

Found way(const AccessFrom& from, const AccessTo& to) {
  if (to.has_way) return std::nullopt;
  return AccessFinding{
      Outcome::timed_out, Reason::no_way,
      fmt::format("no way leads from {} to {}: a link is cut", from.place, to.place)};
}

Found rules(const AccessFrom& from, const AccessTo& to, int port,
            const network::SecurityGroups& groups) {
  const auto missing = groups.missing(from.party, to.party, port);
  if (!missing) return std::nullopt;
  std::string looked_at;
  for (const std::string& group : missing->groups)
    looked_at += (looked_at.empty() ? "" : " or ") + group;
  const std::string what =
      missing->inbound ? fmt::format("lets {} in at port {}", from.name, port)
                       : fmt::format("lets {} out to {} at port {}", from.name, to.name, port);
  return AccessFinding{
      Outcome::timed_out, missing->inbound ? Reason::inbound_rules : Reason::outbound_rules,
      fmt::format("no rule of {} {}; '{}' under '{}' in security_groups.{} would", looked_at, what,
                  missing->rule, missing->inbound ? "inbound" : "outbound",
                  missing->groups.front())};
}

// Where the process listens.
AccessFinding process(const AccessTo& to, int port, bool wants_answer) {
  using Process = AccessTo::Process;
  switch (to.process) {
    case Process::crashed:
      return {
          Outcome::refused, Reason::crashed,
          fmt::format("nobody listens at port {} of {}: its process has crashed", port, to.name)};
    case Process::starts_up:
      return {
          Outcome::refused, Reason::starts_up,
          fmt::format("nobody listens at port {} of {} yet: its service starts up", port, to.name)};
    case Process::full:
      return {Outcome::refused, Reason::backlog,
              fmt::format("{} takes no more at port {}: its backlog is full", to.name, port)};
    case Process::hangs:
      if (!wants_answer) break;
      return {
          Outcome::timed_out, Reason::hangs,
          fmt::format("{} takes the connection at port {}, but its process hangs", to.name, port)};
    case Process::takes:
      break;
  }
  return {Outcome::connected, Reason::none, fmt::format("{} listens at port {}", to.name, port)};
}

AccessFinding port(const AccessTo& to, int port, bool wants_answer) {
  if (std::find(to.ports.begin(), to.ports.end(), port) != to.ports.end())
    return process(to, port, wants_answer);
  const bool is_sshd = to.has_sshd && port == ssh_port;
  if (is_sshd && !wants_answer)
    return {Outcome::connected, Reason::none,
            fmt::format("sshd listens at port {} of {}", port, to.name)};
  const std::string listens = fmt::format("it listens at {}", to.ports.front());
  if (is_sshd)
    return {
        Outcome::failed, Reason::port,
        fmt::format("sshd listens at port {} of {}, not its service: {}", port, to.name, listens)};
  return {Outcome::refused, Reason::port,
          fmt::format("nobody listens at port {} of {}: {}", port, to.name, listens)};
}

AccessFinding key(const AccessTo& to, const std::string& shown) {
  const auto denied = [](Reason reason, std::string why) {
    return AccessFinding{Outcome::permission_denied, reason, std::move(why)};
  };
  if (to.key_pair.empty())
    return denied(Reason::no_key_pair,
                  fmt::format("{} was launched without a key pair, and gets none later", to.name));
  if (shown.empty())
    return denied(Reason::key,
                  fmt::format("{} wants the key of {}, and none is shown", to.name, to.key_pair));
  if (shown != to.key_pair)
    return denied(Reason::key, fmt::format("{} was launched with the key pair {}, not {}", to.name,
                                           to.key_pair, shown));
  return {Outcome::connected, Reason::none,
          fmt::format("{} was launched with the key pair {}", to.name, shown)};
}

}  // namespace

std::string_view word(AccessOutcome outcome) {
  constexpr std::string_view words[] = {"connected", "timed_out",         "refused",
                                        "failed",    "permission_denied", "not_made"};
  return words[static_cast<std::size_t>(outcome)];
}

std::string_view word(AccessReason reason) {
  constexpr std::string_view words[] = {
      "none",           "asker",         "no_address",  "no_public_ip", "state",
      "boots",          "host_failed",   "zone_lost",   "frozen",       "no_way",
      "outbound_rules", "inbound_rules", "port",        "crashed",      "starts_up",
      "backlog",        "hangs",         "no_key_pair", "key"};
  return words[static_cast<std::size_t>(reason)];
}

std::string describe(const AccessResult& result) {
  std::string outcome(word(result.finding.outcome));
  std::replace(outcome.begin(), outcome.end(), '_', ' ');
  return fmt::format("{}: {}, {}", result.attempt, outcome, result.finding.why);
}

int port_of(const TrySpec& attempt) {
  if (const auto* http = std::get_if<TrySpec::Http>(&attempt.form)) return http->port.number;
  if (const auto* tcp = std::get_if<TrySpec::Tcp>(&attempt.form)) return tcp->port.number;
  return ssh_port;
}

AccessFinding judge(const TrySpec& attempt, const AccessFrom& from, const AccessTo& to,
                    const network::SecurityGroups& groups) {
  if (from.silence) return {Outcome::not_made, Reason::asker, from.silence->why};
  if (to.silence) return *to.silence;
  const int asked = port_of(attempt);
  if (const Found found = way(from, to)) return *found;
  if (const Found found = rules(from, to, asked, groups)) return *found;
  if (const auto* ssh = std::get_if<TrySpec::Ssh>(&attempt.form)) return key(to, ssh->key);
  return port(to, asked, std::holds_alternative<TrySpec::Http>(attempt.form));
}

}  // namespace squall::world
