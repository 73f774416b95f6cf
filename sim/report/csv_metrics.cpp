#include "squall/metrics/statistic.hpp"

#include "report/csv_rows.hpp"

#include <cmath>
#include <string>

namespace squall::report {

namespace {

std::string dimensions_of(const metrics::MetricKey& key) {
  std::string text;
  for (const auto& [dimension, value] : key.dimensions)
    text += (text.empty() ? "" : " ") + dimension + '=' + value;
  return text;
}

// The points of one metric.
template <class Metric>
class MetricRows {
 public:
  MetricRows(const Metric& metric, Rows& rows)
      : metric_(metric),
        dimensions_(dimensions_of(metric.key)),
        statistic_(ScalarText<metrics::Statistic>::print(metric.statistic)),
        rows_(rows) {}

  void add(Duration start, double value) {
    rows_.add(metric_.key.space, metric_.key.name, dimensions_, statistic_, metric_.unit,
              seconds(metric_.period), seconds(start), value);
  }

 private:
  const Metric& metric_;
  const std::string dimensions_;
  const std::string statistic_;
  Rows& rows_;
};

std::size_t points_of(const world::Result& result) {
  std::size_t points = 0;
  for (const world::MetricResult& metric : result.metrics) points += metric.points.size();
  for (const world::MetricHistory& metric : result.history) points += metric.values.size();
  return points;
}

void add_history(const world::MetricHistory& metric, Rows& rows) {
  MetricRows all(metric, rows);
  Duration start = metric.begin;
  for (const double value : metric.values) {
    if (!std::isnan(value)) all.add(start, value);
    start += metric.period;
  }
}

}  // namespace

Sheet metric_points() {
  return {
      {"metrics.csv",
       "a point of a metric: of Auto Scaling groups, load balancers, target groups and clients, "
       "and of what `metrics: {keep: [...]}` names; a period without a value has none",
       {{"namespace", "in CloudWatch's words"},
        {"metric", "its name"},
        {"dimensions", "whose it is: `LoadBalancer=front TargetGroup=web`"},
        {"statistic", "of the values of the period: what `keep` says, else what AWS shows"},
        {"unit", "in CloudWatch's words"},
        {"period_s", "how long a period is"},
        {"t_s", "when it begins"},
        {"value", "in that unit"}}},
      [](const world::Result& result, Rows& rows) {
        rows.expect(points_of(result));
        for (const world::MetricResult& metric : result.metrics) {
          MetricRows all(metric, rows);
          for (const world::MetricResult::Point& point : metric.points)
            all.add(point.start, point.value);
        }
        for (const world::MetricHistory& metric : result.history) add_history(metric, rows);
      }};
}

}  // namespace squall::report
