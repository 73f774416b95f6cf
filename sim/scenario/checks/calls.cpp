#include "squall/scenario/reader.hpp"
#include "squall/service/answers.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/call_graph.hpp"
#include "scenario/checks/steps.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using service::ServiceSpec;

constexpr std::size_t longest_chain = 8;  // of services that a message names

// The services that answer such requests to an endpoint, on any listener and at any weight.
class Answering {
 public:
  struct Services {
    std::set<std::string_view> all;
    std::set<std::string_view> particular;  // those without a handler for everything
  };

  explicit Answering(const Checking& checking) : checking_(checking) {}

  /// Requests of a class from a client, or where none is named, from those that call.
  struct Asking {
    std::string endpoint;
    std::string request_class;
    std::string client;
  };

  const Services& of(const Asking& asking) {
    const auto [known, is_new] = known_.try_emplace(
        looks(asking.endpoint) ? std::tuple(asking.endpoint, asking.request_class, asking.client)
                               : std::tuple(asking.endpoint, std::string(), std::string()));
    if (is_new) find(asking, known->second);
    return known->second;
  }

  /// Whether the class and the client make a difference there.
  bool looks(const std::string& endpoint) {
    const auto [known, is_new] = looks_.try_emplace(endpoint);
    if (is_new) known->second = checking_.topology.looks_at_messages(endpoint);
    return known->second;
  }

  /// A question that many calls may ask, and whether its answer was that all is well.
  using Question = std::tuple<std::string, std::string, bool>;
  bool is_settled(const Question& question) const { return settled_.contains(question); }
  void settle(Question question) { settled_.insert(std::move(question)); }

 private:
  void find(const Asking& asking, Services& services) const {
    add_services(asking, services);
    const std::string any(service::default_class);
    for (const std::string_view name : services.all)
      if (!service::handler_of(checking_.scenario.services.at(std::string(name)), any))
        services.particular.insert(name);
  }

  void add_services(const Asking& asking, Services& services) const {
    const world::Scenario& scenario = checking_.scenario;
    if (const Fleet* fleet = checking_.topology.fleet(asking.endpoint))
      services.all.insert(fleet->service);
    const auto record = scenario.dns_records.find(asking.endpoint);
    if (record != scenario.dns_records.end()) {
      for (const auto& [name, weight] : record->second.to) {
        Asking there = asking;
        there.endpoint = checking_.topology.asked(name).endpoint;
        add_services(there, services);
      }
    }
    if (scenario.elastic_ips.contains(asking.endpoint))
      for (const Fleet* holder : checking_.topology.holders(asking.endpoint))
        services.all.insert(holder->service);
    const auto balancer = scenario.load_balancers.find(asking.endpoint);
    if (balancer == scenario.load_balancers.end()) return;
    add_behind(balancer->second,
               saying_of(scenario, asking.endpoint, asking.request_class, asking.client), services);
  }

  void add_behind(const balancing::LoadBalancerSpec& balancer, const Saying& saying,
                  Services& services) const {
    std::set<std::string> groups;
    for (const auto& [port, listener] : balancer.listeners)
      for (const auto* forward : ways_of(balancer, port, saying))
        for (const auto& [group, weight] : *forward) groups.insert(group);
    for (const std::string& group : groups) {
      for (const Fleet* fleet : checking_.topology.behind(group))
        services.all.insert(fleet->service);
      if (const std::string* next = checking_.topology.balancer_behind(group))
        add_behind(checking_.scenario.load_balancers.at(*next), saying, services);
    }
  }

  const Checking& checking_;
  std::map<std::tuple<std::string, std::string, std::string>, Services> known_;
  std::map<std::string, bool> looks_;
  std::set<Question> settled_;
};

template <class Map>
std::vector<std::string_view> names_of(const Map& map) {
  std::vector<std::string_view> names;
  for (const auto& [name, value] : map) names.push_back(name);
  return names;
}

