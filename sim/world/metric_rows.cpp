#include "world/metric_rows.hpp"

#include "world/balancer_rows.hpp"

#include <array>

namespace squall::world {

namespace {

using metrics::StatisticSet;
using Sample = MetricSample;
using Kind = metrics::Statistic::Kind;

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

StatisticSet client_requests(const Sample& now, const Sample& before) {
  return StatisticSet::of(1, now.client.requests - before.client.requests);
}

// Each that is settled is a sample: one where it ended so, else zero.
StatisticSet of_settled(std::uint64_t such, std::uint64_t settled) {
  if (settled == 0) return {};
  return {settled, static_cast<double>(such), such == settled ? 1.0 : 0.0, such > 0 ? 1.0 : 0.0};
}

StatisticSet client_errors(const Sample& now, const Sample& before) {
  return of_settled(now.client.errors() - before.client.errors(),
                    now.client.settled() - before.client.settled());
}

StatisticSet client_time_outs(const Sample& now, const Sample& before) {
  return of_settled(now.client.timed_out - before.client.timed_out,
                    now.client.settled() - before.client.settled());
}

using Traffic = service::TrafficMeter::Traffic;
using Way = service::TrafficMeter::Way;
constexpr Duration minute = 60s;
constexpr Duration monitored{};  // as the instance is: each minute or each five

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
    MetricRow{"NetworkIn", "Bytes", Kind::average, monitored, group_bytes<&Traffic::in>, false,
              false, true},
    MetricRow{"NetworkOut", "Bytes", Kind::average, monitored, group_bytes<&Traffic::out>, false,
              false, true},
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

constexpr std::array client_rows{
    MetricRow{"Errors", "Count", Kind::sum, minute, client_errors},
    MetricRow{"Latency", "Seconds", Kind::average, minute, latency_of_answers, true},
    MetricRow{"Requests", "Count", Kind::sum, minute, client_requests},
    MetricRow{"TimedOut", "Count", Kind::sum, minute, client_time_outs},
};

}  // namespace

std::span<const MetricRow> rows_of(MetricSource source) {
  switch (source) {
    case MetricSource::application_balancer:
    case MetricSource::application_group:
    case MetricSource::network_balancer:
    case MetricSource::network_group:
    case MetricSource::classic_balancer:
      return balancer_rows_of(source);
    case MetricSource::instance:
      return instance_rows;
    case MetricSource::group_instances:
      return group_instance_rows;
    case MetricSource::auto_scaling_group:
      return scaling_rows;
    case MetricSource::client:
      return client_rows;
    case MetricSource::own:
      break;
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
    case MetricSource::client:
      return "Squall/Client";
    case MetricSource::own:
      break;
  }
  return {};
}

}  // namespace squall::world
