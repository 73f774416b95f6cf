// Results in files, and what a comparison makes of them.

#include "squall/report/stored_runs.hpp"

#include "squall/experiment/comparison.hpp"
#include "squall/experiment/headlines.hpp"
#include "squall/report/comparison.hpp"
#include "squall/report/findings.hpp"
#include "squall/report/json.hpp"

#include "experiment/station.hpp"
#include "report/stored_histogram.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <string>

#include <nlohmann/json.hpp>

using namespace squall;
using namespace squall::experiment;

namespace {

std::vector<world::Result> runs_of(double load, int seed, std::size_t runs) {
  Plan plan;
  plan.runs = runs;
  return replicate(test::queue(load, 10, 500, seed, "slo: [p99 < 100ms]"), plan);
}

std::string written(std::vector<world::Result> runs) {
  return report::findings_json(findings_of(std::move(runs)));
}

std::vector<world::Result> reread(std::vector<world::Result> runs) {
  report::StoredRuns read;
  REQUIRE_FALSE(report::read_runs(written(std::move(runs)), read));
  return read.runs;
}

std::string problem_of(const std::string& text) {
  report::StoredRuns stored;
  return report::read_runs(text, stored).value_or("");
}

// With one word for another.
std::string with(std::string text, const std::string& old, const std::string& other) {
  const auto at = text.find(old);
  REQUIRE(at != text.npos);
  return text.replace(at, old.size(), other);
}

bool contains(const std::string& text, const std::string& part) {
  INFO(text);
  const bool does = text.find(part) != text.npos;
  CHECK(does);
  return does;
}

const Difference& of(const Comparison& found, Measure measure) {
  return found.designs[1].differences[static_cast<std::size_t>(measure)];
}

}  // namespace

TEST_CASE("what a file keeps of runs is what a comparison needs, to the last bit",
          "[report][stored_runs]") {
  const auto runs = runs_of(0.7, 1, 5);
  const auto again = reread(runs);
  REQUIRE(again.size() == runs.size());
  for (std::size_t i = 0; i < runs.size(); ++i) {
    CHECK(again[i].seed == runs[i].seed);
    CHECK(again[i].simulated == runs[i].simulated);
    CHECK(again[i].measure_from == runs[i].measure_from);
    CHECK(again[i].totals.requests == runs[i].totals.requests);
    CHECK(again[i].totals.latency == runs[i].totals.latency);
    CHECK(again[i].kept() == runs[i].kept());
  }
}

TEST_CASE("runs with the same seeds are compared in pairs, in files as when they are made",
          "[report][stored_runs]") {
  Plan plan;
  plan.runs = 8;
  const Comparison made = compare({{"a", test::queue(0.7, 10, 500, 1)},
                                   {"b", test::queue(0.7, 10, 500, 1, "timeline: []")},
                                   {"c", test::queue(0.75, 10, 500, 1)}},
                                  plan);
  std::vector<DesignRuns> stored;
  for (const DesignFindings& each : made.designs) stored.push_back({each.name, reread(each.runs)});
  const Comparison read = compare_runs(stored);
  CHECK(read.paired);
  CHECK(report::comparison(read, "x") == report::comparison(made, "x"));
  CHECK(report::comparison_json(read) == report::comparison_json(made));
}

TEST_CASE("of runs with the same seeds, as many are paired as both have", "[report][stored_runs]") {
  const Comparison found = compare_runs({{"a", runs_of(0.7, 1, 4)}, {"b", runs_of(0.7, 1, 7)}});
  CHECK(found.paired);
  CHECK(found.designs[1].runs.size() == 4);
  CHECK(of(found, Measure::mean).by->half_width() == 0);
}

TEST_CASE("runs with other seeds are not paired, and that is said", "[report][stored_runs]") {
  const Comparison found = compare_runs({{"a", runs_of(0.7, 1, 6)}, {"b", runs_of(0.7, 2, 9)}});
  CHECK_FALSE(found.paired);
  CHECK_FALSE(of(found, Measure::mean).unpaired);
  // Both means are known by their own runs alone: Welch's interval is about as wide as both.
  const Estimate& by = *of(found, Measure::mean).by;
  const double wide = found.designs[0].values[3].half_width();
  CHECK(by.half_width() > 0.5 * wide);
  const std::string text = report::comparison(found, "a.json");
  contains(text, "a.json · 2 designs, 6 and 9 runs, not paired: their seeds differ");
  contains(text, "(95%, not paired, 1 comparison)");
  CHECK(nlohmann::json::parse(report::comparison_json(found))["paired"] == false);
}

