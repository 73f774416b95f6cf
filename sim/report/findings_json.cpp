#include "squall/experiment/estimate.hpp"
#include "squall/report/findings.hpp"
#include "squall/report/json.hpp"

#include "report/estimates.hpp"
#include "report/exact.hpp"
#include "report/stored_histogram.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace squall::report {

namespace {

using Json = nlohmann::ordered_json;
using experiment::Estimate;
using experiment::Headlines;

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(); }

Json mean_json(const std::vector<double>& values) {
  const Estimate estimate = experiment::mean_of(values);
  return {{"mean", estimate.value},
          {"half_width", number(estimate.half_width())},
          {"n", values.size()}};
}

// The same place in all runs: numbers as estimates, objects name by name; what is no number, or not
// everywhere, is left out.
Json together(const std::vector<const Json*>& runs) {
  const auto all = [&](auto is) {
    return std::all_of(runs.begin(), runs.end(), [&](const Json* each) { return is(*each); });
  };
  if (all([](const Json& each) { return each.is_number(); })) {
    std::vector<double> values;
    for (const Json* each : runs) values.push_back(each->get<double>());
    return mean_json(values);
  }
  Json out;
  if (!all([](const Json& each) { return each.is_object(); })) return out;
  out = Json::object();
  for (const auto& [name, value] : runs.front()->items()) {
    std::vector<const Json*> inner;
    for (const Json* each : runs)
      if (const auto found = each->find(name); found != each->end()) inner.push_back(&*found);
    if (inner.size() != runs.size()) continue;
    Json both = together(inner);
    if (!both.is_null()) out[name] = std::move(both);
  }
  return out;
}

Json to_json(const Headlines& its) {
  constexpr double to_ms = 1000;
  Json latency{{"mean", estimate_json(its.mean, to_ms)}};
  for (std::size_t i = 0; i < its.quantiles.size(); ++i)
    latency[std::string(experiment::headline_quantiles[i].name)] =
        estimate_json(its.quantiles[i], to_ms);
  return {{"requests", estimate_json(its.requests)},
          {"throughput_per_s", estimate_json(its.throughput)},
          {"answered_ratio", estimate_json(its.answered)},
          {"error_ratio", estimate_json(its.errors)},
          {"failed_ratio", estimate_json(its.failed)},
          {"timed_out_ratio", estimate_json(its.timed_out)},
          {"refused_ratio", estimate_json(its.refused)},
          {"all_latency_ms", std::move(latency)}};
}

Json to_json(const experiment::PromiseEstimate& its) {
  constexpr const char* verdicts[] = {"kept", "missed", "cannot tell"};
  return {{"promise", its.promise.text},
          {"verdict", verdicts[static_cast<std::size_t>(its.verdict)]},
          {"value", estimate_json(its.value)},
          {"kept_runs", its.kept},
          {"kept_ratio", estimate_json(its.kept_runs)}};
}

// When runs have settled: null where they are still changing half-way.
Json to_json(const experiment::WarmUp& warm_up, const world::Result& run) {
  const Json lasts = warm_up.lasts ? Json(seconds(*warm_up.lasts)) : Json();
  return {{"method", "MSER-5"},
          {"lasts_s", lasts},
          {"measure_from_s", seconds(run.measure_from)},
          {"too_early", warm_up.matters}};
}

}  // namespace

std::string findings_json(const experiment::Findings& findings) {
  std::vector<Json> runs;
  for (const world::Result& run : findings.runs) runs.push_back(Json::parse(json(run)));
  std::vector<const Json*> all;
  for (const Json& run : runs) all.push_back(&run);
  Json out;
  out["format"] = runs.front()["format"];
  out["squall_version"] = runs.front()["squall_version"];
  out["scenario"] = runs.front()["scenario"];
  out["runs"] = runs.size();
  out["partial"] = findings.partial;
  out["headlines"] = {{"totals", to_json(findings.totals)}, {"clients", Json::object()}};
  for (const auto& [name, its] : findings.clients) out["headlines"]["clients"][name] = to_json(its);
  out["slo"] = Json::array();
  for (const auto& each : findings.slo) out["slo"].push_back(to_json(each));
  if (findings.warm_up) out["warm_up"] = to_json(*findings.warm_up, findings.runs.front());
  if (findings.exact) out["exact"] = exact_json(*findings.exact);
  const Json shared = together(all);
  for (const auto& [name, value] : shared.items())
    if (name != "scenario") out[name] = value;
  // What a comparison with other runs needs of each.
  for (std::size_t i = 0; i < runs.size(); ++i)
    runs[i]["totals"]["latency_histogram"] = stored(findings.runs[i].totals.latency);
  out["replications"] = std::move(runs);
  return out.dump(2) + "\n";
}

}  // namespace squall::report
