#include "scenario/checks/call_graph.hpp"

#include "squall/service/answers.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/steps.hpp"

#include <cstdint>

namespace squall::scenario {

namespace {

using service::Step;

constexpr std::size_t most_cycles = 100;

const std::string no_class(service::default_class);

// The handler that the probes of a group ask for; empty where they ask for a page of their own.
std::string probed_handler(const world::Scenario& scenario, const std::string& group) {
  const auto known = scenario.target_groups.find(group);
  if (known == scenario.target_groups.end()) return {};
  return std::string(service::handler_at(known->second.health_check.path));
}

// The place of the handler that `handler_of` chooses.
Place place_of_handler(std::string_view name, const service::ServiceSpec& service,
                       const std::string& request_class) {
  const Place at = Place{"services"} / name;
  if (service.handlers.contains(request_class)) return at / "handlers" / request_class;
  return service.handlers.contains(no_class) ? at / "handlers" / no_class : at / "handler";
}

}  // namespace

CallGraph::CallGraph(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  for (const auto& [name, service] : scenario.services)
    for (const auto& [handler, steps] : service.handlers) handlers_.insert(handler);
  for (const auto& [name, balancer] : scenario.load_balancers)
    if (checking.topology.looks_at_messages(name)) with_rules_.insert(name);
  for (const auto& [name, record] : scenario.dns_records)
    if (checking.topology.looks_at_messages(name)) with_rules_.insert(name);
  for (const auto& [name, client] : scenario.clients) add_entries(checking, name, client);
  for (const Fleet& fleet : checking.topology.fleets())
    for (const std::string& group : *fleet.target_groups)
      if (const std::string handler = probed_handler(scenario, group); !handler.empty())
        work(checking, std::string(fleet.name), handler);
  for (const auto& [group, spec] : scenario.target_groups)
    if (const std::string* balancer = checking.topology.balancer_behind(group))
      if (const std::string handler = probed_handler(scenario, group); !handler.empty())
        work(checking, *balancer, handler);
  // Expanding one adds those that it asks for.
  for (std::size_t i = 0; i < works_.size() && complete_; ++i) {
    expand(checking, i);
    complete_ = followed_ < most_followed;
  }
  put_in_order();
}

const std::size_t* CallGraph::entry(const std::string& client,
                                    const std::string& request_class) const {
  const auto found = entries_.find({client, request_class});
  return found == entries_.end() ? nullptr : &found->second;
}

void CallGraph::add_entries(const Checking& checking, const std::string& name,
                            const traffic::ClientSpec& client) {
  const std::string usual = checking.topology.entry_for(client);
  if (usual.empty()) return;
  const std::string any = checking.topology.asked_by(client).endpoint;  // when that is ill
  const auto begin = [&](const std::string& request_class) {
    entries_[{name, request_class}] = work(checking, usual, request_class, name);
    work(checking, any, request_class, name);
  };
  if (client.requests.empty()) begin(no_class);
  for (const auto& [request_class, spec] : client.requests) begin(request_class);
}

// The class, or one that stands for all that are served alike, there and at what is asked next.
std::string CallGraph::told_apart(const Checking& checking, const std::string& endpoint,
                                  const std::string& request_class) const {
  const world::Scenario& scenario = checking.scenario;
  const auto database = scenario.databases.find(endpoint);
  if (database != scenario.databases.end()) {
    const auto& queries = database->second.queries;
    return queries.size() == 1 ? queries.begin()->first : request_class;
  }
  if (scenario.externals.contains(endpoint)) return no_class;
  return handlers_.contains(request_class) || !with_rules_.empty() ? request_class : no_class;
}

std::size_t CallGraph::work(const Checking& checking, const std::string& endpoint,
                            const std::string& asked_class, const std::string& client) {
  const std::string request_class = told_apart(checking, endpoint, asked_class);
  const bool looks = with_rules_.contains(endpoint);
  const auto [known, is_new] =
      known_.emplace(std::tuple(endpoint, request_class, looks ? client : ""), works_.size());
  if (!is_new) return known->second;
  Work work{
      std::get<0>(known->first), request_class, checking.topology.fleet(endpoint), {}, {}, {}, {}};
  work.saying = saying_of(checking.scenario, endpoint, request_class, client);
  const auto database = checking.scenario.databases.find(endpoint);
  if (database != checking.scenario.databases.end())
    work.query = service::query_of(database->second, request_class);
  works_.push_back(std::move(work));
  return known->second;
}

void CallGraph::expand(const Checking& checking, std::size_t index) {
  const std::string endpoint(works_[index].at);
  const std::string request_class = works_[index].request_class;
  const Saying saying = works_[index].saying;
  const Fleet* fleet = works_[index].fleet;
  std::vector<Edge> edges;
  if (!fleet) {
    for (const Share& share : checking.topology.shares(endpoint, saying)) {
      const std::string name(share.fleet->name);
      edges.push_back({work(checking, name, request_class), share.ratio, nullptr, {}});
    }
  } else {
    const auto service = checking.scenario.services.find(std::string(fleet->service));
    if (service == checking.scenario.services.end()) return;
    works_[index].steps = service::handler_of(service->second, request_class);
    if (!works_[index].steps) return;
    const Place at = place_of_handler(service->first, service->second, request_class);
    expand_steps(checking, request_class, *works_[index].steps, at, 1, edges);
  }
  followed_ += edges.size();
  works_[index].edges = std::move(edges);
}

// Returns how often the request is still going on behind the steps.
double CallGraph::expand_steps(const Checking& checking, const std::string& request_class,
                               const service::Steps& steps, const Place& at, double times,
                               std::vector<Edge>& edges) {
  for (std::size_t i = 0; i < steps.size() && times > 0; ++i) {
    ++followed_;
    if (const auto* call = std::get_if<service::CallStep>(&steps[i].form)) {
      const Asked asked = checking.topology.asked(call->to);
      if (asked.endpoint.empty()) continue;
      const std::string& its = asked.request_class.empty() ? request_class : asked.request_class;
      edges.push_back({work(checking, asked.endpoint, its), times, call, at[i]});
    } else if (const auto* parallel = std::get_if<Step::Parallel>(&steps[i].form)) {
      expand_steps(checking, request_class, parallel->branches, at[i] / "parallel", times, edges);
    } else if (const auto* chance = std::get_if<Step::Chance>(&steps[i].form)) {
      const double taken = times * chance->chance.value;
      const double left =
          expand_steps(checking, request_class, chance->then, at[i] / "do", taken, edges);
      times += left - taken;
    } else if (std::holds_alternative<service::FailStep>(steps[i].form)) {
      times = 0;
    }
  }
  return times;
}

// Depth first without recursion: a chain of calls may be as long as the file.
void CallGraph::put_in_order() {
  enum class State : std::uint8_t { unseen, open, done };
  std::vector<State> states(works_.size(), State::unseen);
  std::vector<Visit> open;
  for (std::size_t root = 0; root < works_.size(); ++root) {
    if (states[root] != State::unseen) continue;
    open.push_back({root});
    states[root] = State::open;
    while (!open.empty()) {
      Visit& visit = open.back();
      const auto& edges = works_[visit.work].edges;
      if (visit.next_edge == edges.size()) {
        states[visit.work] = State::done;
        callees_first_.push_back(visit.work);
        open.pop_back();
        continue;
      }
      const Edge& edge = edges[visit.next_edge++];
      if (states[edge.to] == State::unseen) {
        states[edge.to] = State::open;
        open.push_back({edge.to});
      } else if (states[edge.to] == State::open) {
        add_cycle(open);
      }
    }
  }
}

// The edge that was taken last leads back to one of those that are open.
void CallGraph::add_cycle(const std::vector<Visit>& open) {
  if (cycles_.size() == most_cycles) return;
  const auto taken = [&](const Visit& visit) -> const Edge& {
    return works_[visit.work].edges[visit.next_edge - 1];
  };
  const std::size_t back = taken(open.back()).to;
  std::size_t last_call = open.size() - 1;  // it may end at a balancer
  while (!taken(open[last_call]).call) --last_call;
  const Edge& call = taken(open[last_call]);
  std::size_t first = open.size() - 1;
  while (open[first].work != back) --first;
  Cycle cycle{{}, call.place};
  for (std::size_t i = first; i < open.size(); ++i) cycle.works.push_back(open[i].work);
  cycle.works.push_back(back);
  cycles_.push_back(std::move(cycle));
}

}  // namespace squall::scenario
