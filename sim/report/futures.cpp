#include "squall/report/futures.hpp"

#include "squall/core/text.hpp"
#include "squall/report/table.hpp"

#include <fmt/format.h>

namespace squall::report {

namespace {

std::string latency(const traffic::Tally& tally, double part) {
  if (tally.requests == 0) return "-";
  const auto value = world::latency_quantile(tally, part);
  return value ? short_duration(*value) : "time-out";
}

}  // namespace

std::string futures(const world::Result& as_it_was, const world::Result& changed, Duration at) {
  Table table({{"", Table::Align::left}, {"as it was"}, {"with that"}});
  const auto row = [&](const char* name, auto value) {
    table.add({name, value(as_it_was), value(changed)});
  };
  const auto count = [&](const char* name, std::uint64_t traffic::Tally::*member) {
    row(name, [member](const world::Result& result) { return with_commas(result.totals.*member); });
  };
  count("requests", &traffic::Tally::requests);
  count("answered", &traffic::Tally::succeeded);
  count("failed", &traffic::Tally::failed);
  count("timed out", &traffic::Tally::timed_out);
  count("refused", &traffic::Tally::refused);
  for (const auto& [name, part] : {std::pair("p50", 0.5), {"p95", 0.95}, {"p99", 0.99}})
    row(name, [part = part](const world::Result& result) { return latency(result.totals, part); });
  std::string text = fmt::format("the past is the same until {}; from there\n\n{}",
                                 ScalarText<Duration>::print(at), table.text(2));
  for (const world::Happening& each : changed.actions) {
    if (each.at < at) continue;
    text += fmt::format("\n  {}   {}", ScalarText<Duration>::print(each.at), each.text);
  }
  for (const world::AccessResult& each : changed.tries) {
    if (each.at < at) continue;
    text += fmt::format("\n  {}   {}", ScalarText<Duration>::print(each.at), describe(each));
  }
  return text + "\n";
}

}  // namespace squall::report
