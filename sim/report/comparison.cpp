#include "squall/report/comparison.hpp"

#include "squall/core/layout.hpp"
#include "squall/core/text.hpp"
#include "squall/report/table.hpp"

#include "report/estimates.hpp"
#include "report/exact.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace squall::report {

namespace {

using experiment::Comparison;
using experiment::DesignFindings;
using experiment::Difference;
using experiment::Estimate;
using Verdict = Difference::Verdict;
using Align = Table::Align;

struct MeasureWords {
  std::string_view name;
  std::string_view unit;
  double factor;  // from seconds and parts of one
};

constexpr std::array<MeasureWords, experiment::measures> words{{{"p50", "ms", 1000},
                                                                {"p95", "ms", 1000},
                                                                {"p99", "ms", 1000},
                                                                {"mean answer", "ms", 1000},
                                                                {"errors", "%", 100},
                                                                {"throughput", "/s", 1}}};

// As many places behind the point as the error has a meaning for: two digits of it.
int places_for(double half) {
  if (!(half > 0) || std::isinf(half)) return 2;
  return std::clamp(1 - static_cast<int>(std::floor(std::log10(half))), 0, 6);
}

std::string print_value(const Estimate& value, double factor) {
  if (value.is_of_nothing()) return "-";
  if (std::isinf(value.value)) return "time-out";
  if (std::isinf(value.high)) return fmt::format("{:.4g} or time-out", value.value * factor);
  const double half = value.half_width() * factor;
  const int places = places_for(half);
  return fmt::format("{:.{}f} ±{:.{}f}", value.value * factor, places, half, places);
}

std::string_view mark_of(const Difference& difference, double reference) {
  const bool large = difference.by && std::abs(difference.by->value) > 0.1 * std::abs(reference);
  switch (difference.verdict) {
    case Verdict::better:
      return large || !difference.by ? "✓✓" : "✓";
    case Verdict::worse:
      return large || !difference.by ? "✗✗" : "✗";
    case Verdict::not_shown:
      break;
  }
  return "=";
}

std::string print_difference(const Difference& difference, const Estimate& value,
                             const Estimate& reference, double factor) {
  const std::string_view mark = mark_of(difference, reference.value);
  if (!difference.by) return fmt::format("{} {}", print_value(value, factor), mark);
  const double half = difference.by->half_width() * factor;
  const int places = places_for(half);
  const double by = difference.by->value * factor;
  return fmt::format("{}{:.{}f} ±{:.{}f} {}", by < 0 ? "−" : "+", std::abs(by), places, half,
                     places, mark);
}

std::string table(const Comparison& comparison, std::size_t width) {
  std::vector<Table::Column> columns{{"", Align::left}, {"", Align::left}};
  for (const DesignFindings& each : comparison.designs) columns.push_back({each.name, Align::left});
  Table table(columns);
  std::vector<std::string> kinds{"", "", "(reference)"};
  kinds.resize(columns.size(), "difference");
  table.add(kinds);
  const DesignFindings& reference = comparison.designs.front();
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::vector<std::string> row{std::string(words[i].name), std::string(words[i].unit),
                                 print_value(reference.values[i], words[i].factor)};
    for (std::size_t j = 1; j < comparison.designs.size(); ++j) {
      const DesignFindings& its = comparison.designs[j];
      row.push_back(print_difference(its.differences[i], its.values[i], reference.values[i],
                                     words[i].factor));
    }
    table.add(row);
  }
  const bool any_promise =
      std::any_of(comparison.designs.begin(), comparison.designs.end(),
                  [](const DesignFindings& each) { return !each.runs.front().slo.empty(); });
  if (any_promise) {
    std::vector<std::string> row{"slo kept", ""};
    for (const DesignFindings& each : comparison.designs)
      row.push_back(each.runs.front().slo.empty()
                        ? "-"
                        : fmt::format("{} of {}", each.kept, each.runs.size()));
    table.add(row);
  }
  return table.text(2, width, 2);
}

// "p99, mean and errors"
std::string listed(const std::vector<std::string_view>& names) {
  if (names.size() < 2) return std::string(fmt::format("{}", fmt::join(names, "")));
  return fmt::format("{} and {}", fmt::join(names.begin(), names.end() - 1, ", "), names.back());
}

