#include "squall/balancing/application_balancer.hpp"

#include "world/plant.hpp"

namespace squall::world {

using balancing::HealthState;

namespace {

metrics::StatisticSet counted(std::uint64_t registered, const std::vector<std::uint64_t>& nodes) {
  metrics::StatisticSet set;
  if (registered == 0) return set;
  for (const std::uint64_t each : nodes) set.add(static_cast<double>(each));
  return set;
}

// Of one group, or of all that a balancer has: they share its nodes.
GroupSample sample_of(const std::vector<const balancing::TargetGroup*>& groups) {
  GroupSample sample;
  const std::size_t nodes = groups.empty() ? 0 : groups.front()->node_count();
  std::vector<std::uint64_t> healthy(nodes);
  std::vector<std::uint64_t> unhealthy(nodes);
  for (const balancing::TargetGroup* group : groups) {
    for (balancing::TargetId target = 0; target < group->size(); ++target) {
      const HealthState state = group->health(target).state;
      if (state == HealthState::draining || state == HealthState::unused) continue;
      ++sample.registered;
      sample.healthy += state == HealthState::healthy;
      for (balancing::NodeIndex node = 0; node < nodes; ++node) {
        const HealthState seen = group->health(target, node).state;
        healthy[node] += seen == HealthState::healthy;
        unhealthy[node] += seen == HealthState::unhealthy;
      }
    }
  }
  sample.healthy_at_nodes = counted(sample.registered, healthy);
  sample.unhealthy_at_nodes = counted(sample.registered, unhealthy);
  return sample;
}

BalancerSample sample_of(const balancing::LoadBalancer& balancer) {
  BalancerSample sample;
  sample.counts = balancer.counts();
  if (const auto flows = balancer.flows()) sample.flows = *flows;
  if (const auto* surge = balancer.surge()) sample.spilled = surge->spilled;
  if (const auto* alb = dynamic_cast<const balancing::ApplicationBalancer*>(&balancer)) {
    sample.rule_evaluations = alb->metrics().rule_evaluations;
    sample.processed = alb->metrics().processed;
    sample.non_sticky = alb->non_sticky_requests();
  }
  return sample;
}

}  // namespace

MetricSample World::Plant::sample(MetricSource source, const std::string& thing,
                                  bool with_latency) const {
  MetricSample sample;
  sample.at = engine.now();
  if (source == MetricSource::instance) {
    sample.instance = sample_of_instance(instances_.at(thing));
  } else if (source == MetricSource::group_instances ||
             source == MetricSource::auto_scaling_group) {
    sample.scaling = sample_of_scaling(*group_called(thing).group);
  } else if (source == MetricSource::application_group || source == MetricSource::network_group) {
    const balancing::TargetGroup& group = *groups_.at(thing).group;
    sample.group = sample_of({&group});
    sample.group.counts = group.traffic.total();
    sample.group.answers = group.traffic.by_class();
    sample.group.unhealthy_routing = group.unhealthy_routing_requests();
    if (with_latency) sample.latency = group.traffic.latency();
  } else {
    sample.balancer = sample_of(*balancers_.at(thing).balancer);
    std::vector<const balancing::TargetGroup*> groups;
    for (const auto& [name, each] : groups_) {
      if (!each.group || each.balancer != thing) continue;
      groups.push_back(each.group.get());
      sample.balancer.connection_errors += each.group->traffic.total().connection_errors;
      if (with_latency) sample.latency += each.group->traffic.latency();
    }
    sample.group = sample_of(groups);
  }
  return sample;
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
