#include "squall/core/text.hpp"
#include "squall/scenario/reader.hpp"

#include "scenario/checks/checking.hpp"
#include "scenario/checks/lost_places.hpp"
#include "scenario/checks/run_times.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

std::string print(Duration time) { return ScalarText<Duration>::print(time); }

// The instances that an action names; null where it is about something else.
const std::vector<std::string>* instances_of(const faults::Action& action) {
  return std::visit(
      [](const auto& form) -> const std::vector<std::string>* {
        if constexpr (requires { form.instances; }) return &form.instances;
        return nullptr;
      },
      action.form);
}

// Whether it is a balancer that may leave its groups.
bool is_target(const Checking& checking, const std::string& name) {
  const auto balancer = checking.scenario.load_balancers.find(name);
  return balancer != checking.scenario.load_balancers.end() &&
         !balancer->second.target_groups.empty();
}

// Whether a section says how its things are called, whatever else is wrong with them.
bool has_names(const Checking& checking, std::string_view section) {
  const Node* written = checking.written.find({section});
  return !written || written->is_map() || written->is_nothing();
}

void check_lost_place(const Checking& checking, const faults::Action& action, const Place& line) {
  for (const char* section :
       {"region", "regions", "links", "zones", "load_balancers", "target_groups", "instances",
        "elastic_ips", "auto_scaling_groups", "databases", "clients"})
    if (!checking.sound({section})) return;
  const auto wrong = wrong_place(action, checking.scenario);
  if (!wrong) return;
  const Place at = wrong->within.empty() ? line : line / wrong->within;
  checking.error(at / wrong->key, wrong->what, line, wrong->hint);
}

// Whether only instances of groups can be meant.
bool is_about_members(const faults::Action& action) {
  return std::visit(
      [](const auto& form) {
        using Form = std::decay_t<decltype(form)>;
        return std::is_same_v<Form, faults::EnterStandby> ||
               std::is_same_v<Form, faults::ExitStandby> ||
               std::is_same_v<Form, faults::DetachInstances> ||
               std::is_same_v<Form, faults::SetInstanceProtection> ||
               std::is_same_v<Form, faults::SetInstanceHealth> ||
               std::is_same_v<Form, faults::TerminateInGroup>;
      },
      action.form);
}

void check_sizes(const Checking& checking, const faults::Action& action, const Place& line) {
  const auto* update = std::get_if<faults::UpdateGroup>(&action.form);
  if (!update) return;
  if (!update->min_size && !update->max_size && !update->desired_capacity)
    checking.error(line / "update_auto_scaling_group", "it changes nothing", line,
                   "write 'min_size', 'max_size' or 'desired_capacity'");
}

void check_action(const Checking& checking, const faults::Action& action, const Place& line) {
  if (!has_names(checking, "instances") || !has_names(checking, "auto_scaling_groups")) return;
  const auto* const instances = instances_of(action);
  check_lost_place(checking, action, line);
  check_sizes(checking, action, line);
  if (!instances) return;
  const std::string_view word = Alternatives<faults::Action>::table[action.form.index()].key;
  const Place at = line / word;
  if (!checking.sound(at)) return;
  if (instances->empty())
    return checking.error(at, fmt::format("'{}' names no instance", word), line);
  for (std::size_t i = 0; i < instances->size(); ++i) {
    const std::string& name = (*instances)[i];
    if (checking.diagnostics.full()) return;
    if (checking.topology.is_instance(name)) {
      const Fleet* its = checking.topology.fleet(name);
      if (!its) its = checking.topology.fleet(instance_name(name).entry);
      if (is_about_members(action) && its->section == "instances")
        checking.error(at[i], fmt::format("'{}' is in no Auto Scaling group", name), line);
      continue;
    }
    if (std::holds_alternative<faults::Action::Deregister>(action.form) &&
        is_target(checking, name))
      continue;
    const Fleet* of = checking.topology.fleet(instance_name(name).entry);
    if (of && !checking.sound({of->section, of->name, "count"})) continue;
    std::vector<std::string> known;
    for (const Fleet& fleet : checking.topology.fleets()) {
      if (known.size() > most_guesses) break;
      known.emplace_back(fleet.name);
      const int shown = fleet.section == "instances" ? std::min(fleet.most, 100) : 1;
      for (int n = 1; n <= shown; ++n) known.push_back(fmt::format("{}-{}", fleet.name, n));
    }
    const std::vector<std::string_view> views(known.begin(), known.end());
    checking.error(at[i], fmt::format("no instance is called '{}'", name), line,
                   guess(name, views));
  }
}

