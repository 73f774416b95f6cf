#include "squall/report/findings.hpp"

#include "squall/core/layout.hpp"
#include "squall/core/text.hpp"
#include "squall/report/table.hpp"

#include "report/estimates.hpp"
#include "report/heading.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace squall::report {

namespace {

using experiment::Estimate;
using experiment::Headlines;
using experiment::PromiseEstimate;
using Align = Table::Align;
using Metric = world::Promise::Metric;
using Print = std::string (*)(double);

std::string print_length(double value) {
  return std::isinf(value) ? "time-out" : short_duration(from_seconds(value));
}
std::string print_count(double value) {
  return with_commas(static_cast<std::uint64_t>(std::llround(std::max(0.0, value))));
}
std::string print_rate(double value) { return fmt::format("{:.4g}/s", value); }
std::string print_rate_off(double value) { return fmt::format("{:.2g}/s", value); }
std::string print_share(double value) { return percent(value); }

// The larger of both sides, so that what is printed is never narrower than what is known.
double off(const Estimate& estimate) {
  return std::max(estimate.high - estimate.value, estimate.value - estimate.low);
}

std::string value_of(const Estimate& estimate, Print print) {
  return estimate.is_of_nothing() ? "-" : print(estimate.value);
}

// "±1.2 ms"
std::string plus_minus(const Estimate& estimate, Print print) {
  if (estimate.is_of_nothing()) return "";
  if (std::isinf(estimate.value)) {
    return std::isinf(estimate.low) ? "" : fmt::format("from {}", print(estimate.low));
  }
  if (std::isinf(estimate.high) && std::isinf(estimate.low)) return "unknown from one run";
  if (std::isinf(estimate.high)) return fmt::format("{} to time-out", print(estimate.low));
  if (estimate.value == 0 && off(estimate) == 0) return "not once";
  return "±" + (print == print_rate ? print_rate_off : print)(off(estimate));
}

std::string both(const Estimate& estimate, Print print) {
  return value_of(estimate, print) + " " + plus_minus(estimate, print);
}

std::string head(const experiment::Findings& findings, const std::string& file, std::size_t width) {
  const world::Result& first = findings.runs.front();
  const std::string name = first.name.empty() ? file : first.name + " · " + file;
  std::string line =
      fmt::format("{} · {} runs from seed {} · {} simulated in each", name, findings.runs.size(),
                  first.seed, ScalarText<Duration>::print(first.simulated));
  line += measured_part(first);
  if (findings.partial) line += " · PARTIAL: stopped before all runs had ended";
  return wrapped(line, 0, width) + "\n\n";
}

// With what theory says beside it, where that is known.
std::string totals(const experiment::Findings& findings, std::size_t width) {
  const Headlines& its = findings.totals;
  const auto& exact = findings.exact;
  std::vector<Table::Column> columns{{"", Align::left}, {"all runs"}, {"95%", Align::left}};
  if (exact) columns.push_back({"exact"});
  Table table(columns);
  const auto row = [&](std::string_view name, const Estimate& estimate, Print print,
                       std::optional<double> known = std::nullopt) {
    std::vector<std::string> cells{std::string(name), value_of(estimate, print),
                                   plus_minus(estimate, print)};
    if (exact) cells.push_back(known ? print(*known) : "");
    table.add(cells);
  };
  row("requests a run", its.requests, print_count);
  row("throughput", its.throughput, print_rate);
  row("answered", its.answered, print_share);
  row("failed", its.failed, print_share);
  row("timed out", its.timed_out, print_share);
  row("refused", its.refused, print_share, exact ? std::optional(exact->refused) : std::nullopt);
  row("mean latency", its.mean, print_length, exact ? std::optional(exact->mean) : std::nullopt);
  for (std::size_t i = 0; i < its.quantiles.size(); ++i)
    row(experiment::headline_quantiles[i].name, its.quantiles[i], print_length,
        exact && exact->quantiles ? std::optional((*exact->quantiles)[i]) : std::nullopt);
  return table.text(2, width);
}

Print print_of(const world::Promise& promise) {
  switch (promise.metric) {
    case Metric::mean:
    case Metric::quantile:
    case Metric::max:
      return print_length;
    case Metric::errors:
      return promise.counts ? print_count : print_share;
    case Metric::throughput:
      return print_rate;
    case Metric::cost:
      break;
  }
  return [](double value) { return fmt::format("{:.2f} USD", value); };
}

// How many runs would tell, if they went on like these; empty where that is beyond reason.
std::string runs_that_would_tell(const PromiseEstimate& its) {
  const double runs =
      runs_that_tell(its.value, off(its.value), its.value.value - its.promise.value);
  if (!(runs > static_cast<double>(its.value.runs))) return {};
  return fmt::format("; about {} would do", rounded_runs(runs));
}

std::string verdict(const PromiseEstimate& its) {
  switch (its.verdict) {
    case PromiseEstimate::Verdict::kept:
      return "✓ kept";
    case PromiseEstimate::Verdict::missed:
      return "✗ missed";
    case PromiseEstimate::Verdict::cannot_tell:
      break;
  }
  return "? cannot tell";
}

std::string promises(const experiment::Findings& findings, std::size_t width) {
  if (findings.slo.empty()) return {};
  Table table({{"slo", Align::left},
               {"", Align::left},
               {"all runs"},
               {"95%", Align::left},
               {"kept in", Align::left}});
  for (const PromiseEstimate& each : findings.slo) {
    const Print print = print_of(each.promise);
    const Estimate& kept = each.kept_runs;
    std::string runs = fmt::format("{} of {} runs ({:.0f}–{:.0f}%)", each.kept, kept.runs,
                                   100 * kept.low, 100 * kept.high);
    if (each.verdict == PromiseEstimate::Verdict::cannot_tell) runs += runs_that_would_tell(each);
    const bool nobody = each.value.is_of_nothing();
    table.add({verdict(each), each.promise.text, value_of(each.value, print),
               nobody ? "nobody asked" : plus_minus(each.value, print), runs});
  }
  return table.text(2, width, 2) + "\n";
}

std::string clients(const experiment::Findings& findings, std::size_t width) {
  if (findings.clients.size() < 2) return {};
  Table table({{"client", Align::left},
               {"requests a run"},
               {"answered", Align::left},
               {"p50", Align::left},
               {"p99", Align::left}});
  for (const auto& [name, its] : findings.clients)
    table.add({name, print_count(its.requests.value), both(its.answered, print_share),
               both(its.quantiles.front(), print_length),
               both(its.quantiles.back(), print_length)});
  return "\n" + table.text(2, width);
}

// Two digits are more than such a guess is worth; never less than it is.
std::string rounded_up(Duration lasts) {
  const double value = seconds(lasts);
  const double digit = std::pow(10, std::floor(std::log10(value)) - 1);
  return ScalarText<Duration>::print(from_seconds(std::ceil(value / digit - 1e-9) * digit));
}

std::string system(const experiment::Findings& findings, std::size_t width) {
  if (!findings.exact) return {};
  return "\n  exact  " +
         wrapped(findings.exact->system + ", as queueing theory knows it in the long run", 9,
                 width) +
         "\n";
}

std::string warm_up(const experiment::Findings& findings, std::size_t width) {
  if (!findings.warm_up || !findings.warm_up->matters) return {};
  const auto& lasts = findings.warm_up->lasts;
  const bool some = findings.runs.front().measure_from > Duration(0);
  const std::string note =
      lasts ? fmt::format(
                  "warm-up: the first {0} are not like the rest (MSER-5){1}: "
                  "'measure_from: {0}' leaves them out",
                  rounded_up(*lasts), some ? ", and a part of them counts" : "")
            : std::string(
                  "warm-up: half-way the runs are still changing (MSER-5), so that the numbers "
                  "depend on 'duration': is there more work than can be done?");
  return "\n  note   " + wrapped(note, 9, width) + "\n";
}

}  // namespace

std::string findings(const experiment::Findings& findings, const std::string& file,
                     const Screen& screen) {
  const std::size_t width = screen.width;
  return head(findings, file, width) + promises(findings, width) + totals(findings, width) +
         clients(findings, width) + system(findings, width) + warm_up(findings, width);
}

}  // namespace squall::report
