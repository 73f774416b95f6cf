#include "squall/scenario/action.hpp"

#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/reader.hpp"
#include "squall/scenario/yaml.hpp"

#include "scenario/checks/lost_places.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// The names that an action may speak of: every instance, and every entry of several.
std::vector<std::string> instance_names(const world::Scenario& scenario) {
  std::vector<std::string> names;
  for (const auto& [entry, spec] : scenario.instances) {
    names.push_back(entry);
    for (int i = 1; i <= spec.count; ++i) names.push_back(fmt::format("{}-{}", entry, i));
  }
  return names;
}

template <class Spec>
Node names_of(const std::map<std::string, Spec>& things) {
  Node names = Node::map();
  for (const auto& [name, spec] : things) names.set({name, {}}, Node::map());
  return names;
}

// What an action may name, as it stands in a file.
Node sections_of(const world::Scenario& scenario) {
  Node instances = Node::map();
  for (const std::string& name : instance_names(scenario)) instances.set({name, {}}, Node::map());
  Node sections = Node::map();
  sections.set({"load_balancers", {}}, names_of(scenario.load_balancers));
  sections.set({"elastic_ips", {}}, names_of(scenario.elastic_ips));
  sections.set({"volumes", {}}, names_of(scenario.volumes));
  sections.set({"snapshots", {}}, names_of(scenario.snapshots));
  sections.set({"images", {}}, names_of(scenario.images));
  sections.set({"databases", {}}, names_of(scenario.databases));
  sections.set({"key_pairs", {}}, names_of(scenario.key_pairs));
  sections.set({"security_groups", {}}, names_of(scenario.security_groups));
  sections.set({"instances", {}}, std::move(instances));
  return sections;
}

}  // namespace

faults::Action read_action(const std::string& text, const world::Scenario& scenario) {
  Sources sources;
  Diagnostics diagnostics(sources);
  const auto source = sources.add("--do", text);
  const Node node = read_yaml(sources, source, diagnostics);
  diagnostics.require_none();
  faults::Action action;
  const Node sections = sections_of(scenario);
  Reader(sections, diagnostics).read(type_of<faults::Action>(), node, &action);
  diagnostics.require_none();
  const auto known = instance_names(scenario);
  std::visit(
      [&](const auto& form) {
        if constexpr (requires { form.instances; }) {
          for (const std::string& name : form.instances) {
            if (std::find(known.begin(), known.end(), name) != known.end()) continue;
            const std::vector<std::string_view> names(known.begin(), known.end());
            diagnostics.error({source, 1, 1}, fmt::format("no instance is called '{}'", name), {},
                              guess(name, names));
          }
        }
      },
      action.form);
  if (const auto wrong = wrong_place(action, scenario))
    diagnostics.error({source, 1, 1}, wrong->what, {}, wrong->hint);
  diagnostics.require_none();
  return action;
}

Duration read_moment(const std::string& text, const world::Scenario& scenario,
                     const std::string& option) {
  Sources sources;
  Diagnostics diagnostics(sources);
  const auto source = sources.add(option, text);
  Moment moment;
  if (const auto problem = ScalarText<Moment>::read(text, moment))
    diagnostics.error({source, 1, 1}, fmt::format("'{}' {}", text, problem->what), {},
                      problem->hint);
  diagnostics.require_none();
  if (moment.kind != Moment::Kind::since_start && !scenario.start)
    diagnostics.error({source, 1, 1}, "the scenario has no 'start', so its clock shows nothing", {},
                      "write the time since the start: 40m");
  const Calendar calendar{scenario.start.value_or(Timestamp{})};
  const Duration at = calendar.since_start(moment);
  if (at < Duration(0) || at > scenario.duration)
    diagnostics.error({source, 1, 1}, fmt::format("'{}' lies outside the run", text), {},
                      fmt::format("it lasts {}", ScalarText<Duration>::print(scenario.duration)));
  diagnostics.require_none();
  return at;
}

}  // namespace squall::scenario
