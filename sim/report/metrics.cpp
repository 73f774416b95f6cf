#include "squall/report/metrics.hpp"

#include "squall/core/text.hpp"
#include "squall/report/table.hpp"
#include "squall/world/published.hpp"

#include <cstddef>
#include <vector>

#include <fmt/format.h>

namespace squall::report {

namespace {

using world::MetricSource;
using world::PublishedMetric;

// "web" of web-12.
std::string entry_of(const std::string& instance) {
  return instance.substr(0, instance.rfind('-'));
}

bool is_by_instance(const PublishedMetric& metric) {
  return metric.own ? metric.own->by == service::MetricOwner::instance
                    : metric.source == MetricSource::instance;
}

// Whether the two stand under one heading.
bool together(const PublishedMetric& a, const PublishedMetric& b) {
  if (a.source != b.source || a.zone.empty() != b.zone.empty() || a.key.space != b.key.space)
    return false;
  return is_by_instance(a) && is_by_instance(b) ? entry_of(a.thing) == entry_of(b.thing)
                                                : a.thing == b.thing;
}

std::string heading(const PublishedMetric& first, const PublishedMetric& last) {
  std::string text = first.key.space;
  for (const auto& [dimension, value] : first.key.dimensions) {
    text += "  " + dimension + '=' + value;
    if (value == first.zone && first.zone != last.zone) text += " .. " + last.zone;
  }
  return first.thing == last.thing ? text : text + " .. " + last.thing;
}

std::string lateness(Duration delay) {
  return delay == Duration{} ? "at once" : ScalarText<Duration>::print(delay) + " later";
}

}  // namespace

std::string metrics_text(const world::Scenario& scenario, const Screen& screen) {
  const std::vector<PublishedMetric> all = world::MetricCatalogue(scenario).all();
  std::string text;
  for (std::size_t first = 0; first < all.size();) {
    std::size_t end = first;
    while (end < all.size() && together(all[first], all[end])) ++end;
    Table table({{"metric", Table::Align::left},
                 {"unit", Table::Align::left},
                 {"statistic", Table::Align::left},
                 {"period"},
                 {"published"}});
    const auto is_alike = [&](const PublishedMetric& metric) {
      return metric.thing == all[first].thing && metric.zone == all[first].zone;
    };
    for (std::size_t i = first; i < end && is_alike(all[i]); ++i) {
      const auto& terms = all[i].terms;
      table.add({all[i].key.name, std::string(terms.unit),
                 ScalarText<metrics::Statistic>::print(all[i].statistic),
                 ScalarText<Duration>::print(terms.period), lateness(terms.delay)});
    }
    text += (text.empty() ? "" : "\n") + heading(all[first], all[end - 1]) + '\n' +
            table.text(2, screen.width);
    first = end;
  }
  return text.empty() ? "nobody publishes a metric\n" : text;
}

}  // namespace squall::report
