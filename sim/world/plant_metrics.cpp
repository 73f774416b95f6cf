#include "squall/balancing/application_balancer.hpp"
#include "squall/balancing/classic_balancer.hpp"

#include "world/plant.hpp"

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace squall::world {

using balancing::HealthState;

namespace {

using balancing::NodeIndex;
using balancing::TargetGroup;
using balancing::TargetId;

// Whose targets are asked, and by whom.
struct Looking {
  std::optional<NodeIndex> zone;  // none: all
  bool own_alone = false;         // each node looks after the targets of its own zone

  bool has(const TargetGroup& group, TargetId target) const {
    return !zone || group.traffic.zone_of(target) == *zone;
  }
  bool looks(NodeIndex node) const { return !own_alone || !zone || *zone == node; }
  bool looks(NodeIndex node, const TargetGroup& group, TargetId target) const {
    return !own_alone || group.traffic.zone_of(target) == node;
  }
};

// Each node that looks says how many.
metrics::StatisticSet told(const Looking& looking, std::uint64_t registered,
                           const std::vector<std::uint64_t>& nodes) {
  metrics::StatisticSet set;
  if (registered == 0) return set;
  for (NodeIndex node = 0; node < nodes.size(); ++node)
    if (looking.looks(node)) set.add(static_cast<double>(nodes[node]));
  return set;
}

// Of one group, or of all that a balancer has: they share its nodes.
GroupSample hosts_of(const std::vector<const TargetGroup*>& groups, const Looking& looking) {
  GroupSample sample;
  const std::size_t nodes = groups.empty() ? 0 : groups.front()->node_count();
  std::vector<std::uint64_t> healthy(nodes);
  std::vector<std::uint64_t> unhealthy(nodes);
  for (const TargetGroup* group : groups) {
    for (TargetId target = 0; target < group->size(); ++target) {
      const HealthState state = group->health(target).state;
      if (state == HealthState::draining || state == HealthState::unused) continue;
      if (!looking.has(*group, target)) continue;
      ++sample.registered;
      sample.healthy += state == HealthState::healthy;
      for (NodeIndex node = 0; node < nodes; ++node) {
        if (!looking.looks(node, *group, target)) continue;
        const HealthState seen = group->health(target, node).state;
        healthy[node] += seen == HealthState::healthy;
        unhealthy[node] += seen == HealthState::unhealthy;
      }
    }
  }
  sample.healthy_at_nodes = told(looking, sample.registered, healthy);
  sample.unhealthy_at_nodes = told(looking, sample.registered, unhealthy);
  return sample;
}

// What came to its targets, and how long they took.
void add_traffic(const TargetGroup& group, std::optional<NodeIndex> zone, bool with_latency,
                 MetricSample& sample) {
  const balancing::TargetTraffic& traffic = group.traffic;
  sample.group.counts += zone ? traffic.total(*zone) : traffic.total();
  sample.group.unhealthy_routing +=
      zone ? group.unhealthy_routing_requests(*zone) : group.unhealthy_routing_requests();
  for (NodeIndex each = 0; each < traffic.zones(); ++each) {
    if (zone && each != *zone) continue;
    const Histogram& latency = traffic.latency(each);
    sample.answered += latency.count();
    sample.waited += latency.sum();
    if (with_latency) sample.latency += latency;
  }
}

// What it counts itself, at all its nodes or at one.
BalancerSample sample_of(const balancing::LoadBalancer& balancer, std::optional<NodeIndex> only,
                         Time since) {
  BalancerSample sample;
  sample.counts = balancer.counts();
  const auto* alb = dynamic_cast<const balancing::ApplicationBalancer*>(&balancer);
  const auto* clb = dynamic_cast<const balancing::ClassicBalancer*>(&balancer);
  for (NodeIndex node = 0; node < balancer.nodes().size(); ++node) {
    if (only && node != *only) continue;
    sample.own += balancer.counts_at(node);
    if (const auto flows = balancer.flows_at(node)) sample.flows += *flows;
    if (alb) sample.active_connections += alb->active_connections(node);
    if (!clb) continue;
    sample.spilled += clb->surge()->spilled_at[node];
    sample.surge.add(static_cast<double>(clb->longest_queue(node, since)));
  }
  if (alb) {
    sample.rule_evaluations = alb->metrics().rule_evaluations;
    sample.processed = alb->metrics().processed;
    sample.non_sticky = alb->non_sticky_requests();
    sample.new_connections = alb->new_connections();
  }
  return sample;
}

}  // namespace

MetricSample World::Plant::sample(const MetricSubject& subject, Time since, bool with_latency) {
  MetricSample sample;
  sample.at = engine.now();
  switch (subject.source) {
    case MetricSource::instance:
      sample.instance = sample_of_instance(instances_.at(subject.thing));
      break;
    case MetricSource::group_instances:
    case MetricSource::auto_scaling_group:
      sample.scaling = sample_of_scaling(*group_called(subject.thing).group);
      break;
    case MetricSource::application_group:
    case MetricSource::network_group:
      sample_group(subject, with_latency, sample);
      break;
    case MetricSource::application_balancer:
    case MetricSource::network_balancer:
    case MetricSource::classic_balancer:
      sample_balancer(subject, since, with_latency, sample);
      break;
    case MetricSource::client:
      sample_client(subject.thing, with_latency, sample);
      break;
    case MetricSource::own:
      break;  // who records its values counts them
  }
  return sample;
}

// AWS leaves out of an NLB's counts of hosts the balancers that are its targets.
void World::Plant::sample_group(const MetricSubject& subject, bool with_latency,
                                MetricSample& sample) const {
  const Group& its = groups_.at(subject.thing);
  const auto zone = node_in(*balancers_.at(its.balancer).balancer, subject.zone);
  if (!its.relay) sample.group = hosts_of({its.group.get()}, {zone});
  add_traffic(*its.group, zone, with_latency, sample);
}

void World::Plant::sample_balancer(const MetricSubject& subject, Time since, bool with_latency,
                                   MetricSample& sample) const {
  const balancing::LoadBalancer& balancer = *balancers_.at(subject.thing).balancer;
  const auto zone = node_in(balancer, subject.zone);
  std::vector<const TargetGroup*> groups;
  bool own_alone = subject.source == MetricSource::classic_balancer;
  for (const auto& [name, each] : groups_) {
    if (!each.group || each.balancer != subject.thing) continue;
    groups.push_back(each.group.get());
    own_alone = own_alone && !*each.group->spec().cross_zone;
  }
  sample.balancer = sample_of(balancer, zone, since);
  sample.group = hosts_of(groups, {zone, own_alone});
  for (const TargetGroup* group : groups) add_traffic(*group, zone, with_latency, sample);
}

void World::Plant::sample_client(const std::string& name, bool with_latency, MetricSample& sample) {
  Client& its = clients_.at(name);
  if (!its.meter)
    its.meter = std::make_unique<traffic::ClientMeter>(its.open ? its.open->ledger()
                                                                : its.closed->ledger());
  sample.client = its.meter->read(engine.now(), with_latency);
  sample.answered = sample.client.succeeded;
  sample.waited = sample.client.waited;
  sample.latency = std::move(sample.client.latency);
  sample.client.latency = {};
}

// The node in a zone; none where no zone is named.
std::optional<NodeIndex> World::Plant::node_in(const balancing::LoadBalancer& balancer,
                                               const std::string& zone) const {
  for (NodeIndex node = 0; node < balancer.nodes().size(); ++node)
    if (names_.text(balancer.nodes()[node].zone) == zone) return node;
  return std::nullopt;
}

void World::Plant::publish_from(const std::string& instance, const Instance& its) {
  const std::string entry = instance.substr(0, instance.rfind('-'));
  const bool of_group = scenario_.auto_scaling_groups.contains(entry);
  monitoring_->own().join({its.server, scenario_.instances.at(entry).service, instance,
                           of_group ? entry : std::string()});
}

ScalingSample World::Plant::sample_of_scaling(const scaling::Group& group) const {
  const scaling::Group::Point& now = group.points().back();
  ScalingSample sample;
  sample.min_size = now.sizes.min;
  sample.max_size = now.sizes.max;
  sample.desired = now.sizes.desired;
  sample.pending = now.pending;
  sample.in_service = now.in_service;
  sample.standby = now.standby;
  sample.terminating = now.terminating;
  for (const auto& [life, member] : group.members()) {
    if (!member.is_warm(engine.now()) || !is_checked(life)) continue;
    const service::ServerId server = by_life_[life]->second.server;
    const service::Cpu& cpu = fleet_.server(server).cpu();
    sample.uses.push_back({life, cpu.vcpus(), cpu.used(engine.now()), fleet_.traffic(server)});
  }
  return sample;
}

InstanceSample World::Plant::sample_of_instance(const Instance& instance) const {
  InstanceSample sample;
  const compute::Finding found = status_checks_.found(instance.life);
  const service::Cpu& cpu = fleet_.server(instance.server).cpu();
  sample.running = is_checked(instance.life);
  sample.initialized = found.instance_fails || !lives_.boots(instance.life);
  sample.system_fails = found.system_fails;
  sample.instance_fails = found.instance_fails;
  sample.vcpus = cpu.vcpus();
  sample.used = cpu.used(engine.now());
  sample.traffic = fleet_.traffic(instance.server);
  sample.has_credits = instance.burst != Instance::steady;
  if (!sample.has_credits) return sample;
  const compute::CreditAccount account = bursts_.standing(instance.burst).account;
  sample.unlimited = account.terms().mode == compute::CreditMode::unlimited;
  sample.spent = compute::number(account.totals().spent);
  sample.charged = compute::number(account.totals().charged);
  sample.balance = compute::number(account.balance());
  sample.surplus = compute::number(account.surplus());
  return sample;
}

}  // namespace squall::world
