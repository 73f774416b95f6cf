#include "squall/core/nearest.hpp"
#include "squall/core/text.hpp"
#include "squall/world/published.hpp"

#include "scenario/checks/checking.hpp"
#include "scenario/checks/steps.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using service::MetricOwner;
using service::OwnMetricSpec;
using service::ServiceSpec;
using world::MetricSource;

constexpr std::size_t longest_namespace = 255;

bool may_be_in_namespace(char letter) {
  const bool plain = (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
                     (letter >= 'a' && letter <= 'z');
  return plain || std::string_view(".-_/#: ").find(letter) != std::string_view::npos;
}

std::optional<Problem> problem_of_namespace(const std::string& space) {
  if (space.starts_with("AWS/") || space == "CWAgent")
    return Problem{fmt::format("namespace '{}' is not for one's own metrics", space),
                   "leave it out, or write a name of your own"};
  if (space.size() > longest_namespace ||
      !std::all_of(space.begin(), space.end(), may_be_in_namespace))
    return Problem{fmt::format("'{}' is no namespace", space),
                   "letters, digits and .-_/#: of ASCII, 255 at most"};
  return std::nullopt;
}

// Who names an instance or a group does not say which of the two is meant.
bool is_of_aws(const std::string& name, MetricOwner by) {
  if (by == MetricOwner::instance) return world::has_metric(MetricSource::instance, name);
  return by == MetricOwner::auto_scaling_group &&
         (world::has_metric(MetricSource::group_instances, name) ||
          world::has_metric(MetricSource::auto_scaling_group, name));
}

void check_metric(const Checking& checking, const std::string& service, const std::string& name,
                  const Place& at) {
  const auto& scenario = checking.scenario;
  const OwnMetricSpec& spec = scenario.services.at(service).metrics.at(name);
  const auto periods = {1s, 5s, 10s, 20s, 30s, 60s};
  if (checking.sound(at / "period") &&
      std::none_of(periods.begin(), periods.end(),
                   [&](Duration each) { return each == spec.period; }))
    checking.error(at / "period",
                   fmt::format("'period' is {}", ScalarText<Duration>::print(spec.period)), at,
                   "write 1s, 5s, 10s, 20s, 30s or 1m");
  if (!spec.space.empty())
    if (const auto problem = problem_of_namespace(spec.space))
      checking.error(at / "namespace", problem->what, at, problem->hint);
  if (is_of_aws(name, spec.by))
    checking.key_error(at, fmt::format("'{}' is a metric that AWS has already", name), at.parent(),
                       "choose another name, or 'by: service'");
  if (spec.by != MetricOwner::auto_scaling_group || !checking.sound({"auto_scaling_groups"}))
    return;
  const auto& groups = scenario.auto_scaling_groups;
  if (std::none_of(groups.begin(), groups.end(),
                   [&](const auto& each) { return each.second.service == service; }))
    checking.error(at / "by", fmt::format("no Auto Scaling group runs '{}'", service), at,
                   "write 'by: service' or 'by: instance'");
}

void check_put(const Checking& checking, const std::string& service, const service::Step::Put& put,
               const Place& at) {
  const auto& metrics = checking.scenario.services.at(service).metrics;
  if (put.values.empty())
    checking.error(at / "put", "'put' has no metrics", at, "write 'put: {Orders: 1}'");
  for (const auto& [name, value] : put.values) {
    const auto metric = metrics.find(name);
    if (metric == metrics.end()) {
      std::vector<std::string_view> known;
      for (const auto& [each, spec] : metrics) known.push_back(each);
      const auto near = nearest(name, known);
      checking.key_error(
          at / "put" / name, fmt::format("service '{}' has no metric '{}'", service, name), at,
          near ? fmt::format("did you mean '{}'?", *near)
               : fmt::format("write 'metrics: {{{}: {{}}}}' in services.{}", name, service));
    } else if (metric->second.gauge) {
      checking.key_error(
          at / "put" / name, fmt::format("'{}' is a gauge, nobody puts its values", name), at,
          fmt::format("leave it out here, or 'gauge' in services.{}.metrics.{}", service, name));
    }
  }
}

}  // namespace

void check_own_metrics(const Checking& checking) {
  for (const auto& [name, service] : checking.scenario.services) {
    const Place at = Place{"services"} / name;
    for (const auto& [metric, spec] : service.metrics)
      if (checking.sound(at / "metrics" / metric))
        check_metric(checking, name, metric, at / "metrics" / metric);
    for_each_handler(
        name, service, [&, &its_name = name](const service::Steps& steps, const Place& place) {
          for_each_step(steps, place, [&](const service::Step& step, const Place& where) {
            if (!checking.sound(where)) return;
            if (const auto* put = std::get_if<service::Step::Put>(&step.form))
              check_put(checking, its_name, *put, where);
          });
        });
  }
}

void review_own_metrics(const Checking& checking) {
  for (const auto& [name, service] : checking.scenario.services) {
    if (service.metrics.empty()) continue;
    std::set<std::string> put;
    for_each_handler(name, service, [&](const service::Steps& steps, const Place& place) {
      for_each_step(steps, place, [&](const service::Step& step, const Place&) {
        if (const auto* its = std::get_if<service::Step::Put>(&step.form))
          for (const auto& [metric, value] : its->values) put.insert(metric);
      });
    });
    for (const auto& [metric, spec] : service.metrics)
      if (!spec.gauge && !put.contains(metric))
        checking.key_warning(Place{"services"} / name / "metrics" / metric,
                             fmt::format("no handler puts '{}'", metric), Place{"services"} / name,
                             fmt::format("write 'put: {{{}: 1}}' in one, or a 'gauge'", metric));
  }
}

}  // namespace squall::scenario
