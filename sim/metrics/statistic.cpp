#include "squall/metrics/statistic.hpp"

#include "squall/core/text.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace squall {

namespace metrics {

namespace {

using Kind = Statistic::Kind;

// Where the kept values begin and end among all, in their order.
struct Kept {
  double from;
  double to;

  double count() const { return to - from; }
};

Kept kept_of(const Statistic& statistic, const Histogram& values) {
  const auto count = static_cast<double>(values.count());
  Kept kept{0, count};
  const auto position = [&](double bound) {
    if (statistic.in_percent) return bound / 100 * count;
    // What equals a bound lies below it, and so does what cannot be told from it.
    return count - static_cast<double>(values.count_above(as_length(bound)).least);
  };
  if (statistic.low) kept.from = std::min(position(*statistic.low), count);
  if (statistic.high) kept.to = std::clamp(position(*statistic.high), kept.from, count);
  return kept;
}

double sum_of(const Histogram& values, Kept kept) {
  if (kept.from <= 0 && kept.to >= static_cast<double>(values.count()))
    return static_cast<double>(values.sum()) * 1e-9;
  return values.sum_between(kept.from, kept.to) * 1e-9;
}

double winsorized_mean(const Statistic& statistic, const Histogram& values, Kept kept) {
  const auto count = static_cast<double>(values.count());
  const double low =
      statistic.in_percent || !statistic.low ? values.length_at(kept.from) * 1e-9 : *statistic.low;
  const double high =
      statistic.in_percent || !statistic.high ? values.length_at(kept.to) * 1e-9 : *statistic.high;
  return (kept.from * low + sum_of(values, kept) + (count - kept.to) * high) / count;
}

std::optional<double> of_values(const Statistic& statistic, const Histogram& values) {
  if (statistic.kind == Kind::percentile) return seconds(values.quantile(*statistic.high / 100));
  const Kept kept = kept_of(statistic, values);
  const auto count = static_cast<double>(values.count());
  const auto within = [&](double mean) {
    return std::clamp(mean, seconds(values.min()), seconds(values.max()));
  };
  switch (statistic.kind) {
    case Kind::trimmed_count:
      return kept.count();
    case Kind::percentile_rank:
      return kept.count() / count * 100;
    case Kind::trimmed_sum:
      return sum_of(values, kept);
    case Kind::winsorized_mean:
      return within(winsorized_mean(statistic, values, kept));
    default:
      if (kept.count() <= 0) return std::nullopt;
      return within(sum_of(values, kept) / kept.count());
  }
}

// Of values that are all the same, which the set alone says.
std::optional<double> of_equal_values(const Statistic& statistic, const StatisticSet& set) {
  const double value = set.minimum;
  const auto count = static_cast<double>(set.samples);
  double kept = count;
  if (!statistic.in_percent) {
    const bool inside =
        value > statistic.low.value_or(-1) && value <= statistic.high.value_or(value);
    kept = inside ? count : 0;
  } else if (statistic.kind != Kind::percentile) {
    kept = (statistic.high.value_or(100) - statistic.low.value_or(0)) / 100 * count;
  }
  switch (statistic.kind) {
    case Kind::trimmed_count:
      return kept;
    case Kind::trimmed_sum:
      return kept * value;
    case Kind::percentile_rank:
      return kept / count * 100;
    case Kind::trimmed_mean:
      return kept > 0 ? std::optional(value) : std::nullopt;
    case Kind::winsorized_mean:
      if (statistic.in_percent) return value;
      return std::clamp(value, statistic.low.value_or(value), statistic.high.value_or(value));
    default:
      return value;
  }
}

bool all_equal(const StatisticSet& set) {
  return set.minimum == set.maximum && set.sum == set.minimum * static_cast<double>(set.samples);
}

}  // namespace

std::optional<double> Statistic::of(const StatisticSet& set, const Histogram* values) const {
  if (set.empty()) return std::nullopt;
  switch (kind) {
    case Kind::sample_count:
      return static_cast<double>(set.samples);
    case Kind::sum:
      return set.sum;
    case Kind::average:
      return set.average();
    case Kind::minimum:
      return set.minimum;
    case Kind::maximum:
      return set.maximum;
    default:
      break;
  }
  if (set.minimum < 0) return std::nullopt;
  if (all_equal(set)) return of_equal_values(*this, set);
  if (values == nullptr || values->count() != set.samples) return std::nullopt;
  return of_values(*this, *values);
}

}  // namespace metrics

