#include "report/exact.hpp"

#include "squall/experiment/headlines.hpp"
#include "squall/report/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace squall::report {

nlohmann::ordered_json exact_json(const experiment::Exact& exact) {
  constexpr double to_ms = 1000;
  nlohmann::ordered_json out{{"system", exact.system},
                             {"refused_ratio", exact.refused},
                             {"latency_ms", {{"mean", exact.mean * to_ms}}}};
  for (std::size_t i = 0; exact.quantiles && i < exact.quantiles->size(); ++i)
    out["latency_ms"][std::string(experiment::headline_quantiles[i].name)] =
        (*exact.quantiles)[i] * to_ms;
  return out;
}

std::string exact_line(const experiment::Exact& exact) {
  const auto print = [](double value) { return short_duration(from_seconds(value)); };
  std::string line = fmt::format("{}: mean {}", exact.system, print(exact.mean));
  for (std::size_t i = 0; exact.quantiles && i < exact.quantiles->size(); ++i)
    line += fmt::format(", {} {}", experiment::headline_quantiles[i].name,
                        print((*exact.quantiles)[i]));
  if (exact.refused > 0) line += fmt::format(", refused {}", percent(exact.refused));
  return line;
}

}  // namespace squall::report