// Whether every service there has a handler for the class. `exactly`: no other will do.
void check_handlers(const Checking& checking, Answering& answering, const Answering::Asking& asking,
                    bool exactly, const Mark& mark, const Place& in) {
  const auto& [endpoint, request_class, client] = asking;
  Answering::Question question{endpoint, request_class, exactly};
  const bool looks = answering.looks(endpoint);
  if (checking.diagnostics.full() || (!looks && answering.is_settled(question))) return;
  const std::size_t errors = checking.diagnostics.errors();
  const Answering::Services& services = answering.of(asking);
  for (const std::string_view name : exactly ? services.all : services.particular) {
    const ServiceSpec& service = checking.scenario.services.at(std::string(name));
    if (exactly ? service::handler_called(service, request_class)
                : service::handler_of(service, request_class))
      continue;
    const bool none = request_class == service::default_class;
    const auto known = names_of(service.handlers);
    std::string hint = none ? std::string() : guess(request_class, known);
    if (none && exactly)
      hint = fmt::format("name one of its handlers: '{}.{}'", endpoint, known.front());
    else if (none)
      hint = "say which come under 'requests', or write a handler 'default'";
    checking.diagnostics.error(
        mark,
        none ? fmt::format("service '{}' has no default handler", name)
             : fmt::format("service '{}' has no handler '{}'", name, request_class),
        checking.written.text(in), std::move(hint));
  }
  if (checking.diagnostics.errors() == errors) answering.settle(std::move(question));
}

void check_query(const Checking& checking, const std::string& name, const Asked& asked,
                 const Place& at, const Place& in) {
  const service::DatabaseSpec& database = checking.scenario.databases.at(name);
  const bool names_one = !asked.request_class.empty();
  if (names_one ? database.queries.contains(asked.request_class) : database.queries.size() == 1)
    return;
  const auto known = names_of(database.queries);
  if (known.empty()) {
    checking.error(at, fmt::format("database '{}' has no queries", name), in,
                   fmt::format("write 'queries: {{read: 3ms}}' in databases.{}", name));
  } else if (!names_one) {
    checking.error(at, fmt::format("the call of '{}' names no query", name), in,
                   fmt::format("write '{}.{}'", name, known.front()));
  } else {
    checking.error(at, fmt::format("database '{}' has no query '{}'", name, asked.request_class),
                   in, guess(asked.request_class, known));
  }
}

// Says where a name means several instances and could be any of them.
bool check_is_one(const Checking& checking, const std::string& name, const Asked& asked,
                  const Place& at, const Place& in) {
  const Fleet* fleet = checking.topology.fleet(asked.endpoint);
  if (!fleet || fleet->section != "instances" || fleet->most < 2) return true;
  if (name.substr(0, name.find('.')) != fleet->name && name != fleet->name) return true;
  checking.error(at, fmt::format("'{}' is {} instances", fleet->name, fleet->most), in,
                 fmt::format("name one, '{}-1', or put a load balancer in front", fleet->name));
  return false;
}

void check_call(const Checking& checking, Answering& answering, const service::CallStep& call,
                const Place& step) {
  const Place at = step / "call" / "to";
  const Asked asked = checking.topology.asked(call.to);
  if (asked.endpoint.empty()) return;
  if (checking.scenario.databases.contains(asked.endpoint))
    return check_query(checking, asked.endpoint, asked, at, step);
  if (checking.scenario.externals.contains(asked.endpoint)) {
    if (asked.request_class.empty()) return;
    return checking.error(at, fmt::format("external '{}' has no handlers", asked.endpoint), step,
                          fmt::format("write '{}'", asked.endpoint));
  }
  if (!check_is_one(checking, call.to, asked, at, step)) return;
  const std::string name =
      asked.request_class.empty() ? std::string(service::default_class) : asked.request_class;
  check_handlers(checking, answering, {asked.endpoint, name, {}}, true, checking.written.mark(at),
                 step);
}

// Rules may lead the classes that calls hand on to services that others do not come to.
void check_led(const Checking& checking, Answering& answering, const CallGraph& graph) {
  for (const CallGraph::Work& work : graph.works()) {
    for (const CallGraph::Edge& edge : work.edges) {
      const CallGraph::Work& asked = graph.works()[edge.to];
      const std::string endpoint(asked.at);
      if (!edge.call || !answering.looks(endpoint)) continue;
      check_handlers(checking, answering, {endpoint, asked.request_class, {}}, false,
                     checking.written.mark(edge.place / "call" / "to"), edge.place);
    }
  }
}

