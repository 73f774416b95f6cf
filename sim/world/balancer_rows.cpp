#include "world/balancer_rows.hpp"

#include <array>
#include <limits>

namespace squall::world {

namespace {

using metrics::StatisticSet;
using Sample = MetricSample;
using Kind = metrics::Statistic::Kind;

// So many events of a period, each a sample of its own; where there was none, nothing.
StatisticSet events(std::uint64_t now, std::uint64_t before) {
  return StatisticSet::of(1, now - before);
}

// The same, told in one sample.
StatisticSet whole(std::int64_t now, std::int64_t before) {
  return now == before ? StatisticSet() : StatisticSet::of(static_cast<double>(now - before));
}

template <auto Member>
StatisticSet balancer_events(const Sample& now, const Sample& before) {
  return events(now.balancer.*Member, before.balancer.*Member);
}

template <auto Member>
StatisticSet count_events(const Sample& now, const Sample& before) {
  return events(now.balancer.counts.*Member, before.balancer.counts.*Member);
}

template <auto Member>
StatisticSet own_answers(const Sample& now, const Sample& before) {
  return events(now.balancer.own.*Member, before.balancer.own.*Member);
}

template <auto Member>
StatisticSet flow_events(const Sample& now, const Sample& before) {
  const auto number = static_cast<std::int64_t>(now.balancer.flows.*Member);
  // Counted always, so that none is a zero.
  return StatisticSet::of(
      static_cast<double>(number - static_cast<std::int64_t>(before.balancer.flows.*Member)));
}

template <std::size_t Class>
StatisticSet answers(const Sample& now, const Sample& before) {
  return events(now.group.counts.answers[Class], before.group.counts.answers[Class]);
}

template <auto Member>
StatisticSet target_events(const Sample& now, const Sample& before) {
  return events(now.group.counts.*Member, before.group.counts.*Member);
}

// One with targets says that it got nothing; one without says nothing.
StatisticSet requests(const Sample& now, const Sample& before) {
  const std::uint64_t count = now.group.counts.requests - before.group.counts.requests;
  if (count == 0 && now.group.registered > 0) return StatisticSet::of(0);
  return StatisticSet::of(1, count);
}

std::uint64_t made_4xx(const Sample& sample) {
  return sample.balancer.counts.made_405 + sample.balancer.counts.client_gone;
}

StatisticSet own_4xx(const Sample& now, const Sample& before) {
  return events(made_4xx(now), made_4xx(before));
}

StatisticSet own_5xx(const Sample& now, const Sample& before) {
  return events(now.balancer.own.made_5xx(), before.balancer.own.made_5xx());
}

StatisticSet processed(const Sample& now, const Sample& before) {
  return whole(now.balancer.processed.count, before.balancer.processed.count);
}

StatisticSet active_connections(const Sample& now, const Sample&) {
  return whole(static_cast<std::int64_t>(now.balancer.active_connections), 0);
}

StatisticSet surge_queue(const Sample& now, const Sample&) {
  return now.balancer.surge.maximum > 0 ? now.balancer.surge : StatisticSet();
}

StatisticSet flow_bytes(const Sample& now, const Sample& before) {
  const Bytes bytes = now.balancer.flows.processed - before.balancer.flows.processed;
  return StatisticSet::of(static_cast<double>(bytes.count));
}

StatisticSet active_flows(const Sample& now, const Sample&) {
  return StatisticSet::of(static_cast<double>(now.balancer.flows.active));
}

// By those that are healthy, or by all where none is.
StatisticSet requests_per_target(const Sample& now, const Sample& before) {
  const GroupSample& group = now.group;
  const std::uint64_t targets = group.healthy > 0 ? group.healthy : group.registered;
  if (targets == 0) return {};
  const std::uint64_t count = group.counts.requests - before.group.counts.requests;
  return StatisticSet::of(static_cast<double>(count) / static_cast<double>(targets));
}

StatisticSet unhealthy_routing(const Sample& now, const Sample& before) {
  return events(now.group.unhealthy_routing, before.group.unhealthy_routing);
}

StatisticSet healthy(const Sample& now, const Sample&) { return now.group.healthy_at_nodes; }
StatisticSet unhealthy(const Sample& now, const Sample&) { return now.group.unhealthy_at_nodes; }

using Counts = balancing::LoadBalancer::Counts;
using NodeCounts = balancing::LoadBalancer::NodeCounts;
using Flows = balancing::LoadBalancer::Flows;
using TargetCounts = balancing::TargetCounts;
constexpr Duration minute = 60s;

constexpr MetricRow count(std::string_view name,
                          StatisticSet (*point)(const Sample& now, const Sample& before)) {
  return {name, "Count", Kind::sum, minute, point};
}

constexpr MetricRow bytes(std::string_view name,
                          StatisticSet (*point)(const Sample& now, const Sample& before)) {
  return {name, "Bytes", Kind::sum, minute, point};
}

constexpr MetricRow latency(std::string_view name) {
  return {name, "Seconds", Kind::average, minute, latency_of_answers, true};
}

constexpr MetricRow showing(Kind statistic, MetricRow row) {
  row.statistic = statistic;
  return row;
}

// What the node in a zone counts, or what comes to the targets there.
constexpr MetricRow by_zone(MetricRow row) {
  row.by_zone = true;
  return row;
}

constexpr std::array application_rows{
    by_zone(count("ActiveConnectionCount", active_connections)),
    count("HTTPCode_ELB_3XX_Count", count_events<&Counts::redirects>),
    count("HTTPCode_ELB_4XX_Count", own_4xx),
    by_zone(count("HTTPCode_ELB_502_Count", own_answers<&NodeCounts::made_502>)),
    by_zone(count("HTTPCode_ELB_503_Count", own_answers<&NodeCounts::made_503>)),
    by_zone(count("HTTPCode_ELB_504_Count", own_answers<&NodeCounts::made_504>)),
    by_zone(count("HTTPCode_ELB_5XX_Count", own_5xx)),
    by_zone(count("HTTPCode_Target_2XX_Count", answers<0>)),
    by_zone(count("HTTPCode_Target_3XX_Count", answers<1>)),
    by_zone(count("HTTPCode_Target_4XX_Count", answers<2>)),
    by_zone(count("HTTPCode_Target_5XX_Count", answers<3>)),
    count("HTTP_Fixed_Response_Count", count_events<&Counts::fixed_responses>),
    count("HTTP_Redirect_Count", count_events<&Counts::redirects>),
    count("NewConnectionCount", balancer_events<&BalancerSample::new_connections>),
    count("NonStickyRequestCount", balancer_events<&BalancerSample::non_sticky>),
    bytes("ProcessedBytes", processed),
    by_zone(count("RequestCount", requests)),
    count("RuleEvaluations", balancer_events<&BalancerSample::rule_evaluations>),
    by_zone(count("TargetConnectionErrorCount", target_events<&TargetCounts::connection_errors>)),
    by_zone(latency("TargetResponseTime")),
};

constexpr std::array application_group_rows{
    by_zone(count("HTTPCode_Target_2XX_Count", answers<0>)),
    by_zone(count("HTTPCode_Target_3XX_Count", answers<1>)),
    by_zone(count("HTTPCode_Target_4XX_Count", answers<2>)),
    by_zone(count("HTTPCode_Target_5XX_Count", answers<3>)),
    by_zone(showing(Kind::average, count("HealthyHostCount", healthy))),
    by_zone(count("RequestCount", requests)),
    by_zone(count("RequestCountPerTarget", requests_per_target)),
    by_zone(count("TargetConnectionErrorCount", target_events<&TargetCounts::connection_errors>)),
    by_zone(latency("TargetResponseTime")),
    by_zone(showing(Kind::average, count("UnHealthyHostCount", unhealthy))),
    by_zone(count("UnhealthyRoutingRequestCount", unhealthy_routing)),
};

constexpr std::array network_rows{
    by_zone(showing(Kind::average, count("ActiveFlowCount", active_flows))),
    by_zone(count("NewFlowCount", flow_events<&Flows::opened>)),
    by_zone(bytes("ProcessedBytes", flow_bytes)),
    by_zone(count("RejectedFlowCount", flow_events<&Flows::rejected>)),
    by_zone(count("TCP_Client_Reset_Count", flow_events<&Flows::client_resets>)),
    by_zone(count("TCP_ELB_Reset_Count", flow_events<&Flows::elb_resets>)),
    by_zone(count("TCP_Target_Reset_Count", flow_events<&Flows::target_resets>)),
    by_zone(count("UnhealthyRoutingFlowCount", flow_events<&Flows::failed_open>)),
};

constexpr std::array network_group_rows{
    by_zone(showing(Kind::minimum, count("HealthyHostCount", healthy))),
    by_zone(showing(Kind::maximum, count("UnHealthyHostCount", unhealthy))),
};

constexpr std::array classic_rows{
    by_zone(count("BackendConnectionErrors", target_events<&TargetCounts::connection_errors>)),
    by_zone(count("HTTPCode_Backend_2XX", answers<0>)),
    by_zone(count("HTTPCode_Backend_3XX", answers<1>)),
    by_zone(count("HTTPCode_Backend_4XX", answers<2>)),
    by_zone(count("HTTPCode_Backend_5XX", answers<3>)),
    by_zone(count("HTTPCode_ELB_4XX", own_answers<&NodeCounts::made_405>)),
    by_zone(count("HTTPCode_ELB_5XX", own_5xx)),
    by_zone(showing(Kind::average, count("HealthyHostCount", healthy))),
    by_zone(latency("Latency")),
    by_zone(count("RequestCount", target_events<&TargetCounts::requests>)),
    by_zone(count("SpilloverCount", balancer_events<&BalancerSample::spilled>)),
    by_zone(showing(Kind::maximum, count("SurgeQueueLength", surge_queue))),
    by_zone(showing(Kind::average, count("UnHealthyHostCount", unhealthy))),
};

}  // namespace

// Where nobody has asked how long each took, least and most are not known.
StatisticSet latency_of_answers(const Sample& now, const Sample& before) {
  const std::uint64_t count = now.answered - before.answered;
  if (count == 0) return {};
  const double sum = static_cast<double>(now.waited - before.waited) * 1e-9;
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  if (now.latency.count() == 0) return {count, sum, unknown, unknown};
  return {count, sum, seconds(now.latency.min()), seconds(now.latency.max())};
}

std::span<const MetricRow> balancer_rows_of(MetricSource source) {
  switch (source) {
    case MetricSource::application_balancer:
      return application_rows;
    case MetricSource::application_group:
      return application_group_rows;
    case MetricSource::network_balancer:
      return network_rows;
    case MetricSource::network_group:
      return network_group_rows;
    case MetricSource::classic_balancer:
      return classic_rows;
    default:
      return {};
  }
}

}  // namespace squall::world
