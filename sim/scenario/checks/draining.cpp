#include "squall/balancing/defaults.hpp"

#include "scenario/checks/actions.hpp"
#include "scenario/checks/call_graph.hpp"
#include "scenario/checks/estimate.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using service::Step;
using service::Steps;

// The longest that steps take when nobody waits for a CPU; `callee` tells it of a call.
template <class Callee>
double slowest_steps(const Steps& steps, const Callee& callee);

template <class Callee>
double slowest_step(const Step& step, const Callee& callee) {
  if (const auto* cpu = std::get_if<Step::Cpu>(&step.form)) return slowest_of(cpu->demand);
  if (const auto* wait = std::get_if<Step::Wait>(&step.form)) return slowest_of(wait->time);
  if (const auto* call = std::get_if<service::CallStep>(&step.form)) return callee(*call);
  if (const auto* chance = std::get_if<Step::Chance>(&step.form))
    return chance->chance.value > 0 ? slowest_steps(chance->then, callee) : 0;
  double longest = 0;
  if (const auto* parallel = std::get_if<Step::Parallel>(&step.form))
    for (const Step& branch : parallel->branches)
      longest = std::max(longest, slowest_step(branch, callee));
  return longest;
}

template <class Callee>
double slowest_steps(const Steps& steps, const Callee& callee) {
  double sum = 0;
  for (const Step& step : steps) {
    if (std::holds_alternative<service::FailStep>(step.form)) break;
    sum += slowest_step(step, callee);
  }
  return sum;
}

std::vector<double> slowest_works(const CallGraph& graph) {
  std::vector<double> slowest(graph.works().size());
  for (const std::size_t index : graph.callees_first()) {
    const CallGraph::Work& work = graph.works()[index];
    std::map<const service::CallStep*, double> calls;
    double longest = 0;
    for (const CallGraph::Edge& edge : work.edges) {
      longest = std::max(longest, slowest[edge.to]);
      if (!edge.call) continue;
      const auto limit = edge.call->timeout;
      calls[edge.call] = limit ? std::min(slowest[edge.to], seconds(*limit)) : slowest[edge.to];
    }
    const auto of_call = [&](const service::CallStep& call) {
      const auto known = calls.find(&call);
      return known == calls.end() ? 0 : known->second;
    };
    slowest[index] = work.query   ? slowest_of(*work.query)
                     : work.steps ? slowest_steps(*work.steps, of_call)
                                  : longest;
  }
  return slowest;
}

}  // namespace

void review_draining(const Checking& checking, const CallGraph& graph) {
  const std::vector<double> slowest = slowest_works(graph);
  std::map<std::string, std::size_t> worst;
  for (std::size_t i = 0; i < graph.works().size(); ++i) {
    if (!graph.works()[i].fleet) continue;
    for (const std::string& group : *graph.works()[i].fleet->target_groups) {
      const auto [known, is_new] = worst.emplace(group, i);
      if (!is_new && slowest[i] > slowest[known->second]) known->second = i;
    }
  }
  for (const auto& [group, index] : worst) {
    const balancing::LoadBalancerSpec balancer = balancer_before(checking.scenario, group);
    if (balancer.type == balancing::BalancerType::classic) continue;  // it cuts off, unless told
    const auto spec = completed(checking.scenario.target_groups.at(group), balancer, group);
    const Duration delay = *spec.deregistration_delay;
    if (seconds(delay) >= slowest[index]) continue;
    const CallGraph::Work& work = graph.works()[index];
    const Place at{"target_groups", group};
    checking.warning(at / "deregistration_delay",
                     fmt::format("'deregistration_delay' is {}, and '{}' takes up to {} s on '{}'",
                                 ScalarText<Duration>::print(delay), work.request_class,
                                 fmt::format("{:.3g}", slowest[index]), work.at),
                     at, "the p99.9 of its steps added up; what takes longer is cut off");
  }
}

}  // namespace squall::scenario