std::set<std::string, std::less<>> scopes(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  std::set<std::string, std::less<>> names;
  for (const auto& [name, client] : scenario.clients) {
    names.insert(name);
    for (const auto& [request, spec] : client.requests) {
      names.insert(request);
      names.insert(name + "." + request);
    }
  }
  for (const auto& [name, spec] : scenario.load_balancers) names.insert(name);
  for (const auto& [name, spec] : scenario.target_groups) names.insert(name);
  for (const auto& [name, spec] : scenario.databases) names.insert(name);
  for (const Fleet& fleet : checking.topology.fleets()) names.emplace(fleet.name);
  return names;
}

bool has_sound_scopes(const Checking& checking) {
  for (const char* section : {"clients", "load_balancers", "target_groups", "databases",
                              "instances", "auto_scaling_groups"})
    if (!checking.sound({section})) return false;
  return true;
}

void check_promise_times(const Checking& checking, const RunTimes& run,
                         const world::Promise& promise, const Place& at) {
  const std::string text = fmt::format("'{}'", promise.text);
  const Duration duration = checking.scenario.duration;
  if (promise.each && run.knows_end() && *promise.each > duration) {
    checking.error(
        at, fmt::format("{} has windows of {}, longer than the run", text, print(*promise.each)),
        {}, fmt::format("the run takes {}", print(duration)));
  }
  if (!promise.from || !promise.to) return;
  const auto from = run.time_of(*promise.from, "the 'from' of " + text, at, {});
  if (!from) return;
  const auto to = run.time_of(*promise.to, "the 'to' of " + text, at, {}, true);
  if (to && *to <= *from) checking.error(at, fmt::format("{} ends before it begins", text), {});
}

void check_measured(const Checking& checking, const RunTimes& run) {
  const world::Scenario& scenario = checking.scenario;
  const bool knows_from = checking.sound({"measure_from"});
  if (knows_from && run.knows_end() && scenario.measure_from >= scenario.duration) {
    checking.error(
        {"measure_from"},
        fmt::format("'measure_from' is {}, when the run is over", print(scenario.measure_from)), {},
        fmt::format("the run takes {}", print(scenario.duration)));
  }
  if (!scenario.measure_until || !checking.sound({"measure_until"})) return;
  const std::string until = fmt::format("'measure_until' is {}", print(*scenario.measure_until));
  if (knows_from && *scenario.measure_until <= scenario.measure_from) {
    checking.error({"measure_until"}, until + ", when nothing has been measured", {},
                   fmt::format("'measure_from' is {}", print(scenario.measure_from)));
  } else if (run.knows_end() && *scenario.measure_until > scenario.duration) {
    checking.error({"measure_until"}, until + ", after the run is over", {},
                   fmt::format("the run takes {}", print(scenario.duration)));
  }
}

}  // namespace

void check_timeline(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  const RunTimes run(checking);
  for (std::size_t i = 0; i < scenario.timeline.size(); ++i) {
    const Place line = Place{"timeline"}[i];
    if (checking.sound(line / "at") && checking.written.find(line / "at"))
      run.time_of(scenario.timeline[i].at, "'at'", line / "at", line);
    if (checking.sound(line)) check_action(checking, scenario.timeline[i].action, line);
  }
  check_measured(checking, run);
  if (!checking.sound({"slo"})) return;
  const auto known = has_sound_scopes(checking) ? scopes(checking) : decltype(scopes(checking))();
  for (std::size_t i = 0; i < scenario.slo.size(); ++i) {
    const world::Promise& promise = scenario.slo[i];
    const Place at = Place{"slo"}[i];
    check_promise_times(checking, run, promise, at);
    if (promise.scope.empty() || known.empty() || known.contains(promise.scope)) continue;
    if (checking.topology.is_instance(promise.scope)) continue;
    if (checking.diagnostics.full()) continue;
    std::vector<std::string_view> views(known.begin(), known.end());
    views.resize(std::min(views.size(), most_guesses));
    checking.error(at,
                   fmt::format("no client, balancer or group is called '{}' in '{}'", promise.scope,
                               promise.text),
                   {}, guess(promise.scope, views));
  }
}

}  // namespace squall::scenario
