#include "properties/rules.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>

#include <fmt/format.h>

namespace squall::test {

using balancing::Algorithm;
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
  open_[id].attempt = attempts_.size();
  Seen seen;
  seen.client = sender.client;
  seen.key = attempt.key.word;
  seen.first = attempt.number == 1;
  seen.from = sender.from;
  seen.sent = attempt.sent;
  attempts_.push_back(std::move(seen));
}

void Rules::routed(AttemptId id, const Routing& routing) {
  ++choices_;
  failing_open_ += routing.failing_open;
  check_target(routing);
  View& view = views_[{routing.node, routing.group}];
  follow_eligible(view, routing);
  const auto its = open_.find(id);
  Seen* const seen = its == open_.end() ? nullptr : &attempts_[its->second.attempt];
  check_algorithm(view, routing, seen);
  ++view.open[routing.chosen];
  if (!seen) return;
  check_connection(*seen, routing);
  seen->group = world_.name(routing.group);
  seen->target = world_.name(routing.target);
  its->second.view = &view;
  its->second.chosen = routing.chosen;
}

void Rules::check_target(const Routing& routing) {
  const auto& group = scenario_.target_groups.at(world_.name(routing.group));
  const bool eligible =
      std::binary_search(routing.eligible.begin(), routing.eligible.end(), routing.chosen);
  rule(eligible, "it is not eligible", routing);
  rule(routing.registered, "it is leaving", routing);
  rule(routing.healthy || routing.failing_open, "it is not healthy", routing);
  if (!group.cross_zone.value_or(true))
    rule(routing.node_zone == routing.target_zone, "it is in another zone", routing);

  const auto& least = group.unhealthy_state_routing;
  const bool too_few = routing.all_healthy < static_cast<std::uint32_t>(least.count) ||
                       routing.all_healthy < least.percentage.value * routing.all;
  rule(too_few == routing.failing_open, too_few ? "too few are healthy" : "enough are healthy",
       routing);
  rule(routing.eligible.size() == (too_few ? routing.all : routing.all_healthy),
       "others are eligible", routing);
}

// Who is eligible anew has had no turn beside anybody.
void Rules::follow_eligible(View& view, const Routing& routing) {
  std::vector<Candidate> now(routing.eligible.begin(), routing.eligible.end());
  if (now == view.eligible) return;
  std::vector<Candidate> joined;
  std::set_difference(now.begin(), now.end(), view.eligible.begin(), view.eligible.end(),
                      std::back_inserter(joined));
  for (const Candidate one : joined) {
    for (const Candidate other : now) view.ahead[std::minmax(one, other)] = 0;
  }
  view.eligible = std::move(now);
  view.hashed.clear();
}

void Rules::check_algorithm(View& view, const Routing& routing, const Seen* from) {
  const auto& group = scenario_.target_groups.at(world_.name(routing.group));
  switch (group.algorithm.value_or(Algorithm::round_robin)) {
    case Algorithm::round_robin:
      if (group.slow_start == Duration(0)) check_turn(view, routing);
      return;
    case Algorithm::least_outstanding_requests:
      return check_open(view, routing, true);
    case Algorithm::power_of_two:
      return check_open(view, routing, false);
    case Algorithm::ip_hash:
      if (from) check_hash(view, routing, std::to_string(from->from.address));
      return;
    case Algorithm::flow_hash:
      if (from && from->from.user != service::Sender::nobody) {
        check_hash(view, routing,
                   fmt::format("{} {} {} {}", from->client, from->from.user, from->from.visit,
                               from->from.connection));
      }
      return;
    case Algorithm::weighted_random:
    case Algorithm::random:
    case Algorithm::least_response_time:
      return;
  }
}

void Rules::check_turn(View& view, const Routing& routing) {
  for (const Candidate other : routing.eligible) {
    if (other == routing.chosen) continue;
    int& ahead = view.ahead[std::minmax(routing.chosen, other)];
    ahead += routing.chosen < other ? 1 : -1;
    rule(std::abs(ahead) <= 1, "its turn has not come", routing);
  }
}

// The chosen has the fewest open; or, of two by chance, is not alone the busiest.
void Rules::check_open(const View& view, const Routing& routing, bool fewest) {
  const auto open = [&](Candidate one) {
    const auto its = view.open.find(one);
    return its == view.open.end() ? 0 : its->second;
  };
  std::size_t busier = 0;
  std::size_t as_busy = 0;
  for (const Candidate each : routing.eligible) {
    busier += open(each) > open(routing.chosen);
    as_busy += open(each) == open(routing.chosen);
  }
  const bool alone = routing.eligible.size() == 1;
  rule(alone || busier > 0 || as_busy > 1, "it has more requests open than any other", routing);
  rule(!fewest || busier + as_busy == routing.eligible.size(), "others have fewer requests open",
       routing);
}

void Rules::check_hash(View& view, const Routing& routing, const std::string& of) {
  const Candidate before = view.hashed.try_emplace(of, routing.chosen).first->second;
  rule(before == routing.chosen, "the same went elsewhere before", routing);
}

void Rules::check_connection(const Seen& seen, const Routing& routing) {
  if (seen.from.user == service::Sender::nobody) return;
  Used& used = connections_[{seen.client, seen.from.user, seen.from.visit, seen.from.connection}];
  const Duration idle = scenario_.load_balancers.at("front").idle_timeout;
  if (used.node != NameId::none && world_.now() < used.until + idle)
    rule(used.node == routing.node, "the connection leads to another node", routing);
  used = {routing.node, world_.now()};
}

void Rules::ended(AttemptId id, std::optional<service::Outcome> outcome) {
  const auto its = open_.find(id);
  if (its == open_.end()) return;
  Seen& seen = attempts_[its->second.attempt];
  seen.ended = world_.now();
  seen.outcome = outcome;
  if (its->second.view) --its->second.view->open[its->second.chosen];
  const auto used =
      connections_.find({seen.client, seen.from.user, seen.from.visit, seen.from.connection});
  if (used != connections_.end()) used->second.until = world_.now();
  // By which node it came nobody said.
  if (used != connections_.end() && seen.group.empty()) connections_.erase(used);
  open_.erase(its);
}

}  // namespace squall::test
