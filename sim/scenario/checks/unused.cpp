#include "squall/service/answers.hpp"
#include "squall/world/zones.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/call_graph.hpp"
#include "scenario/checks/steps.hpp"

#include <set>
#include <variant>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// What is asked for by name, or joined to something that is.
struct Used {
  std::set<std::string> endpoints;
  std::set<std::string> target_groups;
  std::set<std::string> launch_templates;
  std::set<std::string, std::less<>> services;
  std::set<const void*> answers;  // the handlers and queries that requests come to
};

// Whoever tries to get in, and where.
void add_tried(const Topology& topology, const faults::TrySpec& attempt, Used& used) {
  std::visit(
      [&](const auto& form) {
        const auto add = [&](const std::string& name) {
          used.endpoints.insert(topology.asked(name).endpoint);
        };
        add(world::owner_of_address(form.to).value_or(form.to));
        if (const auto* name = std::get_if<std::string>(&form.from.form)) add(*name);
      },
      attempt.form);
}

Used used(const Checking& checking, const CallGraph& graph) {
  Used used;
  const world::Scenario& scenario = checking.scenario;
  for (const auto& [name, client] : scenario.clients)
    used.endpoints.insert(checking.topology.asked_by(client).endpoint);
  for (const auto& [name, elastic] : scenario.elastic_ips)
    for (const Fleet* holder : checking.topology.holders(name))
      used.endpoints.emplace(holder->name);
  for (const faults::TimelineSpec& line : scenario.timeline)
    if (const auto* action = std::get_if<faults::Action::Try>(&line.action.form))
      add_tried(checking.topology, action->attempt, used);
  for (const auto& [name, service] : scenario.services) {
    for_each_handler(name, service, [&](const service::Steps& steps, const Place& place) {
      for_each_step(steps, place, [&](const service::Step& step, const Place&) {
        if (const auto* call = std::get_if<service::CallStep>(&step.form))
          used.endpoints.insert(checking.topology.asked(call->to).endpoint);
      });
    });
  }
  for (const auto& [name, record] : scenario.dns_records)
    for (const auto& [to, weight] : record.to)
      used.endpoints.insert(checking.topology.asked(to).endpoint);
  for (const auto& [name, balancer] : scenario.load_balancers)
    for_each_forward(name, balancer, [&](const std::string& group, Weight, const Place&) {
      used.target_groups.insert(group);
    });
  const auto add_templates = [&](const auto& section) {
    for (const auto& [name, spec] : section)
      if (spec.launch_template) used.launch_templates.insert(spec.launch_template->name);
  };
  add_templates(scenario.instances);
  add_templates(scenario.auto_scaling_groups);
  for (const Fleet& fleet : checking.topology.fleets()) used.services.emplace(fleet.service);
  for (const CallGraph::Work& work : graph.works()) {
    used.answers.insert(work.steps);
    used.answers.insert(work.query);
  }
  return used;
}

void review_answers(const Checking& checking, const Used& used) {
  for (const auto& [name, service] : checking.scenario.services) {
    if (!used.services.contains(name)) continue;
    const Place at = Place{"services"} / name / "handlers";
    for (const auto& [handler, steps] : service.handlers) {
      if (used.answers.contains(&steps) || handler == service::default_class) continue;
      checking.key_warning(at / handler, fmt::format("nobody asks for handler '{}'", handler),
                           at.parent());
    }
  }
  for (const auto& [name, database] : checking.scenario.databases) {
    if (!used.endpoints.contains(name)) continue;
    const Place at = Place{"databases"} / name / "queries";
    for (const auto& [query, demand] : database.queries) {
      if (used.answers.contains(&demand)) continue;
      checking.key_warning(at / query, fmt::format("nobody asks for query '{}'", query),
                           at.parent());
    }
  }
}

}  // namespace

void review_unused(const Checking& checking, const CallGraph& graph) {
  const world::Scenario& scenario = checking.scenario;
  const Used uses = used(checking, graph);
  const auto warn = [&](std::string_view section, std::string_view name, std::string_view what,
                        std::string hint) {
    checking.key_warning(Place{section, name}, fmt::format("{} '{}'", what, name), {section},
                         std::move(hint));
  };
  for (const auto& [name, spec] : scenario.load_balancers)
    if (!uses.endpoints.contains(name) && spec.target_groups.empty())
      warn("load_balancers", name, "nobody sends anything to", "no client or call names it");
  for (const auto& [name, spec] : scenario.dns_records)
    if (!uses.endpoints.contains(name))
      warn("dns_records", name, "nobody sends anything to", "no client or call names it");
  for (const auto& [name, spec] : scenario.databases)
    if (!uses.endpoints.contains(name))
      warn("databases", name, "nobody sends anything to", "no call names it");
  for (const auto& [name, spec] : scenario.externals)
    if (!uses.endpoints.contains(name))
      warn("externals", name, "nobody sends anything to", "no call names it");
  for (const auto& [name, spec] : scenario.target_groups)
    if (!uses.target_groups.contains(name))
      warn("target_groups", name, "nobody forwards to", "no listener names it");
  for (const auto& [name, spec] : scenario.launch_templates)
    if (!uses.launch_templates.contains(name))
      warn("launch_templates", name, "nothing is launched from",
           "no instances and no group name it");
  for (const auto& [name, spec] : scenario.services)
    if (!uses.services.contains(name))
      warn("services", name, "nobody runs", "no instances and no group name it");
  for (const Fleet& fleet : checking.topology.fleets())
    if (fleet.target_groups->empty() && !uses.endpoints.contains(std::string(fleet.name)))
      warn(fleet.section, fleet.name, "nobody sends anything to", "it is in no target group");
  review_answers(checking, uses);
}

}  // namespace squall::scenario
