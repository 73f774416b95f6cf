#include "squall/core/version.hpp"
#include "squall/report/comparison.hpp"

#include "report/estimates.hpp"
#include "report/exact.hpp"

#include <array>
#include <utility>

#include <nlohmann/json.hpp>

namespace squall::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::pair<const char*, double>, experiment::measures> measures{
    {{"p50_ms", 1000},
     {"p95_ms", 1000},
     {"p99_ms", 1000},
     {"mean_ms", 1000},
     {"error_ratio", 1},
     {"throughput_per_s", 1}}};
constexpr const char* verdicts[] = {"better", "worse", "no difference shown"};

}  // namespace

std::string comparison_json(const experiment::Comparison& comparison) {
  Json out{{"format", "squall.comparison/1"}, {"squall_version", version}};
  out["partial"] = comparison.partial;
  out["paired"] = comparison.paired;
  out["designs"] = Json::array();
  for (const experiment::DesignFindings& design : comparison.designs) {
    Json its{{"name", design.name}, {"runs", design.runs.size()}, {"slo_kept", design.kept}};
    for (std::size_t i = 0; i < measures.size(); ++i)
      its["values"][measures[i].first] = estimate_json(design.values[i], measures[i].second);
    for (std::size_t i = 0; i < design.differences.size(); ++i) {
      const experiment::Difference& difference = design.differences[i];
      Json& place = its["differences"][measures[i].first];
      place = difference.by ? estimate_json(*difference.by, measures[i].second) : Json::object();
      place["verdict"] = verdicts[static_cast<std::size_t>(difference.verdict)];
      if (difference.unpaired) place["unpaired_runs"] = *difference.unpaired;
    }
    if (design.exact) its["exact"] = exact_json(*design.exact);
    out["designs"].push_back(std::move(its));
  }
  out["notes"] = comparison.notes;
  return out.dump(2) + "\n";
}

}  // namespace squall::report
