#include "world/monitoring.hpp"

#include "squall/core/invariant.hpp"
#include "squall/metrics/journal.hpp"
#include "squall/world/groups.hpp"

#include <algorithm>
#include <variant>

namespace squall::world {

namespace {

using metrics::AlarmState;

// How far the run starts after a midnight of UTC.
Duration since_midnight(const Scenario& scenario) {
  if (!scenario.start) return {};
  const std::int64_t second = scenario.start->instant.time_since_epoch().count() % 86400;
  return (second < 0 ? second + 86400 : second) * Duration(1s);
}

metrics::CompositeRule rule_of(const metrics::AlarmSpec& spec) {
  auto rule = metrics::CompositeRule::read(spec.rule);
  INVARIANT(std::holds_alternative<metrics::CompositeRule>(rule));
  return std::get<metrics::CompositeRule>(std::move(rule));
}

}  // namespace

Monitoring::Monitoring(Engine& engine, const Scenario& scenario, MetricModels& models,
                       Journal& journal, Names& names)
    : engine_(engine),
      scenario_(scenario),
      catalogue_(scenario),
      models_(models),
      journal_(journal),
      names_(names),
      store_(since_midnight(scenario)),
      periods_(engine, store_),
      alarms_(engine, store_, static_cast<std::uint64_t>(scenario.seed)),
      own_(scenario, store_, models) {
  for (const metrics::KeptSpec& spec : scenario_.metrics.keep) keep(spec);
  add_alarms();
  periods_.ends.connect([this](Duration period) { publish(period); });
  alarms_.changed.connect([this](const metrics::AlarmChange& change) { write(change); });
}

metrics::Slot Monitoring::watch(const PublishedMetric& metric) {
  if (metric.own) return own_.watch(metric);
  const Place place = place_of(metric);
  Watched& its = watched_[place.watched];
  its.with_latency = its.with_latency || metric.row->is_latency;
  return its.rows[place.row].slot;
}

Monitoring::Place Monitoring::place_of(const PublishedMetric& metric) {
  if (const auto known = store_.find(metric.key)) return rows_.at(*known);
  const metrics::Slot slot = store_.add(metric.key, metric.terms);
  const auto [place, is_new] = places_.try_emplace(
      {metric.source, metric.thing, metric.zone, metric.terms.period}, watched_.size());
  if (is_new) watched_.push_back({{metric.source, metric.thing, metric.zone}, metric.terms.period});
  Watched& its = watched_[place->second];
  its.rows.push_back({metric.row, slot});
  return rows_[slot] = {place->second, its.rows.size() - 1};
}

void Monitoring::remember() {
  for (const PublishedMetric& metric : catalogue_.of_history()) remember(metric);
}

// Unless it is kept anyway, as it would be here.
void Monitoring::remember(const PublishedMetric& metric) {
  if (metric.row->counts_traffic && !is_needed(scenario_)) return;
  const Place place = place_of(metric);
  Row& row = watched_[place.watched].rows[place.row];
  for (const Kept& kept : kept_)
    if (kept.slot == row.slot && kept.statistic == metric.statistic) return;
  row.history = history_.add(metric);
}

void Monitoring::keep(const metrics::KeptSpec& spec) {
  for (const PublishedMetric& metric : catalogue_.find(metric_named_by(spec))) {
    const metrics::Statistic statistic = spec.statistic.value_or(metric.statistic);
    const metrics::Slot slot = watch(metric);
    store_.keep(slot, statistic);
    kept_.push_back({slot, statistic});
  }
}

// Those on others after those that they name.
void Monitoring::add_alarms() {
  std::map<std::string, std::vector<std::string>> asked;
  for (const auto& [name, spec] : scenario_.alarms) {
    if (spec.rule.empty()) {
      add_metric_alarm(name, spec);
      continue;
    }
    asked[name] = rule_of(spec).names();
    if (!spec.suppressor.empty()) asked[name].push_back(spec.suppressor);
  }
  const metrics::CompositeOrder order = metrics::order_of(asked);
  INVARIANT(!order.circle);
  for (const std::string& name : order.names) add_composite_alarm(name, scenario_.alarms.at(name));
}

void Monitoring::add_metric_alarm(const std::string& name, const metrics::AlarmSpec& spec) {
  metrics::Alarm::Terms terms;
  terms.query.period = spec.period;
  if (spec.expression.empty()) {
    const PublishedMetric metric = catalogue_.find(metric_named_by(spec)).at(0);
    terms.query = {watch(metric), spec.statistic.value_or(metric.statistic), spec.period};
  } else {
    terms.formula = formula(spec.expression, spec.metrics, {}, spec.period);
  }
  terms.when = *spec.when;
  terms.rule = spec.periods.value_or(metrics::OutOf{});
  terms.missing = spec.missing;
  terms.low_samples = spec.low_samples;
  terms.range = spec.evaluation_range.value_or(0);
  alarms_.add(name, terms);
}

metrics::Formula Monitoring::formula(const std::string& expression,
                                     const metrics::Operands& operands, const std::string& group,
                                     Duration period) {
  std::vector<std::string> names;
  std::vector<metrics::Query> queries;
  for (const auto& [name, operand] : operands) {
    const PublishedMetric metric = catalogue_.find(metric_of(group, operand)).at(0);
    names.push_back(name);
    queries.push_back({watch(metric), operand.statistic.value_or(metric.statistic), period});
  }
  auto read = metrics::Expression::read(expression, names);
  INVARIANT(std::holds_alternative<metrics::Expression>(read));
  return {std::get<metrics::Expression>(std::move(read)), std::move(queries)};
}

void Monitoring::add_composite_alarm(const std::string& name, const metrics::AlarmSpec& spec) {
  if (spec.suppressor.empty()) {
    alarms_.add(name, rule_of(spec));
    return;
  }
  alarms_.add(name, rule_of(spec), alarms_.find(spec.suppressor).value(),
              {spec.suppressor_wait, spec.suppressor_extension});
}

void Monitoring::start() {
  for (Watched& each : watched_)
    each.before = models_.sample(each.subject, engine_.now(), each.with_latency);
  periods_.start();
  alarms_.start();
}

// What is due at the end of a run waits for ever, or for requests to be settled.
void Monitoring::end() {
  for (const Duration period : store_.periods())
    if (store_.mark(period, engine_.now()) == engine_.now() && publish(period))
      store_.close(period, engine_.now());
}

// Whether that has not been done yet.
bool Monitoring::publish(Duration period) {
  const auto known = published_.find(period);
  if (known != published_.end() && known->second == engine_.now()) return false;
  published_[period] = engine_.now();
  for (Watched& each : watched_) {
    if (each.period != period) continue;
    MetricSample now = models_.sample(each.subject, each.before.at, each.with_latency);
    Histogram all = now.latency;
    if (each.with_latency) now.latency = all.since(each.before.latency);
    for (const Row& row : each.rows) {
      const metrics::StatisticSet set = row.row->point(now, each.before);
      store_.put(row.slot, engine_.now(), set, row.row->is_latency ? &now.latency : nullptr);
      if (row.history != no_history) history_.put(row.history, engine_.now() - period, set);
    }
    now.latency = std::move(all);
    each.before = std::move(now);
  }
  own_.look(period);
  return true;
}

void Monitoring::write(const metrics::AlarmChange& change) {
  const JournalKind& kind = change.to == AlarmState::ok      ? metrics::went_ok
                            : change.to == AlarmState::alarm ? metrics::went_into_alarm
                                                             : metrics::lacks_data;
  journal_.append(change.at, kind,
                  {names_.id(alarms_.name(change.alarm)), names_.id(change.reason)});
}

void Monitoring::report(Result& result, Time until) const {
  for (metrics::AlarmId id = 0; id < alarms_.size(); ++id) {
    AlarmResult& out = result.alarms[alarms_.name(id)];
    out.state = alarms_.state(id);
    out.reason = alarms_.reason(id);
  }
  std::map<metrics::AlarmId, Time> since;
  for (const metrics::AlarmChange& change : alarms_.changes()) {
    AlarmResult& out = result.alarms[alarms_.name(change.alarm)];
    out.changes.push_back({change.at - Time{}, change.from, change.to, change.reason});
    if (change.from == AlarmState::alarm) out.in_alarm += change.at - since[change.alarm];
    since[change.alarm] = change.at;
  }
  for (const auto& [id, at] : since)
    if (alarms_.state(id) == AlarmState::alarm && until > at)
      result.alarms[alarms_.name(id)].in_alarm += until - at;
  for (const Kept& kept : kept_) {
    MetricResult out;
    out.key = store_.key(kept.slot);
    out.unit = store_.terms(kept.slot).unit;
    out.period = store_.terms(kept.slot).period;
    out.statistic = kept.statistic;
    const metrics::Query query{kept.slot, kept.statistic, out.period};
    // The first period may have begun before the run.
    const Time first = store_.mark(out.period, Time{});
    const Time begin = first == Time{} ? first : first - out.period;
    for (const metrics::Datapoint& point :
         store_.datapoints(query, {begin, until}, until + store_.terms(kept.slot).delay))
      out.points.push_back({point.start - Time{}, point.value});
    result.metrics.push_back(std::move(out));
  }
  result.history = history_.all();
}

}  // namespace squall::world
