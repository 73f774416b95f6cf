#include "squall/metrics/store.hpp"

#include "squall/core/invariant.hpp"

#include <utility>

#include <fmt/format.h>

namespace squall::metrics {

namespace {

std::int64_t floor_divided(Duration time, Duration by) {
  const std::int64_t whole = time / by;
  return time % by < Duration(0) ? whole - 1 : whole;
}

}  // namespace

Slot Store::add(MetricKey key, const Terms& terms) {
  INVARIANT(terms.period > Duration(0) && Duration(24h) % terms.period == Duration(0));
  const Slot slot{static_cast<std::uint32_t>(keys_.size())};
  const auto [place, is_new] = slots_.emplace(std::move(key), slot);
  INVARIANT(is_new);
  keys_.push_back(&place->first);
  terms_.push_back(terms);
  open_.emplace_back();
  series_.emplace_back();
  by_period_[terms.period].push_back(static_cast<std::uint32_t>(slot));
  return slot;
}

std::optional<Slot> Store::find(const MetricKey& key) const {
  const auto found = slots_.find(key);
  return found == slots_.end() ? std::nullopt : std::optional(found->second);
}

// One period more than the time itself: the window slides. And those on their way to be published.
void Store::read(Slot slot, Duration back, const Statistic& statistic) {
  const Terms& terms = terms_[index(slot)];
  const auto periods = static_cast<std::size_t>((back + terms.delay) / terms.period) + 2;
  series_[index(slot)].hold(periods, statistic.needs_values());
  if (wants_values(slot)) open_[index(slot)].values = std::make_unique<Histogram>();
}

void Store::keep(Slot slot, const Statistic& statistic) {
  series_[index(slot)].keep();
  if (!statistic.needs_values()) return;
  series_[index(slot)].ask(statistic);
  open_[index(slot)].values = std::make_unique<Histogram>();
}

void Store::record_value(Open& open, double value) {
  if (value >= 0) open.values->record(as_length(value));
}

std::vector<Duration> Store::periods() const {
  std::vector<Duration> periods;
  for (const auto& [period, slots] : by_period_) periods.push_back(period);
  return periods;
}

void Store::close(Duration period, Time now) {
  const auto those = by_period_.find(period);
  if (those == by_period_.end()) return;
  for (const std::uint32_t slot : those->second) {
    Open& open = open_[slot];
    if (open.set.empty()) continue;
    put(Slot{slot}, now, open.set, open.values.get());
    open.set = {};
    if (open.values) *open.values = {};
  }
}

void Store::put(Slot slot, Time now, const StatisticSet& set, const Histogram* values) {
  if (set.empty()) return;
  const Duration period = terms_[index(slot)].period;
  INVARIANT(mark(period, now) == now);
  series_[index(slot)].append(number_at(period, now) - 1, set, values);
}

std::int64_t Store::number_at(Duration period, Time at) const {
  return floor_divided(at - Time{} + since_midnight_, period);
}

Time Store::start_of(Duration period, std::int64_t number) const {
  return Time(number * period - since_midnight_);
}

Time Store::mark(Duration period, Time at) const {
  const Time before = start_of(period, number_at(period, at));
  return before == at ? at : before + period;
}

StatisticSet Store::published(std::size_t slot, Window window, Time now, Histogram* values) const {
  const Duration period = terms_[slot].period;
  const Series& series = series_[slot];
  StatisticSet all;
  for (Time start = mark(period, window.from); start < window.until; start += period) {
    if (start + period + terms_[slot].delay > now) break;
    const std::int64_t number = number_at(period, start);
    all += series.at(number);
    const Histogram* its = values ? series.values_at(number) : nullptr;
    if (its) *values += *its;
  }
  return all;
}

std::optional<Datapoint> Store::datapoint(const Query& query, Time start, Time now,
                                          Newest newest) const {
  const std::size_t slot = index(query.slot);
  const Terms& terms = terms_[slot];
  const Window window{start, start + query.period};
  const bool needs_values = query.statistic.needs_values();
  // Older ones are there as the statistics that were asked for.
  if (needs_values && query.period == terms.period && mark(terms.period, start) == start &&
      start + terms.period + terms.delay <= now) {
    const std::int64_t number = number_at(terms.period, start);
    const auto value = series_[slot].statistic_at(number, query.statistic);
    if (!value) return std::nullopt;
    return Datapoint{start, *value, series_[slot].at(number).samples};
  }
  Histogram values;
  StatisticSet set = published(slot, window, now, needs_values ? &values : nullptr);
  const Open& open = open_[slot];
  const Time begun = start_of(terms.period, number_at(terms.period, now));
  if (newest == Newest::open && window.from <= begun && begun < window.until) {
    set += open.set;
    if (needs_values && open.values) values += *open.values;
  }
  const auto value = query.statistic.of(set, needs_values ? &values : nullptr);
  if (!value) return std::nullopt;
  return Datapoint{start, *value, set.samples};
}

std::vector<Datapoint> Store::datapoints(const Query& query, Window window, Time now) const {
  std::vector<Datapoint> points;
  for (Time start = window.from; start < window.until; start += query.period)
    if (const auto point = datapoint(query, start, now)) points.push_back(*point);
  return points;
}

std::string Store::clock_text(Time at) const {
  const auto second = floor_divided(at - Time{} + since_midnight_, 1s) % 86400;
  const std::int64_t of_day = second < 0 ? second + 86400 : second;
  return fmt::format("{:02}:{:02}:{:02}", of_day / 3600, of_day / 60 % 60, of_day % 60);
}

}  // namespace squall::metrics
