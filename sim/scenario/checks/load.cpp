#include "squall/compute/types.hpp"
#include "squall/service/answers.hpp"
#include "squall/traffic/rate_curve.hpp"

#include "scenario/checks/call_graph.hpp"
#include "scenario/checks/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using service::Step;
using service::Steps;

constexpr std::size_t most_estimates = 5'000'000;  // of rates; beyond, nobody waits for it

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

// Requests a second and the vCPUs that they need.
struct Load {
  double rate = 0;
  double vcpus = 0;
};

using Loads = std::map<std::string_view, Load>;

class Estimate {
 public:
  explicit Estimate(const CallGraph& graph) : graph_(graph) {
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

  /// How often each work begins, by its number; at first never.
  std::vector<double> nothing() const { return std::vector<double>(graph_.works().size()); }

  /// What work that begins so often brings to each fleet and database.
  Loads of(std::vector<double> rates) const {
    const auto& order = graph_.callees_first();
    Loads loads;
    for (auto each = order.rbegin(); each != order.rend(); ++each) {
      const CallGraph::Work& work = graph_.works()[*each];
      for (const CallGraph::Edge& edge : work.edges) rates[edge.to] += rates[*each] * edge.times;
      if (rates[*each] == 0 || (!work.fleet && !work.query)) continue;
      Load& load = loads[work.at];
      load.rate += rates[*each];
      load.vcpus += rates[*each] * cpu_[*each];
    }
    return loads;
  }

  /// Adds what so many requests a second of the client begin.
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

 private:
  const CallGraph& graph_;
  std::vector<double> cpu_;  // of one request, by work
};

// A client's rate, asked for in the order of time.
class Walk {
 public:
  Walk(const world::Scenario& scenario, const traffic::ClientSpec& client)
      : curve_(client.rate, requests_of(client),
               traffic::local_clock(scenario.start.value_or(Timestamp{}), scenario.duration,
                                    client.timezone)),
        span_(curve_.span_at(Time{})) {}

  bool steady() const { return span_.line.end == never && span_.line.slope == 0 && !span_.fades; }

  double rate_at(Time time) {
    while (span_.line.end <= time) span_ = curve_.after(span_);
    return curve_.rate_in(span_, time).per_second;
  }

  /// The first moment after `time` at which the rate may be higher than around it.
  Time next_bend(Time time) const {
    return span_.line.end - 1ns > time ? span_.line.end - 1ns : span_.line.end;
  }

 private:
  // A session stands for all its requests.
  static Ratio requests_of(const traffic::ClientSpec& client) {
    return {client.scale.value * (client.session ? client.session->requests : 1)};
  }

  traffic::RateCurve curve_;
  traffic::RateCurve::Span span_;
};

// The most that comes to each fleet and database at one time. Between two bends of the rates
// nothing is higher than at one of them or just before it. Users who wait for their answers are
// left out: they send no more than is answered.
Loads peaks_of(const world::Scenario& scenario, const Estimate& estimate) {
  std::vector<Walk> walks;
  std::vector<Loads> loads;  // of one request a second of each
  std::vector<double> steady = estimate.nothing();
  for (const auto& [name, client] : scenario.clients) {
    Walk walk(scenario, client);
    if (walk.steady()) {
      estimate.add(name, client, walk.rate_at(Time{}), steady);
      continue;
    }
    std::vector<double> one = estimate.nothing();
    estimate.add(name, client, 1, one);
    walks.push_back(std::move(walk));
    loads.push_back(estimate.of(std::move(one)));
  }
  const Loads always = estimate.of(std::move(steady));
  Loads peaks;
  const Time end(scenario.duration);
  Time next{};
  for (std::size_t looks = 0; next < end && looks < most_estimates;
       looks += 1 + always.size() + walks.size()) {
    const Time now = next;
    next = end;
    Loads all = always;
    for (std::size_t i = 0; i < walks.size(); ++i) {
      const double rate = walks[i].rate_at(now);
      next = std::min(next, walks[i].next_bend(now));
      for (const auto& [name, load] : loads[i]) {
        all[name].rate += rate * load.rate;
        all[name].vcpus += rate * load.vcpus;
      }
    }
    for (const auto& [name, load] : all)
      if (load.vcpus > peaks[name].vcpus) peaks[name] = load;
  }
  return peaks;
}

std::string number(double value) { return fmt::format("{:.3g}", value); }

std::string rate(double per_second) {
  return (per_second >= 10 ? fmt::format("{:.0f}", per_second) : number(per_second)) + "/s";
}

void review_fleet(const Checking& checking, const compute::Types& types, const Fleet& fleet,
                  Load load) {
  const compute::InstanceType* type = types.find(fleet.instance_type);
  const int each = type ? type->vcpus : 0;
  const auto service = checking.scenario.services.find(std::string(fleet.service));
  if (service != checking.scenario.services.end())
    load.vcpus *= types.slowness(fleet.instance_type, service->second.measured_on);
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

void review_database(const Checking& checking, const compute::Types& types, const std::string& name,
                     const service::DatabaseSpec& database, const Load& load) {
  const int vcpus = types.find_of_class(database.instance_class)->vcpus;
  if (load.vcpus <= vcpus || !std::isfinite(load.vcpus)) return;
  const Place at{"databases", name};
  checking.key_warning(at,
                       fmt::format("'{}' needs {} vCPUs at {} and has {}", name, number(load.vcpus),
                                   rate(load.rate), vcpus),
                       at.parent(),
                       fmt::format("{} ms each", number(load.vcpus / load.rate * 1000)));
}

}  // namespace

void review_load(const Checking& checking, const CallGraph& graph) {
  Loads peaks = peaks_of(checking.scenario, Estimate(graph));
  const world::Scenario& scenario = checking.scenario;
  const compute::Types types(scenario.instance_types, scenario.instance_families);
  for (const Fleet& fleet : checking.topology.fleets())
    review_fleet(checking, types, fleet, peaks[fleet.name]);
  for (const auto& [name, database] : scenario.databases)
    review_database(checking, types, name, database, peaks[name]);
}

}  // namespace squall::scenario
