#include "world/own_metrics.hpp"

#include "squall/world/groups.hpp"

#include "world/own_catalogue.hpp"

namespace squall::world {

using metrics::Slot;
using service::Gauge;
using service::MetricOwner;
using service::Server;

namespace {

double shown(Gauge gauge, const Server& server) {
  switch (gauge) {
    case Gauge::busy_workers:
      return static_cast<double>(server.in_service());
    case Gauge::waiting:
      return static_cast<double>(server.queued());
    case Gauge::in_flight:
      return static_cast<double>(server.in_service() + server.queued());
  }
  return 0;
}

const std::string& owner_of(const PublishingProcess& process, MetricOwner by) {
  switch (by) {
    case MetricOwner::service:
      return process.service;
    case MetricOwner::instance:
      return process.instance;
    case MetricOwner::auto_scaling_group:
      break;
  }
  return process.auto_scaling_group;
}

}  // namespace

Slot OwnMetrics::watch(const PublishedMetric& metric) {
  const auto [its, is_new] = slots_.try_emplace({metric.service, metric.key.name, metric.thing});
  if (!is_new) return its->second;
  its->second = store_.add(metric.key, metric.terms);
  if (metric.own->gauge)
    gauges_.insert({its->second, {*metric.own->gauge, metric.terms.period, its->second}});
  return its->second;
}

void OwnMetrics::join(const PublishingProcess& process) {
  std::vector<Slot> slots;
  for (const auto& [name, spec] : scenario_.services.at(process.service).metrics) {
    const auto found = slots_.find({process.service, name, owner_of(process, spec.by)});
    slots.push_back(found == slots_.end() ? service::OwnValues::unread : found->second);
    if (found != slots_.end() && spec.gauge)
      gauges_.at(found->second).servers.push_back(process.server);
  }
  values_.join(process.server, slots);
}

// One that does not run says nothing.
void OwnMetrics::look(Duration period) {
  for (const auto& [slot, watch] : gauges_) {
    if (watch.period != period) continue;
    for (const std::uint32_t server : watch.servers) {
      const Server& process = processes_.process(server);
      if (process.state() == Server::State::running)
        store_.record(slot, shown(watch.gauge, process));
    }
  }
}

std::set<std::pair<std::string, std::string>> own_metrics_read(const Scenario& scenario) {
  const OwnCatalogue catalogue(scenario);
  std::set<std::pair<std::string, std::string>> read;
  const auto note = [&](const MetricName& name) {
    for (const PublishedMetric& metric : catalogue.find(name))
      read.insert({metric.service, metric.key.name});
  };
  const auto note_all = [&](const metrics::Operands& operands, const std::string& group) {
    for (const auto& [name, operand] : operands) note(metric_of(group, operand));
  };
  for (const auto& kept : scenario.metrics.keep) note(metric_named_by(kept));
  for (const auto& [name, alarm] : scenario.alarms) {
    if (!alarm.metric.empty()) note(metric_named_by(alarm));
    note_all(alarm.metrics, {});
  }
  for (const auto& [name, group] : scenario.auto_scaling_groups) {
    for (const auto& [policy_name, policy] : group.policies) {
      if (policy.expression.empty()) note(metric_of(name, group, policy));
      note_all(policy.metrics, name);
    }
  }
  return read;
}

}  // namespace squall::world
