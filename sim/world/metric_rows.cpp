#include "world/metric_rows.hpp"

#include <array>

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
StatisticSet flow_events(const Sample& now, const Sample& before) {
  const auto number = static_cast<std::int64_t>(now.balancer.flows.*Member);
  // Counted always, so that none is a zero.
  return StatisticSet::of(
      static_cast<double>(number - static_cast<std::int64_t>(before.balancer.flows.*Member)));
}

template <std::size_t Class>
StatisticSet answers(const Sample& now, const Sample& before) {
  return events(now.balancer.counts.by_target[Class], before.balancer.counts.by_target[Class]);
}

template <std::size_t Class>
StatisticSet group_answers(const Sample& now, const Sample& before) {
  return events(now.group.answers[Class], before.group.answers[Class]);
}

StatisticSet latency(const Sample& now, const Sample&) {
  const Histogram& lengths = now.latency;
  if (lengths.count() == 0) return {};
  return {lengths.count(), static_cast<double>(lengths.sum()) * 1e-9, seconds(lengths.min()),
          seconds(lengths.max())};
}

std::uint64_t requests(const Sample& sample) { return sample.balancer.counts.request_count(); }

StatisticSet classic_requests(const Sample& now, const Sample& before) {
  return events(requests(now), requests(before));
}

// One with targets says that it got nothing; one without says nothing.
StatisticSet registered_events(std::uint64_t count, const Sample& now) {
  if (count == 0 && now.group.registered > 0) return StatisticSet::of(0);
  return StatisticSet::of(1, count);
}

StatisticSet balancer_requests(const Sample& now, const Sample& before) {
  return registered_events(requests(now) - requests(before), now);
}

std::uint64_t made_4xx(const Sample& sample) {
  return sample.balancer.counts.made_405 + sample.balancer.counts.client_gone;
}

std::uint64_t made_5xx(const Sample& sample) {
  const auto& counts = sample.balancer.counts;
  return counts.made_502 + counts.made_503 + counts.made_504;
}

StatisticSet own_4xx(const Sample& now, const Sample& before) {
  return events(made_4xx(now), made_4xx(before));
}

StatisticSet own_5xx(const Sample& now, const Sample& before) {
  return events(made_5xx(now), made_5xx(before));
}

StatisticSet processed(const Sample& now, const Sample& before) {
  return whole(now.balancer.processed.count, before.balancer.processed.count);
}

StatisticSet flow_bytes(const Sample& now, const Sample& before) {
  const Bytes bytes = now.balancer.flows.processed - before.balancer.flows.processed;
  return StatisticSet::of(static_cast<double>(bytes.count));
}

StatisticSet active_flows(const Sample& now, const Sample&) {
  return StatisticSet::of(static_cast<double>(now.balancer.flows.active));
}

StatisticSet group_requests(const Sample& now, const Sample& before) {
  return registered_events(now.group.counts.requests - before.group.counts.requests, now);
}

// By those that are healthy, or by all where none is.
StatisticSet requests_per_target(const Sample& now, const Sample& before) {
  const GroupSample& group = now.group;
  const std::uint64_t targets = group.healthy > 0 ? group.healthy : group.registered;
  if (targets == 0) return {};
  const std::uint64_t requests = group.counts.requests - before.group.counts.requests;
  return StatisticSet::of(static_cast<double>(requests) / static_cast<double>(targets));
}

StatisticSet group_connection_errors(const Sample& now, const Sample& before) {
  return events(now.group.counts.connection_errors, before.group.counts.connection_errors);
}

StatisticSet unhealthy_routing(const Sample& now, const Sample& before) {
  return events(now.group.unhealthy_routing, before.group.unhealthy_routing);
}

StatisticSet healthy(const Sample& now, const Sample&) { return now.group.healthy_at_nodes; }
StatisticSet unhealthy(const Sample& now, const Sample&) { return now.group.unhealthy_at_nodes; }

// Of the periods in which it ran from the beginning to the end.
bool ran(const Sample& now, const Sample& before) {
  return now.instance.running && before.instance.running && now.at > before.at;
}

StatisticSet cpu(const Sample& now, const Sample& before) {
  if (!ran(now, before)) return {};
  const Duration most = (now.at - before.at) * now.instance.vcpus;
  return StatisticSet::of(100 * seconds(now.instance.used - before.instance.used) / seconds(most));
}

