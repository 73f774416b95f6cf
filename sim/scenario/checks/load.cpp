#include "squall/compute/instance_type.hpp"
#include "squall/service/answers.hpp"

#include "scenario/checks/call_graph.hpp"
#include "scenario/checks/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using service::Step;
using service::Steps;

constexpr std::size_t most_estimates = 5'000'000;  // times by works; beyond, nobody waits for it

// The CPU time of its own that a request needs, in seconds; `going` is how many requests go on.
double cpu_of(const Steps& steps, double& going) {
  double demand = 0;
  for (const Step& step : steps) {
    if (const auto* cpu = std::get_if<Step::Cpu>(&step.form)) {
      demand += going * mean_of(cpu->demand);
    } else if (const auto* parallel = std::get_if<Step::Parallel>(&step.form)) {
      double inside = going;
      demand += cpu_of(parallel->branches, inside);
    } else if (const auto* chance = std::get_if<Step::Chance>(&step.form)) {
      const double taken = going * chance->chance.value;
      double left = taken;
      demand += cpu_of(chance->then, left);
      going += left - taken;
    } else if (std::holds_alternative<service::FailStep>(step.form)) {
      going = 0;
    }
  }
  return demand;
}

// Requests a second at a time of the run.
double rate_at(const traffic::RateSpec& rate, Duration time) {
  double sum = rate.constant.per_second;
  if (const auto next = rate.steps.upper_bound(time); next != rate.steps.begin())
    sum += std::prev(next)->second.per_second;
  if (rate.ramp.empty()) return sum;
  const auto after = rate.ramp.upper_bound(time);
  if (after == rate.ramp.begin()) return sum + after->second.per_second;
  const auto before = std::prev(after);
  if (after == rate.ramp.end()) return sum + before->second.per_second;
  const double part = seconds(time - before->first) / seconds(after->first - before->first);
  return sum + before->second.per_second +
         part * (after->second.per_second - before->second.per_second);
}

// The times between which no rate bends.
std::set<Duration> bends(const world::Scenario& scenario) {
  std::set<Duration> times{Duration(0), scenario.duration};
  for (const auto& [name, client] : scenario.clients) {
    for (const auto& [time, rate] : client.rate.steps) times.insert(time);
    for (const auto& [time, rate] : client.rate.ramp) times.insert(time);
  }
  times.erase(times.upper_bound(scenario.duration), times.end());
  return times;
}

// Requests a second and the vCPUs that they need.
struct Load {
  double rate = 0;
  double vcpus = 0;
};

using Loads = std::map<std::string_view, Load>;

class Estimate {
 public:
  Estimate(const Checking& checking, const CallGraph& graph) : checking_(checking), graph_(graph) {
    std::map<const void*, double> known;  // several classes may have one handler or query
    for (const CallGraph::Work& work : graph.works()) {
      double going = 1;
      const void* answer = work.query ? static_cast<const void*>(work.query) : work.steps;
      const auto [cpu, is_new] = known.emplace(answer, 0);
      if (is_new && work.query) cpu->second = mean_of(*work.query);
      if (is_new && work.steps) cpu->second = cpu_of(*work.steps, going);
      cpu_.push_back(cpu->second);
    }
  }

  /// What comes to each fleet and database at that time. Users who wait for their answers are
  /// left out: they send no more than is answered.
  Loads at(Duration time) const {
    std::vector<double> rates(graph_.works().size());
    for (const auto& [name, client] : checking_.scenario.clients)
      add(name, client, rate_at(client.rate, time) * client.scale.value, rates);
    const auto& order = graph_.callees_first();
    Loads loads;
    for (auto each = order.rbegin(); each != order.rend(); ++each) {
      const CallGraph::Work& work = graph_.works()[*each];
      for (const CallGraph::Edge& edge : work.edges) rates[edge.to] += rates[*each] * edge.times;
      if (!work.fleet && !work.query) continue;
      Load& load = loads[work.at];
      load.rate += rates[*each];
      load.vcpus += rates[*each] * cpu_[*each];
    }
    return loads;
  }

 private:
  void add(const std::string& name, const traffic::ClientSpec& client, double rate,
           std::vector<double>& rates) const {
    double weights = 0;
    for (const auto& [request, spec] : client.requests) weights += spec.weight.value;
    const auto begin = [&](const std::string& request, double share) {
      if (const std::size_t* entry = graph_.entry(name, request)) rates[*entry] += rate * share;
    };
    if (client.requests.empty()) begin(std::string(service::default_class), 1);
    for (const auto& [request, spec] : client.requests) begin(request, spec.weight.value / weights);
  }

  const Checking& checking_;
  const CallGraph& graph_;
  std::vector<double> cpu_;  // of one request, by work
};

int vcpus_of(std::string_view type) {
  const auto known = compute::find_instance_type(type);
  return known ? known->vcpus : 0;
}

std::string number(double value) { return fmt::format("{:.3g}", value); }

std::string rate(double per_second) {
  return (per_second >= 10 ? fmt::format("{:.0f}", per_second) : number(per_second)) + "/s";
}

void review_fleet(const Checking& checking, const Fleet& fleet, const Load& load) {
  const int each = vcpus_of(fleet.instance_type);
  if (load.vcpus <= each * fleet.most || each == 0 || !std::isfinite(load.vcpus)) return;
  const bool group = fleet.section == "auto_scaling_groups";
  const Place at{fleet.section, fleet.name};
  const Place size = at / (group ? "max_size" : "count");
  const std::string what =
      fmt::format("'{}' needs {} vCPUs at {} and has {}{}", fleet.name, number(load.vcpus),
                  rate(load.rate), each * fleet.most, group ? " at max_size" : "");
  checking.diagnostics.warning(
      checking.written.find(size) ? checking.written.mark(size) : checking.written.key_mark(at),
      what, checking.written.text(at.parent()),
      fmt::format("{} ms each; {} instances could do it", number(load.vcpus / load.rate * 1000),
                  std::floor(load.vcpus / each) + 1));
}

void review_database(const Checking& checking, const std::string& name,
                     const service::DatabaseSpec& database, const Load& load) {
  const int vcpus = vcpus_of(std::string_view(database.instance_class).substr(3));
  if (load.vcpus <= vcpus || vcpus == 0 || !std::isfinite(load.vcpus)) return;
  const Place at{"databases", name};
  checking.key_warning(at,
                       fmt::format("'{}' needs {} vCPUs at {} and has {}", name, number(load.vcpus),
                                   rate(load.rate), vcpus),
                       at.parent(),
                       fmt::format("{} ms each", number(load.vcpus / load.rate * 1000)));
}

}  // namespace

void review_load(const Checking& checking, const CallGraph& graph) {
  const Estimate estimate(checking, graph);
  const std::set<Duration> times = bends(checking.scenario);
  if (times.size() * graph.works().size() > most_estimates) return;
  Loads peaks;
  for (const Duration time : times) {
    for (const auto& [name, load] : estimate.at(time))
      if (load.vcpus > peaks[name].vcpus) peaks[name] = load;
  }
  for (const Fleet& fleet : checking.topology.fleets())
    review_fleet(checking, fleet, peaks[fleet.name]);
  for (const auto& [name, database] : checking.scenario.databases)
    review_database(checking, name, database, peaks[name]);
}

}  // namespace squall::scenario
