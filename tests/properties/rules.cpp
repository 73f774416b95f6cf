#include "properties/rules.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace squall::test {

using service::Attempt;
using service::AttemptId;
using service::Routing;

void Rules::rule(bool kept, const std::string& what, const Routing& routing) {
  if (kept || breaches_.size() >= 5) return;
  breaches_.push_back(fmt::format("at {:.6f} s {} chose {} of {}: {}",
                                  seconds(world_.now() - Time{}), world_.name(routing.node),
                                  world_.name(routing.target), world_.name(routing.group), what));
}

void Rules::sent(AttemptId id, const Attempt& attempt) {
  const world::World::Sender sender = world_.sender(attempt);
  if (sender.client.empty()) return;
  Client& client = clients_[sender.client];
  if (attempt.number == 1) client.born[attempt.key.word] = attempt.sent;
  client.requests += attempt.number == 1 && counts(client, attempt.key.word);
  client.attempts += counts(client, attempt.key.word);
  open_[id] = {sender.client, attempt.key.word, nullptr, 0};
}

bool Rules::counts(const Client& client, std::uint64_t key) const {
  const Time born = client.born.at(key);
  return born >= Time(scenario_.measure_from) && born < Time(scenario_.duration);
}

void Rules::routed(AttemptId id, const Routing& routing) {
  using balancing::Algorithm;
  ++choices_;
  failing_open_ += routing.failing_open;
  ++given_[world_.name(routing.group) + " " + world_.name(routing.target)];
  const bool eligible =
      std::binary_search(routing.eligible.begin(), routing.eligible.end(), routing.chosen);
  rule(eligible, "it is not eligible", routing);
  rule(routing.registered, "it is leaving", routing);
  rule(routing.healthy || routing.failing_open, "it is not healthy", routing);

  const auto& group = scenario_.target_groups.at(world_.name(routing.group));
  Seen& seen = seen_[{routing.node, routing.group}];
  follow_eligible(seen, routing);
  if (group.algorithm == Algorithm::round_robin && group.slow_start == Duration(0))
    take_turn(seen, routing);
  if (group.algorithm == Algorithm::least_outstanding_requests) {
    int least = seen.open[routing.chosen];
    for (const Candidate each : routing.eligible) least = std::min(least, seen.open[each]);
    rule(seen.open[routing.chosen] == least, "others have fewer requests open", routing);
  }
  ++seen.open[routing.chosen];
  const auto its = open_.find(id);
  if (its == open_.end()) return;
  its->second.at = &seen;
  its->second.chosen = routing.chosen;
}

// Who is eligible anew has had no turn beside anybody.
void Rules::follow_eligible(Seen& seen, const Routing& routing) {
  std::vector<Candidate> now(routing.eligible.begin(), routing.eligible.end());
  if (now == seen.eligible) return;
  std::vector<Candidate> joined;
  std::set_difference(now.begin(), now.end(), seen.eligible.begin(), seen.eligible.end(),
                      std::back_inserter(joined));
  for (const Candidate one : joined) {
    for (const Candidate other : now) seen.ahead[std::minmax(one, other)] = 0;
  }
  seen.eligible = std::move(now);
}

void Rules::take_turn(Seen& seen, const Routing& routing) {
  for (const Candidate other : routing.eligible) {
    if (other == routing.chosen) continue;
    int& ahead = seen.ahead[std::minmax(routing.chosen, other)];
    ahead += routing.chosen < other ? 1 : -1;
    rule(std::abs(ahead) <= 1, "its turn has not come", routing);
  }
}

void Rules::ended(AttemptId id, std::optional<service::Outcome> outcome) {
  const auto its = open_.find(id);
  if (its == open_.end()) return;
  Client& client = clients_[its->second.client];
  client.succeeded += outcome && outcome->good() && counts(client, its->second.key);
  if (its->second.at) --its->second.at->open[its->second.chosen];
  open_.erase(its);
}

void Rules::compare_with(const world::Result& result) {
  const auto same = [&](const std::string& what, std::uint64_t seen, std::uint64_t said) {
    if (seen != said)
      breaches_.push_back(fmt::format("{}: {} were seen, the result says {}", what, seen, said));
  };
  for (const auto& [name, client] : result.clients) {
    same(name + ", requests", clients_[name].requests, client.total.requests);
    same(name + ", attempts", clients_[name].attempts, client.total.attempts);
    same(name + ", succeeded", clients_[name].succeeded, client.total.succeeded);
  }
  for (const auto& [name, group] : result.target_groups) {
    for (const auto& [target, got] : group.targets)
      same(name + " " + target, given_[name + " " + target], got.requests);
  }
}

}  // namespace squall::test
