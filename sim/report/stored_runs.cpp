#include "squall/report/stored_runs.hpp"

#include "report/stored_histogram.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace squall::report {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* known_format = "squall.result/1";
constexpr const char* how = "write 'squall run FILE -n 20 --json RESULT.json'";

Json parsed(const std::string& text) { return Json::parse(text, nullptr, false); }

// What somebody else has written, on its way to a terminal: short, and nothing that steers it.
std::string printable(std::string_view text) {
  constexpr std::size_t most = 60;
  std::string shown;
  for (const char each : text.substr(0, most)) {
    const auto byte = static_cast<unsigned char>(each);
    shown += byte >= 0x20 && byte < 0x7f ? each : '?';
  }
  return shown;
}

// A time of a run; nothing where it is none, or beyond reason.
std::optional<Duration> time_of(const Json& scenario, const char* name) {
  constexpr double longest = 1e9;  // thirty years
  const double value = scenario.at(name).get<double>();
  if (!(value >= 0 && value <= longest)) return std::nullopt;
  return from_seconds(value);
}

// So few that those of all runs have room in one number.
std::optional<std::uint64_t> count_of(const Json& totals, const char* name) {
  constexpr std::uint64_t most = std::uint64_t(1) << 48;
  const auto* value = totals.at(name).get_ptr<const Json::number_unsigned_t*>();
  return value && *value <= most ? std::optional(*value) : std::nullopt;
}

std::optional<traffic::Tally> tally_of(const Json& totals) {
  traffic::Tally tally;
  const std::array counts{
      std::pair("requests", &tally.requests), std::pair("succeeded", &tally.succeeded),
      std::pair("failed", &tally.failed),     std::pair("timed_out", &tally.timed_out),
      std::pair("refused", &tally.refused),   std::pair("open", &tally.open)};
  for (const auto& [name, member] : counts) {
    const auto count = count_of(totals, name);
    if (!count) return std::nullopt;
    *member = *count;
  }
  const auto latency = restored(totals.at("latency_histogram"));
  if (!latency || latency->count() != tally.succeeded) return std::nullopt;
  if (tally.requests !=
      tally.succeeded + tally.failed + tally.timed_out + tally.refused + tally.open)
    return std::nullopt;
  tally.latency = *latency;
  return tally;
}

world::PromiseResult promise_of(const Json& json) {
  using Verdict = world::PromiseResult::Verdict;
  world::PromiseResult promise;
  promise.promise.text = json.at("text").get<std::string>();
  promise.verdict = json.at("kept").get<bool>() ? Verdict::kept : Verdict::missed;
  return promise;
}

// Nothing where its numbers contradict each other. Throws as nlohmann does where one is missing.
std::optional<world::Result> run_of(const Json& json) {
  const Json& scenario = json.at("scenario");
  const auto simulated = time_of(scenario, "simulated_s");
  const auto from = time_of(scenario, "measure_from_s");
  const auto until = time_of(scenario, "measure_until_s");
  const auto totals = tally_of(json.at("totals"));
  if (!simulated || !from || !until || !totals) return std::nullopt;
  if (*from >= *until || *until > *simulated) return std::nullopt;
  world::Result run;
  run.name = scenario.at("name").get<std::string>();
  run.seed = scenario.at("seed").get<std::int64_t>();
  run.partial = scenario.at("partial").get<bool>();
  run.simulated = *simulated;
  run.measure_from = *from;
  run.measure_until = *until;
  run.totals = *totals;
  for (const Json& promise : json.at("slo")) run.slo.push_back(promise_of(promise));
  return run;
}

bool are_alike(const std::vector<world::Result>& runs) {
  const world::Result& first = runs.front();
  for (const world::Result& run : runs)
    if (run.counted() != first.counted() || run.slo.size() != first.slo.size()) return false;
  return true;
}

std::optional<std::string> read_all(const Json& json, StoredRuns& stored) {
  stored.squall_version = printable(json.at("squall_version").get<std::string>());
  stored.partial = json.at("partial").get<bool>();
  for (const Json& each : json.at("replications")) {
    auto run = run_of(each);
    if (!run) return fmt::format("has a run with numbers that contradict each other ({})", how);
    stored.runs.push_back(std::move(*run));
  }
  if (!are_alike(stored.runs)) return fmt::format("has runs of several scenarios ({})", how);
  return std::nullopt;
}

}  // namespace

bool is_stored(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  if (first == text.npos || text[first] != '{') return false;
  const auto key = text.find_first_not_of(" \t\r\n", first + 1);
  if (key != text.npos && text.compare(key, 8, "\"format\"") == 0) return true;
  const Json json = parsed(text);
  return json.is_object() && json.contains("format");
}

std::optional<std::string> read_runs(const std::string& text, StoredRuns& stored) {
  stored = {};
  const Json json = parsed(text);
  if (!json.is_object()) return fmt::format("is no whole JSON ({})", how);
  const auto format = json.find("format");
  const std::string said =
      format != json.end() && format->is_string() ? printable(format->get<std::string>()) : "";
  if (said != known_format)
    return fmt::format("has the format '{}', not '{}' ({})", said, known_format, how);
  const auto all = json.find("replications");
  if (all == json.end() || !all->is_array() || all->size() < 2)
    return fmt::format("holds one run, which says nothing of chance ({})", how);
  try {
    return read_all(json, stored);
  } catch (const Json::exception&) {
    return fmt::format(
        "lacks what a comparison needs of each run: another squall has written it "
        "({})",
        how);
  }
}

}  // namespace squall::report