StatisticSet credit_usage(const Sample& now, const Sample& before) {
  if (!ran(now, before) || !now.instance.has_credits) return {};
  return StatisticSet::of(now.instance.spent - before.instance.spent);
}

StatisticSet credit_balance(const Sample& now, const Sample&) {
  if (!now.instance.running || !now.instance.has_credits) return {};
  return StatisticSet::of(now.instance.balance);
}

StatisticSet surplus_balance(const Sample& now, const Sample&) {
  if (!now.instance.running || !now.instance.unlimited) return {};
  return StatisticSet::of(now.instance.surplus);
}

StatisticSet surplus_charged(const Sample& now, const Sample& before) {
  if (!ran(now, before) || !now.instance.unlimited) return {};
  return StatisticSet::of(now.instance.charged - before.instance.charged);
}

template <auto Way, auto Count>
StatisticSet traffic(const Sample& now, const Sample& before) {
  if (!ran(now, before)) return {};
  const auto passed = now.instance.traffic.*Way.*Count - before.instance.traffic.*Way.*Count;
  return StatisticSet::of(static_cast<double>(passed));
}

// Nothing until it has been looked at for the first time.
StatisticSet checked(const Sample& now, bool fails) {
  if (!now.instance.running || !now.instance.initialized) return {};
  return StatisticSet::of(fails ? 1 : 0);
}

StatisticSet check_failed(const Sample& now, const Sample&) {
  return checked(now, now.instance.system_fails || now.instance.instance_fails);
}
StatisticSet instance_failed(const Sample& now, const Sample&) {
  return checked(now, now.instance.instance_fails);
}
StatisticSet system_failed(const Sample& now, const Sample&) {
  return checked(now, now.instance.system_fails);
}

// A sample of each instance that counted from the beginning to the end.
template <class Value>
StatisticSet of_each(const Sample& now, const Sample& before, const Value& value) {
  StatisticSet all;
  auto earlier = before.scaling.uses.begin();
  for (const ScalingSample::Use& use : now.scaling.uses) {
    while (earlier != before.scaling.uses.end() && earlier->life < use.life) ++earlier;
    if (earlier == before.scaling.uses.end() || earlier->life != use.life) continue;
    all.add(value(use, *earlier));
  }
  return all;
}

using Use = ScalingSample::Use;

StatisticSet group_cpu(const Sample& now, const Sample& before) {
  if (now.at <= before.at) return {};
  const double passed = seconds(now.at - before.at);
  return of_each(now, before, [passed](const Use& use, const Use& earlier) {
    return 100 * seconds(use.used - earlier.used) / (passed * use.vcpus);
  });
}

template <auto Way>
StatisticSet group_bytes(const Sample& now, const Sample& before) {
  return of_each(now, before, [](const Use& use, const Use& earlier) {
    return static_cast<double>((use.traffic.*Way).bytes - (earlier.traffic.*Way).bytes);
  });
}

template <auto Member>
StatisticSet group_size(const Sample& now, const Sample&) {
  return StatisticSet::of(static_cast<double>(now.scaling.*Member));
}

StatisticSet group_total(const Sample& now, const Sample&) {
  const ScalingSample& its = now.scaling;
  return StatisticSet::of(
      static_cast<double>(its.pending + its.in_service + its.standby + its.terminating));
}

using Counts = balancing::LoadBalancer::Counts;
using Flows = balancing::LoadBalancer::Flows;
using Traffic = service::TrafficMeter::Traffic;
using Way = service::TrafficMeter::Way;
constexpr Duration minute = 60s;
constexpr Duration monitored{};  // as the instance is: each minute or each five

