#include "squall/world/promise.hpp"

#include "squall/core/nearest.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace squall {

namespace {

using world::Promise;

constexpr std::string_view grammar =
    "write 'p99 < 300ms', 'errors < 0.1%' or 'web.p99 < 1s each 5m'";

struct Comparison {
  std::string_view word;
  Promise::Compare compare;
};

// Longer ones first: "<=" begins with "<".
constexpr Comparison comparisons[] = {{"<=", Promise::Compare::at_most},
                                      {">=", Promise::Compare::at_least},
                                      {"<", Promise::Compare::below},
                                      {">", Promise::Compare::above},
                                      {"=", Promise::Compare::equal}};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// The next word, taken off the front.
std::string_view take_word(std::string_view& text) {
  text = trimmed(text);
  const std::string_view word = text.substr(0, text.find(' '));
  text.remove_prefix(word.size());
  return word;
}

// A problem of a part, said of the whole.
Problem within(std::string_view part, std::string_view text, Problem problem) {
  if (problem.what.starts_with("promises")) return problem;
  return {fmt::format("has {} '{}', which {}", part, text, problem.what), std::move(problem.hint)};
}

std::optional<Problem> read_metric(std::string_view name, Promise& promise) {
  const auto dot = name.rfind('.');
  // A quantile may have a dot of its own: p99.9
  const auto is_quantile = [](std::string_view word) {
    return word.size() > 1 && word[0] == 'p' && read_number(word.substr(1)).has_value();
  };
  std::string_view metric = name;
  if (!is_quantile(name) && dot != name.npos) {
    const auto earlier = dot == 0 ? name.npos : name.rfind('.', dot - 1);
    const std::string_view longer = earlier == name.npos ? name : name.substr(earlier + 1);
    metric = is_quantile(longer) ? longer : name.substr(dot + 1);
    if (metric.size() < name.size())
      promise.scope = std::string(name.substr(0, name.size() - metric.size() - 1));
  }
  if (metric == "mean") {
    promise.metric = Promise::Metric::mean;
  } else if (metric == "max") {
    promise.metric = Promise::Metric::max;
  } else if (metric == "errors") {
    promise.metric = Promise::Metric::errors;
  } else if (metric == "throughput") {
    promise.metric = Promise::Metric::throughput;
  } else if (metric == "cost") {
    promise.metric = Promise::Metric::cost;
  } else if (is_quantile(metric)) {
    promise.metric = Promise::Metric::quantile;
    // p999 is 99.9%, as people say it.
    const std::string_view digits = metric.substr(1);
    const double number = *read_number(digits);
    const bool said_short = digits.find('.') == digits.npos && digits.size() > 2 && number != 100;
    promise.quantile =
        said_short ? number / std::pow(10, static_cast<double>(digits.size())) : number / 100;
    if (promise.quantile <= 0 || promise.quantile >= 1)
      return Problem{fmt::format("promises '{}', which is no percentile", metric),
                     "write p50, p99 or p99.9"};
  } else {
    constexpr std::string_view metrics[] = {"mean", "max", "errors", "throughput", "cost", "p99"};
    const auto near = nearest(metric, metrics);
    return Problem{fmt::format("promises '{}', which is no metric", metric),
                   near ? fmt::format("did you mean '{}'?", *near)
                        : "known: mean, p50 to p999, max, errors, throughput, cost"};
  }
  return std::nullopt;
}

std::optional<Problem> read_cost(std::string_view text, Promise& promise) {
  const auto slash = text.find('/');
  Usd amount;
  if (auto problem = ScalarText<Usd>::read(text.substr(0, slash), amount)) return problem;
  promise.value = dollars(amount);
  if (slash == text.npos) return std::nullopt;
  const std::string_view period = text.substr(slash + 1);
  if (period == "month") {
    promise.cost_period = 730h;
  } else if (period == "day") {
    promise.cost_period = 24h;
  } else if (period == "h" || period == "hour") {
    promise.cost_period = 1h;
  } else {
    return Problem{fmt::format("promises a cost for each '{}'", period), "known: month, day, hour"};
  }
  return std::nullopt;
}

std::optional<Problem> read_value(std::string_view text, Promise& promise) {
  switch (promise.metric) {
    case Promise::Metric::mean:
    case Promise::Metric::quantile:
    case Promise::Metric::max: {
      Duration limit{};
      if (auto problem = ScalarText<Duration>::read(text, limit)) return problem;
      promise.value = seconds(limit);
      return std::nullopt;
    }
    case Promise::Metric::errors: {
      Ratio limit;
      if (auto problem = ScalarText<Ratio>::read(text, limit)) return problem;
      promise.counts = !text.ends_with('%') && limit.value == std::floor(limit.value);
      promise.value = limit.value;
      return std::nullopt;
    }
    case Promise::Metric::throughput: {
      Rate limit;
      if (auto problem = ScalarText<Rate>::read(text, limit)) return problem;
      promise.value = limit.per_second;
      return std::nullopt;
    }
    case Promise::Metric::cost:
      return read_cost(text, promise);
  }
  return std::nullopt;
}

std::optional<Problem> read_tail(std::string_view text, Promise& promise) {
  while (!trimmed(text).empty()) {
    const std::string_view word = take_word(text);
    if (word == "each" && !promise.each) {
      const std::string_view window = take_word(text);
      if (auto problem = ScalarText<Duration>::read(window, promise.each.emplace()))
        return within("windows of", window, std::move(*problem));
      if (*promise.each <= Duration(0))
        return Problem{"has windows of no length", "write 'each 5m'"};
    } else if (word == "from" && !promise.from) {
      const std::string_view from = take_word(text);
      if (auto problem = ScalarText<Moment>::read(from, promise.from.emplace()))
        return within("the 'from'", from, std::move(*problem));
      if (take_word(text) != "to")
        return Problem{"has a 'from' without a 'to'", "write 'from 11:00 to 12:00'"};
      const std::string_view to = take_word(text);
      if (auto problem = ScalarText<Moment>::read(to, promise.to.emplace()))
        return within("the 'to'", to, std::move(*problem));
    } else {
      return Problem{fmt::format("goes on with '{}'", word), std::string(grammar)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Problem> ScalarText<Promise>::read(std::string_view text, Promise& value) {
  for (const Comparison& comparison : comparisons) {
    const auto at = text.find(comparison.word);
    if (at == text.npos) continue;
    Promise promise;
    promise.compare = comparison.compare;
    promise.text = std::string(trimmed(text));
    if (auto problem = read_metric(trimmed(text.substr(0, at)), promise)) return problem;
    std::string_view rest = text.substr(at + comparison.word.size());
    const std::string_view limit = take_word(rest);
    if (limit.empty()) return Problem{"has no limit", std::string(grammar)};
    if (auto problem = read_value(limit, promise))
      return within("the limit", limit, std::move(*problem));
    if (auto problem = read_tail(rest, promise)) return problem;
    value = std::move(promise);
    return std::nullopt;
  }
  return Problem{"is not a promise", std::string(grammar)};
}

std::string ScalarText<Promise>::print(const Promise& value) { return value.text; }

}  // namespace squall