TEST_CASE("unpaired intervals are those of Welch", "[report][stored_runs]") {
  // Counts of 2, 4, 6 a second and of 5, 5, 8, 10: 4 and 7, variances of the means 4/3 and 1.5.
  const auto runs = [](const std::vector<std::uint64_t>& counts, std::int64_t seed) {
    std::vector<world::Result> results;
    for (const std::uint64_t count : counts) {
      world::Result& its = results.emplace_back();
      its.seed = seed++;
      its.simulated = its.measure_until = 1s;
      its.totals.requests = its.totals.succeeded = count;
      for (std::uint64_t i = 0; i < count; ++i) its.totals.latency.record(1ms);
    }
    return results;
  };
  const Comparison found =
      compare_runs({{"a", runs({2, 4, 6}, 1)}, {"b", runs({5, 5, 8, 10}, 100)}});
  const Estimate& by = *of(found, Measure::throughput).by;
  const double sum = 4.0 / 3 + 1.5;
  const double degrees = sum * sum / (16.0 / 9 / 2 + 2.25 / 3);
  CHECK(by.value == Approx(3));
  CHECK(by.half_width() == Approx(student_factor_of(degrees, 1) * std::sqrt(sum)));
}

TEST_CASE("a file that is no result of several runs is refused with what to write",
          "[report][stored_runs]") {
  const std::string how = "(write 'squall run FILE -n 20 --json RESULT.json')";
  const std::string good = written(runs_of(0.5, 1, 3));
  CHECK(problem_of(good).empty());
  contains(problem_of(report::json(runs_of(0.5, 1, 1).front())), "holds one run");
  contains(problem_of(report::json(runs_of(0.5, 1, 1).front())), how);
  contains(problem_of(good.substr(0, good.size() / 2)), "is no whole JSON");
  contains(problem_of(with(good, "squall.result/1", "squall.result/2")),
           "has the format 'squall.result/2', not 'squall.result/1'");
  contains(problem_of("{\"format\": 7}"), "has the format ''");
  contains(problem_of(with(good, "latency_histogram", "something")), "another squall");
  contains(problem_of(with(good, "\"buckets_ns\": \"", "\"buckets_ns\": \"5:1 ")), "contradict");
  contains(problem_of(with(good, "\"sum_ns\": \"", "\"sum_ns\": \"x")), "contradict");
  const auto runs = good.find("\"replications\"");
  const auto with_run = [&](const std::string& old, const std::string& other) {
    return problem_of(good.substr(0, runs) + with(good.substr(runs), old, other));
  };
  contains(with_run("\"measure_from_s\": 0.1", "\"measure_from_s\": \"a\""), how);
  contains(with_run("\"measure_until_s\": 5", "\"measure_until_s\": 6"), "contradict");
  contains(with_run("\"simulated_s\": 5.0", "\"simulated_s\": 1e300"), "contradict");
  contains(with_run("\"requests\": ", "\"requests\": 1"), "contradict");
  contains(with_run("\"requests\": ", "\"requests\": -"), "contradict");
  CHECK(problem_of("[]") == "is no whole JSON " + how);
}

TEST_CASE("a result is known by its format, a scenario is none", "[report][stored_runs]") {
  CHECK(report::is_stored(" {\n \"format\": \"squall.result/1\"}"));
  CHECK(report::is_stored("{\"format\": \"squall.res"));
  CHECK(report::is_stored("{\"a\": 1, \"format\": \"squall.comparison/1\"}"));
  CHECK_FALSE(report::is_stored("{region: us-east-1}"));
  CHECK_FALSE(report::is_stored("{\"region\": \"us-east-1\"}"));
  CHECK_FALSE(report::is_stored("format: squall"));
  CHECK_FALSE(report::is_stored(""));
}

TEST_CASE("a histogram comes back from its text, or not at all", "[report][stored_runs]") {
  Histogram histogram;
  CHECK(report::restored(report::stored(histogram)) == histogram);
  for (std::int64_t i = 1; i < 4'000'000'000'000'000'000; i = i * 3 + 1) {
    histogram.record(Duration(i));
    CHECK(report::restored(report::stored(histogram)) == histogram);
  }
  const auto broken = [&](const char* name, const nlohmann::ordered_json& value) {
    auto json = report::stored(histogram);
    json[name] = value;
    return !report::restored(json);
  };
  CHECK(broken("buckets_ns", "3:0"));
  CHECK(broken("buckets_ns", "3:1 3:1"));
  CHECK(broken("buckets_ns", "129:1"));
  CHECK(broken("buckets_ns", "18446744073709551615:1"));
  CHECK(broken("buckets_ns", "3;1"));
  CHECK(broken("buckets_ns", ""));
  CHECK(broken("min_ns", 5));
  CHECK(broken("max_ns", 18446744073709551615U));
  CHECK(broken("sum_ns", std::string(39, '9')));
  CHECK(broken("sum_ns", 12));
  // Sums that lengths between the least and the most cannot have.
  CHECK(broken("sum_ns", std::string(38, '9')));
  CHECK(broken("sum_ns", "0"));
  CHECK(broken("sum_of_squares_ns2", std::string(38, '9')));
  CHECK(broken("sum_of_squares_ns2", "0"));
  CHECK_FALSE(report::restored(nlohmann::ordered_json(5)));
}
