#include "squall/balancing/application_balancer.hpp"
#include "squall/balancing/byte_meter.hpp"
#include "squall/balancing/journal.hpp"
#include "squall/balancing/target.hpp"
#include "squall/core/invariant.hpp"
#include "squall/scaling/journal.hpp"

#include "world/plant.hpp"
#include "world/promises.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

namespace squall::world {

namespace {

std::string_view word(balancing::HealthState state) {
  switch (state) {
    case balancing::HealthState::initial:
      return "initial";
    case balancing::HealthState::healthy:
      return "healthy";
    case balancing::HealthState::unhealthy:
      return "unhealthy";
    case balancing::HealthState::draining:
      return "draining";
    case balancing::HealthState::unused:
      return "unused";
  }
  return {};
}

ServerView view_of(const service::Server& server) {
  return {server.state(), server.queued(), server.in_service()};
}

FlowsResult flows_of(const balancing::LoadBalancer::Flows& flows) {
  const std::int64_t window = balancing::ByteMeter::window / 1s;
  return {.opened = flows.opened,
          .active = flows.active,
          .unhealthy_routing = flows.failed_open,
          .rejected = flows.rejected,
          .client_resets = flows.client_resets,
          .target_resets = flows.target_resets,
          .elb_resets = flows.elb_resets,
          .unheard = 0,
          .peak_per_second = {flows.busiest.count / window}};
}

CreditsResult credits_result(const service::Bursts::Standing& standing) {
  const compute::CreditAccount& account = standing.account;
  CreditsResult out;
  out.mode = account.terms().mode == compute::CreditMode::unlimited ? "unlimited" : "standard";
  out.balance = compute::number(account.balance());
  out.surplus = compute::number(account.surplus());
  out.charged = compute::number(account.totals().charged);
  out.throttled = standing.throttled;
  if (standing.first_throttled) out.first_throttled = *standing.first_throttled - Time{};
  return out;
}

}  // namespace

View World::Plant::view() const {
  View view;
  for (const auto& [name, instance] : instances_)
    view.instances[name] = view_of(fleet_.server(instance.server));
  for (const auto& [name, database] : databases_)
    view.databases[name] = view_of(fleet_.server(database.server));
  return view;
}

std::uint64_t World::Plant::inside() const {
  std::uint64_t inside = 0;
  const auto add = [&](service::ServerId id) {
    const service::Server& server = fleet_.server(id);
    inside += server.queued() + server.in_service();
  };
  for (const auto& [name, instance] : instances_) add(instance.server);
  for (const auto& [name, database] : databases_) add(database.server);
  return inside;
}

Result World::Plant::result() const {
  Result result;
  result.name = scenario_.name;
  result.seed = scenario_.seed;
  result.start = scenario_.start;
  result.simulated =
      settled_ ? scenario_.duration : std::min(scenario_.duration, engine.now() - Time{});
  const traffic::Window part = counted(scenario_);
  result.measure_from = part.from - Time{};
  result.measure_until =
      std::max(result.measure_from, std::min(part.until - Time{}, result.simulated));
  result.partial = !settled_;
  report_clients(result);
  report_balancers(result);
  report_servers(result);
  report_addresses(result);
  storage_.report(result, [this](compute::LifeId life) { return by_life_[life]->first; });
  report_status(result);
  report_calls(result);
  report_happenings(result);
  report_groups(result);
  result.dropped = gates_.dropped();
  result.tries = tries_;
  report_promises(result);
  report_course(result);
  if (monitoring_) monitoring_->report(result, Time(result.simulated));
  return result;
}

void World::Plant::report_clients(Result& result) const {
  for (const auto& [name, client] : clients_) {
    const traffic::ClientStats stats = client.open ? client.open->stats() : client.closed->stats();
    ClientResult& out = result.clients[name];
    out.total = stats.total;
    result.totals += stats.total;
    std::size_t place = 0;
    for (const auto& [word, request] : scenario_.clients.at(name).requests)
      out.requests[word] = stats.classes[place++];
  }
}

// Of a run that is not over yet, in the windows so far.
void World::Plant::report_promises(Result& result) const {
  const Time now(result.simulated);
  for (const Promise& promise : scenario_.slo) {
    std::vector<traffic::Window> windows = windows_of(promise, scenario_);
    while (windows.size() > 1 && windows.back().from >= now) windows.pop_back();
    if (windows.back().from < now) windows.back().until = std::min(windows.back().until, now);
    Judge judge(promise);
    for (const traffic::Window& window : windows)
      judge.look(window, tally_in(promise.scope, window));
    result.slo.push_back(judge.judgement());
  }
}

// A run that is not over yet is told up to now.
void World::Plant::report_course(Result& result) const {
  result.course.step = steps_.length;
  const Time now(result.simulated);
  for (std::size_t i = 0; i < steps_.windows.size() && steps_.windows[i].from < now; ++i) {
    const traffic::Window& window = steps_.windows[i];
    const traffic::Tally tally = tally_in({}, window);
    CourseStep& step = result.course.steps.emplace_back();
    step.from = window.from - Time{};
    step.until = std::min(window.until, now) - Time{};
    step.requests = tally.requests;
    step.succeeded = tally.succeeded;
    step.failed = tally.failed;
    step.timed_out = tally.timed_out;
    step.refused = tally.refused;
    step.open = tally.open;
    step.p50 = latency_quantile(tally, 0.5);
    step.p99 = latency_quantile(tally, 0.99);
    step.running = i < running_.size() ? running_[i] : count_running();
  }
}

std::size_t World::Plant::count_running() const {
  return static_cast<std::size_t>(
      std::count_if(instances_.begin(), instances_.end(), [&](const auto& entry) {
        return fleet_.server(entry.second.server).state() == service::Server::State::running;
      }));
}

void World::Plant::report_balancers(Result& result) const {
  for (const auto& [name, balancer] : balancers_) {
    const balancing::LoadBalancer::Counts counts = balancer.balancer->counts();
    BalancerResult& out = result.load_balancers[name];
    out.received = counts.received;
    for (const std::uint64_t each : counts.by_target) out.by_target += each;
    out.client_gone = counts.client_gone;
    out.unheard = counts.unheard;
    out.open = counts.open;
    out.redirects = counts.redirects;
    out.fixed_responses = counts.fixed_responses;
    if (const auto flows = balancer.balancer->flows()) {
      out.processed = flows->processed;
      out.flows = flows_of(*flows);
      out.flows->unheard = counts.unheard;
    }
    if (const balancing::LoadBalancer::Surge* surge = balancer.balancer->surge()) {
      out.surge = {surge->longest, surge->spilled, counts.reset};
      out.own_codes = {{405, counts.made_405}, {503, counts.made_503}, {504, counts.made_504}};
    }
    if (const auto* alb =
            dynamic_cast<const balancing::ApplicationBalancer*>(balancer.balancer.get())) {
      out.rule_evaluations = alb->metrics().rule_evaluations;
      out.processed = alb->metrics().processed;
      out.non_sticky_requests = alb->non_sticky_requests();
      out.own_codes = {{405, counts.made_405},
                       {502, counts.made_502},
                       {503, counts.made_503},
                       {504, counts.made_504}};
    }
  }
  const std::map<NameId, int> unhealthy = times_unhealthy();
  for (const auto& [name, group] : groups_) {
    if (!group.group) continue;
    TargetGroupResult& out = result.target_groups[name];
    out.requests = group.group->traffic.total().requests;
    out.latency = group.group->traffic.latency();
    out.unhealthy_routing_requests = group.group->unhealthy_routing_requests();
    out.too_few_healthy = time_short_of_healthy(group.name);
    for (const auto& [instance, target] : group.targets) {
      const balancing::TargetCounts& counts = group.group->traffic[target];
      const auto times = unhealthy.find(group.group->target_name(target));
      out.targets[instance] = {counts.requests, counts.errors(),
                               std::string(word(group.group->health(target).state)),
                               times == unhealthy.end() ? 0 : times->second};
    }
    for (const balancing::ShareWatch::Stretch& stretch : group.shares->stretches()) {
      const NameId target = group.group->target_name(stretch.target);
      out.uneven.push_back(
          {this->name(target), stretch.ratio, stretch.from - Time{}, stretch.until - Time{}});
    }
  }
}

// While some node is.
Duration World::Plant::time_short_of_healthy(NameId group) const {
  Duration time{};
  int nodes = 0;
  Time since{};
  for (const Journal::Record& record : journal_.records()) {
    if (record.subject != group) continue;
    if (record.kind == &balancing::too_few_healthy && nodes++ == 0) since = record.at;
    if (record.kind == &balancing::enough_healthy && --nodes == 0) time += record.at - since;
  }
  return nodes > 0 ? time + (engine.now() - since) : time;
}

// By target: as the node says that found it so most often.
std::map<NameId, int> World::Plant::times_unhealthy() const {
  const JournalKind* const kinds[] = {&balancing::target_answers_errors,
                                      &balancing::target_times_out, &balancing::target_refuses};
  std::map<std::pair<NameId, NameId>, int> times;  // by target and node
  std::map<NameId, int> most;
  for (const Journal::Record& record : journal_.records()) {
    if (std::find(std::begin(kinds), std::end(kinds), record.kind) == std::end(kinds)) continue;
    int& its = most[record.subject];
    its = std::max(its, ++times[{record.subject, record.object}]);
  }
  return most;
}

ServerResult World::Plant::report_server(service::ServerId server) const {
  const service::Server& model = fleet_.server(server);
  ServerResult out;
  out.offered = model.counts().offered;
  out.refused = model.counts().refused;
  out.finished = model.counts().finished;
  out.wasted = model.counts().wasted;
  out.cut = model.counts().cut;
  out.open = model.queued() + model.in_service();
  out.utilization = utilization(server, engine.now() - Time{});
  return out;
}

double World::Plant::utilization(service::ServerId server, Duration time) const {
  const service::Cpu& cpu = fleet_.server(server).cpu();
  return time > Duration(0) ? seconds(cpu.used(engine.now())) / cpu.vcpus() / seconds(time) : 0;
}

ServerResult World::Plant::report_server(const std::string& name, const Instance& instance) const {
  ServerResult out = report_server(instance.server);
  out.type = instance.type;
  out.zone = instance.zone;
  const auto earlier = earlier_types_.find(name);
  if (earlier == earlier_types_.end()) return out;
  const auto& [before, until] = earlier->second;
  const service::Cpu& cpu = fleet_.server(instance.server).cpu();
  const Duration vcpu_time = before + cpu.vcpus() * (engine.now() - Time(until));
  out.utilization = seconds(cpu.used(engine.now())) / seconds(vcpu_time);
  return out;
}

std::map<std::string, CreditsResult> World::Plant::credits() const {
  std::map<std::string, CreditsResult> credits;
  for (const auto& [name, instance] : instances_)
    if (instance.burst != Instance::steady)
      credits[name] = credits_result(bursts_.standing(instance.burst));
  return credits;
}

void World::Plant::report_servers(Result& result) const {
  result.credits = settled_ ? credits_at_end_ : credits();
  for (const auto& [name, instance] : instances_) {
    ServerResult& out = result.instances[name] = report_server(name, instance);
    const compute::Life& life = lives_.life(instance.life);
    out.state = life.state();
    out.billed = life.billed(std::min(engine.now(), Time(scenario_.duration)));
  }
  for (const auto& [name, database] : databases_)
    result.databases[name] = report_server(name, database);
  for (const auto& [name, external] : externals_) result.externals[name] = report_server(external);
}

// Of a service on all its instances together.
void World::Plant::report_calls(Result& result) const {
  for (const auto& [key, number] : services_) {
    for (const auto& [to, counts] : fleet_.calls_of(number)) {
      service::CallCounts& all = result.calls[std::get<0>(key)][to];
      all.requests += counts.requests;
      all.connections += counts.connections;
    }
  }
}

void World::Plant::report_happenings(Result& result) const {
  for (const auto& [at, text] : acted_) result.actions.push_back({at - Time{}, text});
  const std::set<NameId> members = names_of_members();
  for (const Journal::Record& record : journal_.records())
    if (record.at > Time{})  // what stood there from the start has not happened
      result.journal.push_back(
          {record.at - Time{}, journal_.text(record),
           record.kind != &scaling::found_unhealthy && members.contains(record.subject)});
  add_decisions(result);
  // Both in the order of time; at one moment what was done comes before what came of it.
  std::vector<Happening> all;
  std::merge(result.actions.begin(), result.actions.end(), result.journal.begin(),
             result.journal.end(), std::back_inserter(all),
             [](const Happening& a, const Happening& b) { return a.at < b.at; });
  result.journal = std::move(all);
}

}  // namespace squall::world