using metrics::Statistic;
using Kind = Statistic::Kind;

namespace {

constexpr std::array<std::pair<std::string_view, Kind>, 5> plain{{
    {"SampleCount", Kind::sample_count},
    {"Sum", Kind::sum},
    {"Average", Kind::average},
    {"Minimum", Kind::minimum},
    {"Maximum", Kind::maximum},
}};

constexpr std::array<std::pair<std::string_view, Kind>, 4> trims{{
    {"tm", Kind::trimmed_mean},
    {"tc", Kind::trimmed_count},
    {"ts", Kind::trimmed_sum},
    {"wm", Kind::winsorized_mean},
}};

constexpr std::array<std::pair<std::string_view, Kind>, 5> ranges{{
    {"TM", Kind::trimmed_mean},
    {"TC", Kind::trimmed_count},
    {"TS", Kind::trimmed_sum},
    {"WM", Kind::winsorized_mean},
    {"PR", Kind::percentile_rank},
}};

std::optional<double> read_percent(std::string_view text) {
  const auto number = read_number(text);
  return number && *number >= 0 && *number <= 100 ? number : std::nullopt;
}

std::optional<Statistic> read_range(Kind kind, std::string_view inside) {
  const auto colon = inside.find(':');
  if (colon == inside.npos || inside == ":") return std::nullopt;
  std::string_view low = inside.substr(0, colon);
  std::string_view high = inside.substr(colon + 1);
  const bool percent = low.ends_with('%') || high.ends_with('%');
  Statistic statistic{kind, percent, {}, {}};
  for (auto* side : {&low, &high}) {
    if (side->empty()) continue;
    if (side->ends_with('%') != percent) return std::nullopt;
    const auto number =
        percent ? read_percent(side->substr(0, side->size() - 1)) : read_number(*side);
    if (!number || *number < 0) return std::nullopt;
    (side == &low ? statistic.low : statistic.high) = number;
  }
  if (kind == Kind::percentile_rank && percent) return std::nullopt;
  if (statistic.low && statistic.high && *statistic.low >= *statistic.high) return std::nullopt;
  return statistic;
}

std::optional<Statistic> read_statistic(std::string_view text) {
  for (const auto& [word, kind] : plain)
    if (text == word) return Statistic{kind, true, {}, {}};
  if (text == "IQM") return Statistic{Kind::trimmed_mean, true, 25, 75};
  if (text.size() < 2) return std::nullopt;
  if (text[0] == 'p') {
    const auto percent = read_percent(text.substr(1));
    return percent ? std::optional(Statistic::percentile(*percent)) : std::nullopt;
  }
  for (const auto& [word, kind] : trims) {
    if (!text.starts_with(word)) continue;
    const auto percent = read_percent(text.substr(word.size()));
    return percent && *percent > 0 ? std::optional(Statistic{kind, true, {}, percent})
                                   : std::nullopt;
  }
  for (const auto& [word, kind] : ranges)
    if (text.starts_with(word) && text.substr(word.size()).starts_with('(') && text.ends_with(')'))
      return read_range(kind, text.substr(3, text.size() - 4));
  return std::nullopt;
}

}  // namespace

std::optional<Problem> ScalarText<Statistic>::read(std::string_view text, Statistic& value) {
  const auto statistic = read_statistic(text);
  if (!statistic)
    return Problem{"is not a statistic",
                   "write Average, Sum, Minimum, Maximum, SampleCount, p99, tm90 or TM(10%:90%)"};
  value = *statistic;
  return std::nullopt;
}

std::string ScalarText<Statistic>::print(const Statistic& value) {
  for (const auto& [word, kind] : plain)
    if (value.kind == kind) return std::string(word);
  if (value.kind == Kind::percentile) return "p" + print_number(*value.high);
  if (value == Statistic{Kind::trimmed_mean, true, 25, 75}) return "IQM";
  if (value.in_percent && !value.low && value.high)
    for (const auto& [word, kind] : trims)
      if (value.kind == kind) return std::string(word) + print_number(*value.high);
  const std::string unit = value.in_percent ? "%" : "";
  const auto side = [&](const std::optional<double>& bound) {
    return bound ? print_number(*bound) + unit : std::string();
  };
  for (const auto& [word, kind] : ranges)
    if (value.kind == kind)
      return std::string(word) + '(' + side(value.low) + ':' + side(value.high) + ')';
  return {};
}

}  // namespace squall
