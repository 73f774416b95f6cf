#include "squall/scenario/drawing.hpp"

#include "squall/scenario/single_points.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/steps.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

struct Thing {
  std::string section;  // a name may be there once in each
  std::string name;
  std::string label;
  bool alone = false;
};

/// Things and who asks whom, each once, in the order in which they were added.
class Picture {
 public:
  explicit Picture(const world::Scenario& scenario) : scenario_(scenario), topology_(scenario) {
    add_things();
    for (const auto& [name, client] : scenario.clients)
      join("clients", name, topology_.asked_by(client).endpoint);
    for (const auto& [name, record] : scenario.dns_records)
      for (const auto& [to, weight] : record.to)
        join("dns_records", name, topology_.asked(to).endpoint);
    for (const auto& each : scenario.load_balancers)
      for_each_forward(each.first, each.second,
                       [&](const std::string& group, Weight, const Place&) {
                         join("load_balancers", each.first, group);
                       });
    for (const auto& [name, balancer] : scenario.load_balancers)
      for (const std::string& group : balancer.target_groups) join("target_groups", group, name);
    for (const auto& [name, elastic] : scenario.elastic_ips)
      for (const Fleet* holder : topology_.holders(name))
        join("elastic_ips", name, std::string(holder->name));
    for (const Fleet& fleet : topology_.fleets()) {
      const std::string section(fleet.section);
      const std::string name(fleet.name);
      for (const std::string& group : *fleet.target_groups) join("target_groups", group, name);
      add_calls(section, name, std::string(fleet.service));
    }
    mark_single_points();
  }

  const std::vector<Thing>& things() const { return things_; }
  const std::vector<std::pair<std::size_t, std::size_t>>& asks() const { return asks_; }

 private:
  void add(std::string section, const std::string& name, std::string_view what) {
    numbers_[{section, name}] = things_.size();
    things_.push_back(
        {std::move(section), name, what.empty() ? name : fmt::format("{}\n{}", name, what)});
  }

  void add_things() {
    for (const auto& [name, spec] : scenario_.clients) add("clients", name, spec.from);
    for (const auto& [name, spec] : scenario_.dns_records) add("dns_records", name, "DNS record");
    for (const auto& [name, spec] : scenario_.load_balancers)
      add("load_balancers", name,
          spec.type == balancing::BalancerType::application ? "ALB"
          : spec.type == balancing::BalancerType::network   ? "NLB"
                                                            : "CLB");
    for (const auto& [name, spec] : scenario_.elastic_ips) add("elastic_ips", name, "elastic IP");
    for (const auto& [name, spec] : scenario_.target_groups) add("target_groups", name, "");
    for (const Fleet& fleet : topology_.fleets())
      add(std::string(fleet.section), std::string(fleet.name),
          fmt::format("{} x {}", fleet.most, fleet.instance_type));
    for (const auto& [name, spec] : scenario_.databases)
      add("databases", name,
          spec.multi_az ? spec.instance_class + ", with a standby" : spec.instance_class);
    for (const auto& [name, spec] : scenario_.externals) add("externals", name, "external");
  }

  void add_calls(const std::string& section, const std::string& name, const std::string& service) {
    const auto its = scenario_.services.find(service);
    if (its == scenario_.services.end()) return;
    for_each_handler(service, its->second, [&](const service::Steps& steps, const Place& at) {
      for_each_step(steps, at, [&](const service::Step& step, const Place&) {
        if (const auto* call = std::get_if<service::CallStep>(&step.form))
          join(section, name, topology_.asked(call->to).endpoint);
      });
    });
  }

  void join(const std::string& section, const std::string& from, const std::string& to) {
    const auto start = numbers_.find({section, from});
    if (start == numbers_.end()) return;
    for (const char* each : {"dns_records", "load_balancers", "target_groups", "elastic_ips",
                             "instances", "auto_scaling_groups", "databases", "externals"}) {
      if (const bool own_group = std::string_view(each) == "target_groups";
          own_group != (section == "load_balancers"))
        continue;
      const auto end = numbers_.find({each, to});
      if (end == numbers_.end()) continue;
      const std::pair ask(start->second, end->second);
      if (seen_.insert(ask).second) asks_.push_back(ask);
      return;
    }
  }

  void mark_single_points() {
    for (const SinglePoint& point : single_points(scenario_).found) {
      if (point.kind == SinglePoint::Kind::database)
        things_[numbers_.at({"databases", point.name})].alone = true;
      if (point.kind == SinglePoint::Kind::instance)
        things_[numbers_.at({"instances", std::string(instance_name(point.name).entry)})].alone =
            true;
    }
  }

  const world::Scenario& scenario_;
  const Topology topology_;
  std::vector<Thing> things_;
  std::vector<std::pair<std::size_t, std::size_t>> asks_;
  std::map<std::pair<std::string, std::string>, std::size_t> numbers_;
  std::set<std::pair<std::size_t, std::size_t>> seen_;
};

std::string_view dot_shape(std::string_view section) {
  if (section == "clients") return "ellipse";
  if (section == "databases") return "cylinder";
  if (section == "target_groups") return "folder";
  if (section == "dns_records" || section == "externals") return "note";
  return "box";
}

// What stands between the quotes of a label.
std::string in_quotes(const std::string& text, std::string_view line_end) {
  std::string out;
  for (const char letter : text) {
    if (letter == '\n') {
      out += line_end;
    } else if (letter == '"' || letter == '\\') {
      out += line_end == "\\n" ? std::string{'\\', letter} : letter == '"' ? "&quot;" : "\\";
    } else {
      out += letter;
    }
  }
  return out;
}

std::string dot(const Picture& picture) {
  std::string out = "digraph scenario {\n  rankdir=LR;\n";
  const auto& things = picture.things();
  for (std::size_t i = 0; i < things.size(); ++i)
    out +=
        fmt::format("  n{} [label=\"{}\", shape={}{}];\n", i, in_quotes(things[i].label, "\\n"),
                    dot_shape(things[i].section), things[i].alone ? ", color=red, penwidth=2" : "");
  for (const auto& [from, to] : picture.asks()) out += fmt::format("  n{} -> n{};\n", from, to);
  return out + "}\n";
}

std::pair<std::string_view, std::string_view> mermaid_shape(std::string_view section) {
  if (section == "clients") return {"([", "])"};
  if (section == "databases") return {"[(", ")]"};
  if (section == "target_groups") return {"[[", "]]"};
  if (section == "dns_records" || section == "externals") return {">", "]"};
  return {"[", "]"};
}

std::string mermaid(const Picture& picture) {
  std::string out = "flowchart LR\n";
  const auto& things = picture.things();
  for (std::size_t i = 0; i < things.size(); ++i) {
    const auto [open, close] = mermaid_shape(things[i].section);
    out += fmt::format("  n{}{}\"{}\"{}{}\n", i, open, in_quotes(things[i].label, "<br>"), close,
                       things[i].alone ? ":::alone" : "");
  }
  for (const auto& [from, to] : picture.asks()) out += fmt::format("  n{} --> n{}\n", from, to);
  return out + "  classDef alone stroke:#d00,stroke-width:3px\n";
}

}  // namespace

std::string drawing(const world::Scenario& scenario, DrawingKind kind) {
  const Picture picture(scenario);
  return kind == DrawingKind::dot ? dot(picture) : mermaid(picture);
}

}  // namespace squall::scenario