constexpr std::array application_rows{
    MetricRow{"HTTPCode_ELB_3XX_Count", "Count", Kind::sum, minute,
              count_events<&Counts::redirects>},
    MetricRow{"HTTPCode_ELB_4XX_Count", "Count", Kind::sum, minute, own_4xx},
    MetricRow{"HTTPCode_ELB_502_Count", "Count", Kind::sum, minute,
              count_events<&Counts::made_502>},
    MetricRow{"HTTPCode_ELB_503_Count", "Count", Kind::sum, minute,
              count_events<&Counts::made_503>},
    MetricRow{"HTTPCode_ELB_504_Count", "Count", Kind::sum, minute,
              count_events<&Counts::made_504>},
    MetricRow{"HTTPCode_ELB_5XX_Count", "Count", Kind::sum, minute, own_5xx},
    MetricRow{"HTTPCode_Target_2XX_Count", "Count", Kind::sum, minute, answers<0>},
    MetricRow{"HTTPCode_Target_3XX_Count", "Count", Kind::sum, minute, answers<1>},
    MetricRow{"HTTPCode_Target_4XX_Count", "Count", Kind::sum, minute, answers<2>},
    MetricRow{"HTTPCode_Target_5XX_Count", "Count", Kind::sum, minute, answers<3>},
    MetricRow{"HTTP_Fixed_Response_Count", "Count", Kind::sum, minute,
              count_events<&Counts::fixed_responses>},
    MetricRow{"HTTP_Redirect_Count", "Count", Kind::sum, minute, count_events<&Counts::redirects>},
    MetricRow{"NonStickyRequestCount", "Count", Kind::sum, minute,
              balancer_events<&BalancerSample::non_sticky>},
    MetricRow{"ProcessedBytes", "Bytes", Kind::sum, minute, processed},
    MetricRow{"RequestCount", "Count", Kind::sum, minute, balancer_requests},
    MetricRow{"RuleEvaluations", "Count", Kind::sum, minute,
              balancer_events<&BalancerSample::rule_evaluations>},
    MetricRow{"TargetConnectionErrorCount", "Count", Kind::sum, minute,
              balancer_events<&BalancerSample::connection_errors>},
    MetricRow{"TargetResponseTime", "Seconds", Kind::average, minute, latency, true},
};

constexpr std::array application_group_rows{
    MetricRow{"HTTPCode_Target_2XX_Count", "Count", Kind::sum, minute, group_answers<0>},
    MetricRow{"HTTPCode_Target_3XX_Count", "Count", Kind::sum, minute, group_answers<1>},
    MetricRow{"HTTPCode_Target_4XX_Count", "Count", Kind::sum, minute, group_answers<2>},
    MetricRow{"HTTPCode_Target_5XX_Count", "Count", Kind::sum, minute, group_answers<3>},
    MetricRow{"HealthyHostCount", "Count", Kind::average, minute, healthy},
    MetricRow{"RequestCount", "Count", Kind::sum, minute, group_requests},
    MetricRow{"RequestCountPerTarget", "Count", Kind::sum, minute, requests_per_target},
    MetricRow{"TargetConnectionErrorCount", "Count", Kind::sum, minute, group_connection_errors},
    MetricRow{"TargetResponseTime", "Seconds", Kind::average, minute, latency, true},
    MetricRow{"UnHealthyHostCount", "Count", Kind::average, minute, unhealthy},
    MetricRow{"UnhealthyRoutingRequestCount", "Count", Kind::sum, minute, unhealthy_routing},
};

constexpr std::array network_rows{
    MetricRow{"ActiveFlowCount", "Count", Kind::average, minute, active_flows},
    MetricRow{"NewFlowCount", "Count", Kind::sum, minute, flow_events<&Flows::opened>},
    MetricRow{"ProcessedBytes", "Bytes", Kind::sum, minute, flow_bytes},
    MetricRow{"RejectedFlowCount", "Count", Kind::sum, minute, flow_events<&Flows::rejected>},
    MetricRow{"TCP_Client_Reset_Count", "Count", Kind::sum, minute,
              flow_events<&Flows::client_resets>},
    MetricRow{"TCP_ELB_Reset_Count", "Count", Kind::sum, minute, flow_events<&Flows::elb_resets>},
    MetricRow{"TCP_Target_Reset_Count", "Count", Kind::sum, minute,
              flow_events<&Flows::target_resets>},
    MetricRow{"UnhealthyRoutingFlowCount", "Count", Kind::sum, minute,
              flow_events<&Flows::failed_open>},
};

constexpr std::array network_group_rows{
    MetricRow{"HealthyHostCount", "Count", Kind::minimum, minute, healthy},
    MetricRow{"UnHealthyHostCount", "Count", Kind::maximum, minute, unhealthy},
};