void check_client(const Checking& checking, Answering& answering, const std::string& name,
                  const traffic::ClientSpec& client) {
  const Place at = Place{"clients"} / name;
  const Asked asked = checking.topology.asked_by(client);
  if (asked.endpoint.empty()) return;
  if (!asked.request_class.empty()) {
    return checking.error(at / "to", fmt::format("'to' names a class, '{}'", asked.request_class),
                          at,
                          fmt::format("write 'to: {}' and 'requests: {{{}: 1}}'", asked.endpoint,
                                      asked.request_class));
  }
  if (!check_is_one(checking, client.to, asked, at / "to", at)) return;
  if (client.requests.empty()) {
    check_handlers(checking, answering, {asked.endpoint, std::string(service::default_class), name},
                   false, checking.written.mark(at / "to"), at);
  }
  for (const auto& [request_class, spec] : client.requests) {
    check_handlers(checking, answering, {asked.endpoint, request_class, name}, false,
                   checking.written.key_mark(at / "requests" / request_class), at);
  }
}

// The probes of a balancer that is a target: its rules lead them to whom they may.
void check_probed(const Checking& checking, Answering& answering) {
  for (const auto& [name, group] : checking.scenario.target_groups) {
    const std::string* balancer = checking.topology.balancer_behind(name);
    const std::string handler(service::handler_at(group.health_check.path));
    if (!balancer || handler.empty()) continue;
    const Place at = Place{"target_groups"} / name / "health_check";
    check_handlers(checking, answering, {*balancer, handler, {}}, false,
                   checking.written.mark(at / "path"), at);
  }
}

void check_cycles(const Checking& checking, const CallGraph& graph) {
  for (const CallGraph::Cycle& cycle : graph.cycles()) {
    // Told by services; a balancer on the way changes nothing.
    std::vector<std::string_view> services;
    for (std::size_t i = 0; i + 1 < cycle.works.size(); ++i)
      if (const Fleet* fleet = graph.works()[cycle.works[i]].fleet)
        services.push_back(fleet->service);
    std::string chain;
    for (std::size_t i = 0; i < std::min(services.size(), longest_chain); ++i)
      chain += fmt::format("{} -> ", services[i]);
    if (services.size() > longest_chain) chain += "... -> ";
    chain += services.front();
    checking.error(cycle.place / "call" / "to", "services call each other in a circle: " + chain,
                   cycle.place, "no request of that kind would ever end");
  }
}

// Calls that wait for each other stand on the stack of a run, one on top of the other.
constexpr int deepest_calls = 1000;

// How many calls each work leads to, one inside the other; the works are on no cycle.
std::vector<int> depths(const CallGraph& graph) {
  std::vector<int> depths(graph.works().size());
  for (const std::size_t each : graph.callees_first())
    for (const CallGraph::Edge& edge : graph.works()[each].edges)
      depths[each] = std::max(depths[each], depths[edge.to] + (edge.call ? 1 : 0));
  return depths;
}

// Told once, where the deepest begin.
void check_depth(const Checking& checking, const CallGraph& graph) {
  const std::vector<int> its = depths(graph);
  const auto deepest = std::max_element(its.begin(), its.end());
  if (deepest == its.end() || *deepest <= deepest_calls) return;
  auto work = static_cast<std::size_t>(deepest - its.begin());
  while (true) {
    const auto& edges = graph.works()[work].edges;
    const auto edge = std::find_if(edges.begin(), edges.end(), [&](const CallGraph::Edge& each) {
      return its[each.to] + (each.call ? 1 : 0) == *deepest;
    });
    if (!edge->call) {
      work = edge->to;
      continue;
    }
    return checking.error(
        edge->place / "call" / "to",
        fmt::format("services call each other {} deep from here, must be at most {}", *deepest,
                    deepest_calls),
        edge->place, "write some of the services as one, with the steps of all");
  }
}

