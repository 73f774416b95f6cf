#include "scenario/survival.hpp"

#include "squall/service/answers.hpp"
#include "squall/world/zones.hpp"

#include <algorithm>

namespace squall::scenario {

namespace {

bool forwards_to(const balancing::LoadBalancerSpec& balancer, const std::string& group) {
  return std::any_of(balancer.listeners.begin(), balancer.listeners.end(), [&](const auto& each) {
    const auto weight = each.second.forward.find(group);
    return weight != each.second.forward.end() && weight->second.value > 0;
  });
}

}  // namespace

Survival::Survival(const world::Scenario& scenario, const Topology& topology,
                   const CallGraph& graph)
    : scenario_(scenario), topology_(topology), graph_(graph), known_(graph.works().size()) {
  for (std::size_t i = 0; i < known_.size(); ++i)
    if (const CallGraph::Work& work = graph.works()[i]; work.fleet)
      of_fleets_.emplace(std::pair(work.fleet, std::string_view(work.request_class)), i);
}

void Survival::lose(const Loss& loss) {
  loss_ = loss;
  if (loss_.link) {
    paths_.emplace(scenario_.regions, scenario_.links);
    paths_->cut(loss_.link->between.one, loss_.link->between.other);
  }
  known_.assign(known_.size(), Answer::unknown);
  looks_ += known_.size() / 16;
}

bool Survival::serves(const std::string& client, const traffic::ClientSpec& spec) {
  const auto serves_class = [&](const std::string& request_class) {
    const std::size_t* entry = graph_.entry(client, request_class);
    if (!entry) return true;
    const CallGraph::Work& work = graph_.works()[*entry];
    if (answers(*entry) && (spec.from.empty() || reaches(spec.from, region_of(work)))) return true;
    // A latency record has more to offer than the nearest.
    const auto record = scenario_.dns_records.find(topology_.asked_by(spec).endpoint);
    return record != scenario_.dns_records.end() && work.at != record->first &&
           resolves(work, record->second);
  };
  if (spec.requests.empty()) return serves_class(std::string(service::default_class));
  return std::all_of(spec.requests.begin(), spec.requests.end(),
                     [&](const auto& request) { return serves_class(request.first); });
}

// Whoever asks in a circle is not the one that cannot answer.
bool Survival::answers(std::size_t work) {
  if (known_[work] != Answer::unknown) return known_[work] == Answer::yes;
  known_[work] = Answer::yes;
  looks_ += 1 + graph_.works()[work].edges.size();
  const bool answered = answers_here(graph_.works()[work]);
  known_[work] = answered ? Answer::yes : Answer::no;
  return answered;
}

bool Survival::answers_here(const CallGraph::Work& work) {
  if (work.fleet) {
    if (work.fleet->name == loss_.fleet || !has_a_zone(work.fleet->zones)) return false;
    return std::all_of(work.edges.begin(), work.edges.end(), [&](const CallGraph::Edge& edge) {
      return edge.times <= 0 ||
             (answers(edge.to) && reaches(region_of(work), region_of(graph_.works()[edge.to])));
    });
  }
  const std::string at(work.at);
  if (const auto its = scenario_.databases.find(at); its != scenario_.databases.end()) {
    if (its->second.multi_az) return true;
    return work.at != loss_.database && !loss_.zones.contains(zone_of(scenario_, its->second));
  }
  if (scenario_.load_balancers.contains(at)) return has_nodes(at) && balances(work);
  if (const auto its = scenario_.dns_records.find(at); its != scenario_.dns_records.end())
    return resolves(work, its->second);
  return std::all_of(work.edges.begin(), work.edges.end(), [&](const CallGraph::Edge& edge) {
    return edge.times <= 0 || answers(edge.to);
  });
}

// Each group that gets requests has somebody left, also one behind an ALB that is its target.
bool Survival::balances(const CallGraph::Work& work) {
  for (const auto& [name, spec] : scenario_.load_balancers)
    for (const std::string& group : spec.target_groups)
      if (forwards_to(scenario_.load_balancers.at(std::string(work.at)), group) && !has_nodes(name))
        return false;
  const auto groups_of = [&](const CallGraph::Edge& edge) -> const std::vector<std::string>& {
    return *graph_.works()[edge.to].fleet->target_groups;
  };
  std::set<std::string_view> answering;
  for (const CallGraph::Edge& edge : work.edges)
    if (answers(edge.to)) answering.insert(groups_of(edge).begin(), groups_of(edge).end());
  return std::all_of(work.edges.begin(), work.edges.end(), [&](const CallGraph::Edge& edge) {
    const auto& groups = groups_of(edge);
    return edge.times <= 0 || std::any_of(groups.begin(), groups.end(), [&](const auto& group) {
             return answering.contains(group);
           });
  });
}

// A simple record leads to all it has, in whatever state they are; others to those that are well.
bool Survival::resolves(const CallGraph::Work& work, const balancing::DnsRecordSpec& record) {
  const auto is_well = [&](const auto& to) {
    if (!has_nodes(to.first)) return false;
    const auto shares = topology_.shares(to.first, work.saying);
    looks_ += shares.size();
    return std::any_of(shares.begin(), shares.end(), [&](const Share& share) {
      const auto its = of_fleets_.find({share.fleet, work.request_class});
      return its != of_fleets_.end() && answers(its->second);
    });
  };
  if (record.routing == balancing::DnsRouting::simple)
    return std::all_of(record.to.begin(), record.to.end(), is_well);
  return std::any_of(record.to.begin(), record.to.end(), is_well);
}

bool Survival::has_nodes(const std::string& balancer) const {
  const auto its = scenario_.load_balancers.find(balancer);
  return its == scenario_.load_balancers.end() ||
         has_a_zone(zones_of(scenario_, its->second.region, its->second.zones));
}

bool Survival::has_a_zone(const std::vector<std::string>& zones) const {
  return zones.empty() || std::any_of(zones.begin(), zones.end(), [&](const std::string& zone) {
           return !loss_.zones.contains(zone);
         });
}

bool Survival::reaches(std::string_view from, std::string_view to) const {
  return !loss_.link || from.empty() || to.empty() || from == to ||
         paths_->round_trip(from, to).has_value();
}

std::string_view Survival::region_of(const CallGraph::Work& work) const {
  return work.fleet ? work.fleet->region : topology_.region_of(std::string(work.at));
}

}  // namespace squall::scenario
