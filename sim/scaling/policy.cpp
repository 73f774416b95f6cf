#include "squall/scaling/policy.hpp"

#include "scaling/policies/simple.hpp"
#include "scaling/policies/step.hpp"
#include "scaling/policies/target_tracking.hpp"

#include <array>

namespace squall::scaling {

namespace {

// The two alarms of target tracking, as they are seen in accounts.
constexpr int high_periods = 3;
constexpr Duration low_time = 15min;

struct Entry {
  PolicyType type;
  std::unique_ptr<Policy> (*make)(const Rule& rule, const Sight& sight);
};

template <class Made>
std::unique_ptr<Policy> make(const Rule& rule, const Sight& sight) {
  return std::make_unique<Made>(rule, sight);
}

constexpr std::array entries{
    Entry{PolicyType::target_tracking, make<TargetTracking>},
    Entry{PolicyType::step, make<Step>},
    Entry{PolicyType::simple, make<Simple>},
};

}  // namespace

std::unique_ptr<Policy> make_policy(const Rule& rule, const Sight& sight) {
  for (const Entry& entry : entries)
    if (entry.type == rule.spec.type) return entry.make(rule, sight);
  return nullptr;
}

std::vector<OwnAlarm> own_alarms(const std::string& group, const std::string& name,
                                 const PolicySpec& spec, metrics::Alarm::Terms terms) {
  if (!spec.alarm.empty()) return {};
  if (spec.type != PolicyType::target_tracking) {
    terms.when = *spec.when;
    terms.rule = spec.periods.value_or(metrics::OutOf{});
    return {{group + '/' + name, terms}};
  }
  const auto unit =
      spec.target->percent ? metrics::Condition::Unit::percent : metrics::Condition::Unit::none;
  const std::string prefix = "TargetTracking-" + group + "-Alarm";
  terms.when = {metrics::Comparison::greater, spec.target->value, unit};
  terms.rule = {high_periods, high_periods};
  std::vector<OwnAlarm> alarms{{prefix + "High-" + name, terms}};
  if (spec.disable_scale_in) return alarms;
  const auto periods = static_cast<int>(low_time / terms.query.period);
  // As it is written: 0.7 of 50 is 35, not 34.99..
  terms.when = {metrics::Comparison::less,
                static_cast<double>(static_cast<std::int64_t>(
                    spec.target->value * spec.low_threshold.value * 1e6 + 0.5)) /
                    1e6,
                unit};
  terms.rule = {periods, periods};
  alarms.push_back({prefix + "Low-" + name, terms});
  return alarms;
}

}  // namespace squall::scaling