constexpr std::array classic_rows{
    MetricRow{"HTTPCode_Backend_2XX", "Count", Kind::sum, minute, answers<0>},
    MetricRow{"HTTPCode_Backend_3XX", "Count", Kind::sum, minute, answers<1>},
    MetricRow{"HTTPCode_Backend_4XX", "Count", Kind::sum, minute, answers<2>},
    MetricRow{"HTTPCode_Backend_5XX", "Count", Kind::sum, minute, answers<3>},
    MetricRow{"HTTPCode_ELB_4XX", "Count", Kind::sum, minute, count_events<&Counts::made_405>},
    MetricRow{"HTTPCode_ELB_5XX", "Count", Kind::sum, minute, own_5xx},
    MetricRow{"HealthyHostCount", "Count", Kind::average, minute, healthy},
    MetricRow{"Latency", "Seconds", Kind::average, minute, latency, true},
    MetricRow{"RequestCount", "Count", Kind::sum, minute, classic_requests},
    MetricRow{"SpilloverCount", "Count", Kind::sum, minute,
              balancer_events<&BalancerSample::spilled>},
    MetricRow{"UnHealthyHostCount", "Count", Kind::average, minute, unhealthy},
};

constexpr std::array instance_rows{
    MetricRow{"CPUCreditBalance", "Count", Kind::average, 5 * minute, credit_balance},
    MetricRow{"CPUCreditUsage", "Count", Kind::sum, 5 * minute, credit_usage},
    MetricRow{"CPUSurplusCreditBalance", "Count", Kind::average, 5 * minute, surplus_balance},
    MetricRow{"CPUSurplusCreditsCharged", "Count", Kind::sum, 5 * minute, surplus_charged},
    MetricRow{"CPUUtilization", "Percent", Kind::average, monitored, cpu},
    MetricRow{"NetworkIn", "Bytes", Kind::sum, monitored, traffic<&Traffic::in, &Way::bytes>},
    MetricRow{"NetworkOut", "Bytes", Kind::sum, monitored, traffic<&Traffic::out, &Way::bytes>},
    MetricRow{"NetworkPacketsIn", "Count", Kind::sum, 5 * minute,
              traffic<&Traffic::in, &Way::packets>},
    MetricRow{"NetworkPacketsOut", "Count", Kind::sum, 5 * minute,
              traffic<&Traffic::out, &Way::packets>},
    MetricRow{"StatusCheckFailed", "Count", Kind::maximum, minute, check_failed},
    MetricRow{"StatusCheckFailed_Instance", "Count", Kind::maximum, minute, instance_failed},
    MetricRow{"StatusCheckFailed_System", "Count", Kind::maximum, minute, system_failed},
};

constexpr std::array group_instance_rows{
    MetricRow{"CPUUtilization", "Percent", Kind::average, monitored, group_cpu},
    MetricRow{"NetworkIn", "Bytes", Kind::average, monitored, group_bytes<&Traffic::in>},
    MetricRow{"NetworkOut", "Bytes", Kind::average, monitored, group_bytes<&Traffic::out>},
};

using Scaling = ScalingSample;
constexpr std::array scaling_rows{
    MetricRow{"GroupDesiredCapacity", "None", Kind::average, minute, group_size<&Scaling::desired>},
    MetricRow{"GroupInServiceInstances", "None", Kind::average, minute,
              group_size<&Scaling::in_service>},
    MetricRow{"GroupMaxSize", "None", Kind::average, minute, group_size<&Scaling::max_size>},
    MetricRow{"GroupMinSize", "None", Kind::average, minute, group_size<&Scaling::min_size>},
    MetricRow{"GroupPendingInstances", "None", Kind::average, minute,
              group_size<&Scaling::pending>},
    MetricRow{"GroupStandbyInstances", "None", Kind::average, minute,
              group_size<&Scaling::standby>},
    MetricRow{"GroupTerminatingInstances", "None", Kind::average, minute,
              group_size<&Scaling::terminating>},
    MetricRow{"GroupTotalInstances", "None", Kind::average, minute, group_total},
};

}  // namespace

std::span<const MetricRow> rows_of(MetricSource source) {
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
    case MetricSource::instance:
      return instance_rows;
    case MetricSource::group_instances:
      return group_instance_rows;
    case MetricSource::auto_scaling_group:
      return scaling_rows;
  }
  return {};
}

std::string_view space_of(MetricSource source) {
  switch (source) {
    case MetricSource::application_balancer:
    case MetricSource::application_group:
      return "AWS/ApplicationELB";
    case MetricSource::network_balancer:
    case MetricSource::network_group:
      return "AWS/NetworkELB";
    case MetricSource::classic_balancer:
      return "AWS/ELB";
    case MetricSource::instance:
    case MetricSource::group_instances:
      return "AWS/EC2";
    case MetricSource::auto_scaling_group:
      return "AWS/AutoScaling";
  }
  return {};
}

}  // namespace squall::world
