#include "properties/rules.hpp"

#include "squall/balancing/defaults.hpp"
#include "squall/balancing/dns_door.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <utility>
#include <variant>

#include <fmt/format.h>

namespace squall::test {

using balancing::Algorithm;
using service::Attempt;
using service::AttemptId;
using service::Outcome;
using service::Routing;

namespace {

// Those that an action tells to leave their groups.
std::vector<std::string> leaving_by(const faults::Action& action, const world::Scenario& scenario) {
  std::vector<std::string> words;
  if (const auto* stop = std::get_if<faults::Action::Stop>(&action.form)) words = stop->instances;
  if (const auto* leave = std::get_if<faults::Action::Deregister>(&action.form))
    words = leave->instances;
  std::vector<std::string> names;
  for (const std::string& word : words) {
    const auto entry = scenario.instances.find(word);
    if (entry == scenario.instances.end()) names.push_back(word);
    for (int i = 1; entry != scenario.instances.end() && i <= entry->second.count; ++i)
      names.push_back(fmt::format("{}-{}", word, i));
  }
  return names;
}

// A balancer has made it, or the target has.
bool answered_by_target(const Rules::Seen& seen, std::optional<Outcome> outcome) {
  const bool answered = outcome && outcome->kind == Outcome::Kind::answered;
  return !seen.group.empty() && answered && outcome->status != 502 && outcome->status != 504;
}

}  // namespace

Rules::Rules(const world::World& world, const world::Scenario& scenario)
    : world_(world), scenario_(scenario) {
  for (const auto& [name, balancer] : scenario.load_balancers) {
    for (const auto& [port, listener] : balancer.listeners) {
      const std::string action = std::to_string(port);
      know(name, action, listener);
      for (const auto& [rule, its] : listener.rules) know(name, action + "/" + rule, its);
    }
  }
  for (const faults::TimelineSpec& line : scenario.timeline) {
    const Time at(Calendar{}.since_start(line.at));
    for (const std::string& instance : leaving_by(line.action, scenario)) {
      const auto [leaves, is_new] = told_to_leave_.try_emplace(instance, at);
      if (!is_new) leaves->second = std::min(leaves->second, at);
    }
  }
}

template <class Action>
void Rules::know(const std::string& balancer, const std::string& name, const Action& action) {
  for (const auto& [group, weight] : action.forward)
    homes_[group] = {balancer, &scenario_.load_balancers.at(balancer),
                     balancing::completed(scenario_.target_groups.at(group),
                                          scenario_.load_balancers.at(balancer), group)};
  if (action.stickiness) keepers_.emplace(name, Keeper{&action.forward, *action.stickiness, {}});
}

std::uint64_t Rules::given(const std::string& group, const std::string& target) const {
  const auto its = given_.find({group, target});
  return its == given_.end() ? 0 : its->second;
}

void Rules::rule(bool kept, const std::string& what, const Routing& routing) {
  if (kept || breaches_.size() >= 5) return;
  breaches_.push_back(fmt::format("at {:.6f} s {} chose {} of {}: {}",
                                  seconds(world_.now() - Time{}), world_.name(routing.node),
                                  world_.name(routing.target), world_.name(routing.group), what));
}

void Rules::told(bool kept, const std::string& what, const Seen& seen) {
  if (kept || breaches_.size() >= 5) return;
  breaches_.push_back(
      fmt::format("at {:.6f} s {}: {}", seconds(world_.now() - Time{}), seen.client, what));
}

void Rules::sent(AttemptId id, const Attempt& attempt) {
  const world::World::Sender sender = world_.sender(attempt);
  if (sender.client.empty()) return;
  open_[id].attempt = attempts_.size();
  Seen seen;
  seen.client = sender.client;
  seen.caller = attempt.caller;
  seen.key = attempt.key.word;
  seen.first = attempt.number == 1;
  seen.from = sender.from;
  seen.sent = attempt.sent;
  seen.directions =
      directions(scenario_.load_balancers.at("front"), scenario_.clients.at(sender.client),
                 sender.request_class, sender.from.address);
  attempts_.push_back(std::move(seen));
}

void Rules::routed(AttemptId id, const Routing& routing) {
  const auto its = open_.find(id);
  Seen* const seen = its == open_.end() ? nullptr : &attempts_[its->second.attempt];
  const std::string group = world_.name(routing.group);
  const std::string target = world_.name(routing.target);
  ++given_[{group, target}];
  if (routing.target_zone == NameId::none) return passed_on(seen, routing);
  if (seen) {
    seen->balancer = homes_.at(group).name;
    seen->node = world_.name(routing.node);
    seen->group = group;
    seen->opened = world_.now();
    seen->target = target;
    check_connection(*seen, routing);
    check_group(*seen, routing);
  }
  View& view = views_[{routing.node, routing.group}];
  if (!seen || !seen->goes_on) check_choice(view, routing, seen);
  ++view.open[routing.chosen];
  if (!seen) return;
  its->second.view = &view;
  its->second.chosen = routing.chosen;
}

// By an NLB to the balancer that is its only target.
void Rules::passed_on(Seen* seen, const Routing& routing) {
  if (seen) {
    seen->by_edge = true;
    if (Connection* const its = connection_of(*seen, true))
      follow_connection(*seen, homes_.at(world_.name(routing.group)), *its, routing);
    seen->edge_goes_on = std::exchange(seen->goes_on, false);
  }
  if (!seen || !seen->edge_goes_on)
    check_choice(views_[{routing.node, routing.group}], routing, nullptr);
}

void Rules::check_choice(View& view, const Routing& routing, Seen* seen) {
  ++choices_;
  failing_open_ += routing.failing_open;
  check_target(routing);
  if (fails_open_together(routing)) return;
  follow_eligible(view, routing);
  if (seen && keeps_target(*seen, routing)) return;
  check_algorithm(view, routing, seen);
}

bool Rules::crosses_zones(const Routing& routing) const {
  return *homes_.at(world_.name(routing.group)).group.cross_zone;
}

// As nodes of an NLB do that keep to their zones: over all zones.
bool Rules::fails_open_together(const Routing& routing) const {
  const bool network = homes_.at(world_.name(routing.group)).network();
  return routing.failing_open && network && !crosses_zones(routing);
}

void Rules::check_target(const Routing& routing) {
  const auto& group = homes_.at(world_.name(routing.group)).group;
  const bool eligible =
      std::binary_search(routing.eligible.begin(), routing.eligible.end(), routing.chosen);
  const bool together = fails_open_together(routing);
  rule(eligible || together, "it is not eligible", routing);
  rule(routing.registered, "it is leaving", routing);
  const auto leaves = told_to_leave_.find(world_.name(routing.target));
  rule(leaves == told_to_leave_.end() || world_.now() < leaves->second, "it has been told to leave",
       routing);
  rule(routing.healthy || routing.failing_open, "it is not healthy", routing);
  const bool has_zone = routing.target_zone != NameId::none;
  rule(!has_zone || together || crosses_zones(routing) || routing.node_zone == routing.target_zone,
       "it is in another zone", routing);

  const auto& least = group.unhealthy_state_routing;
  const bool too_few = routing.all_healthy < static_cast<std::uint32_t>(least.count) ||
                       routing.all_healthy < least.percentage.value * routing.all;
  rule(too_few == routing.failing_open, too_few ? "too few are healthy" : "enough are healthy",
       routing);
  const std::size_t its_own = too_few ? routing.all : routing.all_healthy;
  rule(together ? routing.eligible.size() >= its_own : routing.eligible.size() == its_own,
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
  const Home& home = homes_.at(world_.name(routing.group));
  const auto& group = home.group;
  if (home.classic()) return;
  switch (*group.algorithm) {
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

// The chosen has the fewest open; or, of two by chance, is not alone the busiest. When checks of a
// DNS record end, or probes of an NLB before, nobody says.
void Rules::check_open(const View& view, const Routing& routing, bool fewest) {
  if (!scenario_.dns_records.empty() || scenario_.load_balancers.contains("edge")) return;
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

// By what its listener says, and by the cookie of one whom a group has answered.
void Rules::check_group(Seen& seen, const Routing& routing) {
  if (seen.balancer != "front") return;
  const Directions& directions = seen.directions;
  if (!directions.forward) return rule(false, "the balancer was to answer itself", routing);
  const auto keeper = keepers_.find(directions.action);
  const Cookie* const cookie =
      keeper == keepers_.end() ? nullptr : cookie_of(keeper->second.cookies, seen);
  seen.drawn = !seen.goes_on && !cookie;
  if (seen.goes_on) return;
  if (cookie) return rule(cookie->group == seen.group, "a cookie names another group", routing);
  const auto share = directions.forward->find(seen.group);
  rule(share != directions.forward->end() && share->second.value > 0,
       fmt::format("'{}' does not lead there", directions.action), routing);
}

const Rules::Cookie* Rules::cookie_of(const std::map<User, Cookie>& cookies,
                                      const Seen& seen) const {
  const auto its = cookies.find(user_of(seen));
  return its == cookies.end() || world_.now() >= its->second.until ? nullptr : &its->second;
}

void Rules::give_cookies(const Seen& seen, Candidate target) {
  if (seen.from.user == service::Sender::nobody) return;
  if (const auto& stickiness = scenario_.target_groups.at(seen.group).stickiness)
    cookies_[seen.group][user_of(seen)] = {seen.group, target, world_.now() + stickiness->duration};
  for (auto& [action, keeper] : keepers_)
    if (keeper.forward->contains(seen.group))
      keeper.cookies[user_of(seen)] = {seen.group, target, world_.now() + keeper.lasts};
}

// By its cookie, while that may be chosen.
bool Rules::keeps_target(Seen& seen, const Routing& routing) {
  const auto given = cookies_.find(seen.group);
  const Cookie* const cookie = given == cookies_.end() ? nullptr : cookie_of(given->second, seen);
  if (!cookie) return false;
  seen.kept = std::binary_search(routing.eligible.begin(), routing.eligible.end(), cookie->target);
  rule(!seen.kept || routing.chosen == cookie->target, "a cookie names another target", routing);
  return seen.kept;
}

Rules::Connection* Rules::connection_of(const Seen& seen, bool of_edge) {
  if (seen.from.user == service::Sender::nobody) return nullptr;
  return &(of_edge ? edge_connections_ : connections_)[{user_of(seen), seen.from.connection}];
}

// So much later than a balancer in the region next door a client may see what it sees.
constexpr Duration next_door = 1ms;

void Rules::check_connection(Seen& seen, const Routing& routing) {
  if (Connection* const its = connection_of(seen))
    follow_connection(seen, homes_.at(seen.group), *its, routing);
}

void Rules::follow_connection(Seen& seen, const Home& home, Connection& its,
                              const Routing& routing) {
  const Time now = world_.now();
  const bool known = !its.balancer.empty();
  const bool same = its.balancer == home.name;
  if (known && now < its.asked + balancing::DnsDoor::connection_idle)
    rule(same, "the connection leads to another balancer", routing);
  if (known && same && home.network()) {
    seen.goes_on = true;
    seen.opened = its.opened;
    rule(its.node == routing.node && its.target == routing.target && its.group == routing.group,
         "the connection leads to another target", routing);
    rule(now < its.used + home.balancer->tcp_idle_timeout, "the connection is forgotten", routing);
  } else if (known && same && now + next_door < its.used + home.balancer->idle_timeout &&
             now < its.opened + home.balancer->client_keep_alive) {
    rule(its.node == routing.node, "the connection leads to another node", routing);
  } else {
    its.opened = now;
  }
  its.balancer = home.name;
  its.node = routing.node;
  its.group = routing.group;
  its.target = routing.target;
  its.asked = its.used = now;
}

// What a balancer answers without a target.
void Rules::check_own_answer(const Seen& seen) {
  const std::string& to = scenario_.clients.at(seen.client).to;
  const bool answered = seen.outcome && seen.outcome->kind == Outcome::Kind::answered;
  if (to == "edge" && !seen.by_edge) return told(!answered, "an NLB answered by itself", seen);
  if ((to != "front" && to != "edge") || !seen.group.empty()) return;
  const auto type = scenario_.load_balancers.at("front").type;
  if (type == balancing::BalancerType::network)
    return told(!answered, "an NLB answered by itself", seen);
  if (type == balancing::BalancerType::classic) {
    const bool right = !seen.outcome || seen.outcome->status == 503 || seen.outcome->status == 504;
    return told(right, "a CLB answered by itself neither 503 nor 504", seen);
  }
  if (to == "edge" && !seen.outcome) return;
  const int status = seen.directions.forward ? 503 : seen.directions.status;
  told(answered && seen.outcome->status == status,
       fmt::format("the balancer did not answer {}", status), seen);
}

void Rules::ended(AttemptId id, std::optional<Outcome> outcome) {
  const auto its = open_.find(id);
  if (its == open_.end()) return;
  Seen& seen = attempts_[its->second.attempt];
  seen.ended = world_.now();
  seen.outcome = outcome;
  if (its->second.view) --its->second.view->open[its->second.chosen];
  if (answered_by_target(seen, outcome)) give_cookies(seen, its->second.chosen);
  open_.erase(its);
  check_own_answer(seen);
  const auto before = edge_connections_.find({user_of(seen), seen.from.connection});
  if (before != edge_connections_.end()) before->second.used = world_.now();
  const auto connection = connections_.find({user_of(seen), seen.from.connection});
  if (connection == connections_.end()) return;
  connection->second.used = world_.now();
  // By which node it came nobody said.
  if (seen.group.empty()) connections_.erase(connection);
}

}  // namespace squall::test