bool services_call_services(const Checking& checking) {
  bool any = false;
  for (const auto& [name, service] : checking.scenario.services) {
    for_each_handler(name, service, [&](const service::Steps& steps, const Place& place) {
      for_each_step(steps, place, [&](const service::Step& step, const Place&) {
        const auto* call = std::get_if<service::CallStep>(&step.form);
        if (!call) return;
        const std::string to = checking.topology.asked(call->to).endpoint;
        any = any || !(checking.scenario.databases.contains(to) ||
                       checking.scenario.externals.contains(to));
      });
    });
  }
  return any;
}

// Steps and calls that nobody followed may lead anywhere.
void check_all_followed(const Checking& checking, const CallGraph& graph) {
  if (graph.complete() || !services_call_services(checking)) return;
  checking.key_error(
      {"clients"},
      fmt::format("requests lead to more than {} steps and calls, too many to tell whether "
                  "services call each other in a circle",
                  CallGraph::most_followed),
      {}, "ask for fewer classes of requests, or write services that are alike as one");
}

// The shortest time that a client waits, for each work that its requests come to.
struct Patience {
  Duration time = Duration::max();
  std::string_view client;
};

std::vector<Patience> patience_at(const Checking& checking, const CallGraph& graph) {
  std::vector<Patience> patience(graph.works().size());
  for (const auto& [name, client] : checking.scenario.clients) {
    const Patience own{client.timeout, name};
    const auto begin = [&, &its_name = name](const std::string& request_class) {
      const std::size_t* entry = graph.entry(its_name, request_class);
      if (entry && own.time < patience[*entry].time) patience[*entry] = own;
    };
    if (client.requests.empty()) begin(std::string(service::default_class));
    for (const auto& [request_class, spec] : client.requests) begin(request_class);
  }
  const auto& order = graph.callees_first();
  for (auto each = order.rbegin(); each != order.rend(); ++each)
    for (const CallGraph::Edge& edge : graph.works()[*each].edges)
      if (patience[*each].time < patience[edge.to].time) patience[edge.to] = patience[*each];
  return patience;
}

}  // namespace

void check_calls(const Checking& checking, const CallGraph& graph) {
  Answering answering(checking);
  for (const auto& [name, service] : checking.scenario.services) {
    for_each_handler(name, service, [&](const service::Steps& steps, const Place& place) {
      for_each_step(steps, place, [&](const service::Step& step, const Place& at) {
        if (const auto* call = std::get_if<service::CallStep>(&step.form))
          check_call(checking, answering, *call, at);
      });
    });
  }
  for (const auto& [name, client] : checking.scenario.clients)
    check_client(checking, answering, name, client);
  check_led(checking, answering, graph);
  check_probed(checking, answering);
  check_cycles(checking, graph);
  if (graph.cycles().empty()) check_depth(checking, graph);
  if (!checking.diagnostics.failed()) check_all_followed(checking, graph);
}

void review_followed(const Checking& checking, const CallGraph& graph) {
  if (graph.complete()) return;
  checking.key_warning(
      {"clients"},
      fmt::format("requests lead to more than {} steps and calls, not all were looked at",
                  CallGraph::most_followed),
      {}, "what nobody asks for, and what is too small for its load, is not told");
}

void review_calls(const Checking& checking, const CallGraph& graph) {
  const std::vector<Patience> patience = patience_at(checking, graph);
  for (std::size_t i = 0; i < graph.works().size(); ++i) {
    for (const CallGraph::Edge& edge : graph.works()[i].edges) {
      if (!edge.call || !edge.call->timeout || *edge.call->timeout < patience[i].time) continue;
      const Place at = edge.place / "call";
      checking.warning(
          at / "timeout",
          fmt::format("'timeout' is {}, not below the {} that client '{}' waits",
                      ScalarText<Duration>::print(*edge.call->timeout),
                      ScalarText<Duration>::print(patience[i].time), patience[i].client),
          at, "the client has given up when the call does");
    }
  }
}

}  // namespace squall::scenario
