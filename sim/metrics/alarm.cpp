#include "squall/metrics/alarm.hpp"

#include "squall/core/text.hpp"

#include <algorithm>

namespace squall::metrics {

namespace {

// AWS looks at some periods more than the rule asks for, without saying how many; the one number
// that it names is 5 for 3.
constexpr int periods_beyond = 2;

Duration step_of(Duration period, int periods) {
  if (period < 60s) return 10s;
  return period * periods > 24h ? Duration(1h) : Duration(60s);
}

// A metric with longer periods than the alarm's has a point in one of several of these.
int range_of(const Alarm::Terms& terms, Duration resolution) {
  if (terms.range > 0) return terms.range;
  const auto between =
      static_cast<int>(std::max(resolution / terms.query.period - 1, std::int64_t{0}));
  return terms.rule.of + periods_beyond + between;
}

// What it reads; each with periods as its own.
std::vector<Query> queries_of(const Alarm::Terms& terms) {
  return terms.formula ? terms.formula->operands : std::vector{terms.query};
}

Duration resolution_of(const Alarm::Terms& terms, const Store& store) {
  Duration longest = terms.query.period;
  for (const Query& query : queries_of(terms))
    longest = std::max(longest, store.terms(query.slot).period);
  return longest;
}

Alarm::Terms completed(Alarm::Terms terms, Duration resolution) {
  terms.range = range_of(terms, resolution);
  return terms;
}

std::string_view phrase(Comparison comparison) {
  switch (comparison) {
    case Comparison::greater:
      return "greater than";
    case Comparison::greater_or_equal:
      return "greater than or equal to";
    case Comparison::less:
      return "less than";
    case Comparison::less_or_equal:
      return "less than or equal to";
  }
  return {};
}

// 30000.0
std::string decimal(double value) {
  std::string text = print_number(value);
  return text.find_first_of(".e") == text.npos ? text + ".0" : text;
}

// Of so many datapoints and more, AWS tells the newest only.
constexpr std::size_t most_listed = 5;

std::string counted(std::size_t count, std::string_view what) {
  return std::to_string(count) + ' ' + std::string(what) + (count == 1 ? "" : "s");
}

}  // namespace

Alarm::Alarm(const Terms& terms, Store& store)
    : resolution_(resolution_of(terms, store)),
      terms_(completed(terms, resolution_)),
      store_(store),
      step_(step_of(terms.query.period, terms.rule.of)) {
  for (const Query& query : queries_of(terms_))
    store.read(query.slot, query.period * terms_.range + step_, query.statistic);
}

Time Alarm::newest_end(Time now) const {
  const Time before = store_.mark(step_, now);
  return before == now ? now : before - step_;
}

bool Alarm::look(Time now) {
  const Seen seen = see(newest_end(now), now);
  if (too_few_samples(seen)) return false;
  const AlarmState state = judge(seen.data, terms_.rule, terms_.missing).value_or(state_);
  if (state == state_) return false;
  explain(seen, state);
  state_ = state;
  return true;
}

std::vector<Datapoint> Alarm::points_before(Time now) const {
  std::vector<Datapoint> real;
  for (const auto& point : points(newest_end(now), now))
    if (point) real.push_back(*point);
  return real;
}

// Of each period that it looks at, oldest first.
std::vector<std::optional<Datapoint>> Alarm::points(Time newest_end, Time now) const {
  const auto periods = static_cast<std::size_t>(terms_.range);
  const Time first = newest_end - terms_.query.period * terms_.range;
  const auto start_of = [&](std::size_t i) {
    return first + terms_.query.period * static_cast<std::int64_t>(i);
  };
  std::vector<std::optional<Datapoint>> points(periods);
  if (!terms_.formula) {
    for (std::size_t i = 0; i < periods; ++i)
      points[i] = store_.datapoint(terms_.query, start_of(i), now);
    return points;
  }
  std::vector<Expression::Line> lines;
  for (const Query& query : terms_.formula->operands) {
    Expression::Line& line = lines.emplace_back(periods);
    for (std::size_t i = 0; i < periods; ++i)
      if (const auto point = store_.datapoint(query, start_of(i), now)) line[i] = point->value;
  }
  const auto values = terms_.formula->expression.evaluate(lines, terms_.query.period);
  for (std::size_t i = 0; i < periods; ++i)
    if (values[i]) points[i] = Datapoint{start_of(i), *values[i], 0};
  return points;
}

Alarm::Seen Alarm::see(Time newest_end, Time now) const {
  Seen seen;
  for (const auto& point : points(newest_end, now)) {
    if (point) seen.points.push_back(*point);
    seen.data.push_back(!point                                  ? Datum::missing
                        : terms_.when.breached_by(point->value) ? Datum::breaching
                                                                : Datum::within);
  }
  return seen;
}

// A percentile needs ten samples beyond it.
bool Alarm::too_few_samples(const Seen& seen) const {
  if (terms_.low_samples == LowSamples::evaluate || seen.points.empty()) return false;
  if (terms_.formula || terms_.query.statistic.kind != Statistic::Kind::percentile) return false;
  const double part = *terms_.query.statistic.high / 100;
  if (part <= 0 || part >= 1) return false;
  const double enough = part < 0.5 ? 10 / part : 10 / (1 - part);
  // The factor undoes the rounding up of 1 - 0.9.
  return static_cast<double>(seen.points.back().samples) < enough * (1 - 1e-12);
}

void Alarm::explain(const Seen& seen, AlarmState state) {
  // Those that decided: the newest, of the kind that the state speaks of.
  std::vector<Datapoint> looked_at = seen.points;
  const auto most = static_cast<std::size_t>(terms_.rule.of);
  if (looked_at.size() > most)
    looked_at.erase(looked_at.begin(), looked_at.end() - static_cast<std::ptrdiff_t>(most));
  const std::size_t missing = most - looked_at.size();
  std::erase_if(looked_at, [&](const Datapoint& point) {
    return terms_.when.breached_by(point.value) != (state == AlarmState::alarm);
  });
  evidence_ = std::move(looked_at);
  reason_ = reason_for(state, missing);
}

std::string Alarm::reason_for(AlarmState state, std::size_t missing) const {
  if (state == AlarmState::insufficient_data)
    return "Insufficient Data: " + counted(missing, "datapoint") +
           (missing == 1 ? " was unknown." : " were unknown.");
  const bool fills =
      terms_.missing == Missing::breaching || terms_.missing == Missing::not_breaching;
  const std::string filled =
      counted(missing, "missing datapoint") + (missing == 1 ? " was" : " were") + " treated as " +
      (terms_.missing == Missing::breaching ? "[Breaching]" : "[NonBreaching]");
  if (evidence_.empty() && missing < static_cast<std::size_t>(terms_.rule.of))
    return "Threshold Crossed: " + filled + '.';
  if (evidence_.empty())
    return "Threshold Crossed: no datapoints were received for " + counted(missing, "period") +
           " and " + filled + '.';
  const std::size_t shown = std::min(evidence_.size(), most_listed);
  std::string listed = " [";
  for (std::size_t i = 0; i < shown; ++i) {
    const Datapoint& point = evidence_[evidence_.size() - 1 - i];
    listed +=
        (i == 0 ? "" : ", ") + decimal(point.value) + " (" + store_.clock_text(point.start) + ')';
  }
  listed += ']';
  const bool lists_first = evidence_.size() < most_listed;
  const bool crossed = state == AlarmState::alarm;
  std::string text = "Threshold Crossed: " + counted(evidence_.size(), "datapoint") +
                     (lists_first ? listed : "") + (evidence_.size() == 1 ? " was " : " were ") +
                     (crossed ? "" : "not ") + std::string(phrase(terms_.when.comparison)) +
                     " the threshold (" + decimal(terms_.when.threshold) + ')';
  if (fills && missing > 0) text += " and " + filled;
  text += '.';
  if (lists_first) return text;
  return text + " The most recent datapoints" + (crossed ? " which crossed the threshold:" : ":") +
         listed + '.';
}

std::optional<Problem> problem_of(Duration period, OutOf rule) {
  const std::string text = ScalarText<Duration>::print(period);
  const bool is_short = period == 10s || period == 20s || period == 30s;
  if (!is_short && (period < 60s || period % 60s != Duration(0)))
    return Problem{"'" + text + "' is no period of an alarm",
                   "write 10s, 20s, 30s or a multiple of 1m"};
  const Duration most = period >= 1h ? 168h : 24h;
  if (period > most / rule.of)
    return Problem{counted(static_cast<std::size_t>(rule.of), "period") + " of " + text +
                       " look back further than AWS's alarms do",
                   "together they are a day at most, or 7 days where each is 1h or more"};
  return std::nullopt;
}

}  // namespace squall::metrics