// How many runs would tell what these do not, if it is as they look; empty beyond reason.
std::string would_do(const DesignFindings& its) {
  double least = 0;
  for (const Difference& each : its.differences) {
    if (each.verdict != Verdict::not_shown || !each.by || each.by->value == 0) continue;
    const double runs = runs_that_tell(*each.by, each.by->half_width(), each.by->value);
    if (runs > 0 && (least == 0 || runs < least)) least = runs;
  }
  return least == 0 ? "" : fmt::format("; about {} would do for one of them", rounded_runs(least));
}

std::string verdict(const DesignFindings& its, const std::string& reference) {
  std::vector<std::string_view> better, worse, not_shown;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const Verdict verdict = its.differences[i].verdict;
    (verdict == Verdict::better  ? better
     : verdict == Verdict::worse ? worse
                                 : not_shown)
        .push_back(words[i].name);
  }
  if (better.empty() && worse.empty())
    return fmt::format("{}: no difference from {} is shown by {} runs{}.", its.name, reference,
                       its.runs.size(), would_do(its));
  std::string text = its.name + " is ";
  if (!better.empty()) text += fmt::format("better than {} on {}", reference, listed(better));
  if (!better.empty() && !worse.empty()) text += ", ";
  if (!worse.empty())
    text += fmt::format("worse{} on {}", better.empty() ? " than " + reference : "", listed(worse));
  if (!not_shown.empty())
    text += fmt::format("; on {} nothing is shown{}", listed(not_shown), would_do(its));
  return text + ".";
}

std::string saved(const Comparison& comparison) {
  double most = 0;
  for (const DesignFindings& each : comparison.designs)
    for (const Difference& difference : each.differences)
      most = std::max(most, difference.unpaired.value_or(0));
  const std::size_t runs = comparison.designs.front().runs.size();
  if (most < 1.5 * static_cast<double>(runs)) return {};
  return fmt::format(
      "pairing saved: unpaired runs would need up to {:.0f} instead of {} for these intervals",
      most, runs);
}

std::string head(const Comparison& comparison, const std::string& file) {
  const std::vector<DesignFindings>& designs = comparison.designs;
  std::string text = fmt::format(
      "{} · {} designs × {} runs, same arrivals, demands and faults in "
      "each pair",
      file, designs.size(), designs.front().runs.size());
  if (!comparison.paired) {
    std::vector<std::string> runs;
    for (const DesignFindings& each : designs) runs.push_back(std::to_string(each.runs.size()));
    text = fmt::format("{} · {} designs, {} runs, not paired: their seeds differ", file,
                       designs.size(), fmt::join(runs, " and "));
  }
  if (comparison.partial) text += " · PARTIAL: stopped before all runs had ended";
  return text;
}

}  // namespace

std::string comparison(const Comparison& comparison, const std::string& file,
                       const Screen& screen) {
  const DesignFindings& reference = comparison.designs.front();
  const std::size_t others = comparison.designs.size() - 1;
  const auto indented = [&](const std::string& line) {
    return "  " + wrapped(line, 2, screen.width) + "\n";
  };
  std::string text = wrapped(head(comparison, file), 0, screen.width);
  text += "\n\n" + table(comparison, screen.width) + "\n";
  text += indented(
      fmt::format("✓ better, ✗ worse (95%, {}, {}); doubled: over 10%; = no difference shown",
                  comparison.paired ? "paired" : "not paired",
                  others == 1 ? "1 comparison" : fmt::format("{} comparisons", others)));
  if (const std::string unpaired = saved(comparison); !unpaired.empty()) text += indented(unpaired);
  text += "\n";
  for (std::size_t i = 1; i <= others; ++i)
    text += indented(verdict(comparison.designs[i], reference.name));
  std::vector<std::string> notes = comparison.notes;
  for (const DesignFindings& each : comparison.designs)
    if (each.exact)
      notes.push_back(fmt::format("exact, {} is {}", each.name, exact_line(*each.exact)));
  if (!notes.empty()) text += "\n";
  for (const std::string& note : notes) text += "  note   " + wrapped(note, 9, screen.width) + "\n";
  return text;
}

}  // namespace squall::report
