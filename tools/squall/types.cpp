#include "squall/report/types.hpp"

#include "squall/billing/on_demand.hpp"

#include "commands.hpp"
#include "output.hpp"

#include <algorithm>
#include <cstdio>

#include <fmt/core.h>
#include <fmt/ranges.h>

namespace squall::tool {

namespace {

// Says what is wrong and what to write instead.
bool read(const std::string& option, const std::string& text, report::Span& span) {
  if (text.empty()) return true;
  const auto found = report::read_span(text);
  if (found) span = *found;
  if (!found)
    fmt::print(stderr, "squall: '{} {}' is no range: write {} 4, 2..8, 2.. or ..8\n", option, text,
               option);
  return found.has_value();
}

}  // namespace

int types(const TypesOptions& options) {
  report::TypesQuestion question;
  question.part = options.part;
  question.region = options.region;
  if (!read("--vcpus", options.vcpus, question.vcpus)) return 2;
  if (!read("--memory", options.memory, question.memory_gib)) return 2;
  const auto regions = billing::priced_regions();
  if (std::find(regions.begin(), regions.end(), question.region) == regions.end()) {
    fmt::print(stderr, "squall: no prices of region '{}' are known here; those of {} are\n",
               question.region, fmt::join(regions, " and "));
    return 2;
  }
  const std::string text = report::types_text(question, width_of_output());
  if (text.empty()) fmt::print(stderr, "squall: no instance type is like that\n");
  fmt::print("{}", text);
  return text.empty() ? 2 : 0;
}

}  // namespace squall::tool
