#include "squall/scenario/data_files.hpp"

#include "squall/scenario/loader.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

using namespace squall;
using namespace squall::scenario;

namespace {

using Messages = std::vector<std::string>;

const std::string head =
    "region: ap-northeast-2\nduration: 1m\ndatabases: {a: {queries: {r: {empirical: ";

std::vector<Duration> values(const world::Scenario& scenario) {
  const auto& form = scenario.databases.at("a").queries.at("r").form;
  return std::get<distributions::Empirical>(form).values;
}

}  // namespace

TEST_CASE("observed values come from a file beside the scenario", "[scenario][data_files]") {
  const Folder folder("data");
  folder.add("plain.csv", "1ms\n\n# a quiet night\n 2ms\n\"3ms\"\n");
  folder.add("table.csv", "latency,size\r\n1ms,3\r\n2ms,4\r\n3ms,5\r\n");
  for (const std::string file : {"plain.csv", "table.csv", "{file: plain.csv}"}) {
    const Loaded loaded = load_file(folder.add("main.yaml", head + file + "}}}}\n"));
    CHECK(values(loaded.scenario) == std::vector<Duration>{1ms, 2ms, 3ms});
    // The scenario needs the file no more.
    const std::string whole = effective_yaml(loaded.scenario);
    CHECK(load_text("elsewhere.yaml", whole).scenario == loaded.scenario);
  }
}

TEST_CASE("observed values may stand in the scenario itself", "[scenario][data_files]") {
  CHECK(values(load_text("a.yaml", head + "[1ms, 2ms]}}}}").scenario) ==
        std::vector<Duration>{1ms, 2ms});
  CHECK(values(load_text("a.yaml", head + "{values: [1ms, 2ms]}}}}}").scenario) ==
        std::vector<Duration>{1ms, 2ms});
}

TEST_CASE("a line that is no duration is named by its number", "[scenario][data_files]") {
  const Folder folder("data-wrong");
  folder.add("wrong.csv", "latency\n1ms\n17\n");
  folder.add("empty.csv", "latency\n");
  const auto said = [&](const std::string& file) {
    return folder.said_about(folder.add("main.yaml", head + file + "}}}}\n"));
  };
  CHECK(said("wrong.csv") ==
        Messages{"wrong.csv:3:1: error: '17' needs a unit (write '17s' or '17ms')"});
  CHECK(said("empty.csv") ==
        Messages{"empty.csv: error: the file has no values (write one duration a line)"});
  CHECK(said("missing.csv") ==
        Messages{"main.yaml:3:42: error: cannot read 'missing.csv': there is no such file"});
  CHECK(said("{file: wrong.csv, values: [1ms]}").at(0).find("cannot stand together") !=
        std::string::npos);
  CHECK(said("{}").at(0).find("needs values") != std::string::npos);
  CHECK(said("~").at(0).find("needs values") != std::string::npos);
}

TEST_CASE("data files that are too large are refused, also in parts", "[scenario][data_files]") {
  const Folder folder("data-large");
  std::string lines;
  for (int i = 0; i < 200'000; ++i) lines += "1ms\n";
  folder.add("large.csv", lines);
  const std::string text =
      "region: ap-northeast-2\nduration: 1m\ndatabases: {a: {queries: {r: {empirical: large.csv}, "
      "s: "
      "{empirical: large.csv}, t: {empirical: large.csv}}}}\n";
  CHECK(folder.said_about(folder.add("main.yaml", text)).at(0).find("more than 500000 values") !=
        std::string::npos);
}

TEST_CASE("an edit names a data file beside the scenario", "[scenario][data_files]") {
  const Folder folder("data-edit");
  folder.add("plain.csv", "1ms\n");
  const std::string main = folder.add("main.yaml", head + "[2ms]}}}}\n");
  const LoadOptions options{std::nullopt, {"db.a.queries.r={empirical: plain.csv}"}};
  CHECK(values(load_file(main, options).scenario) == std::vector<Duration>{1ms});
}

namespace {

std::string with_rate(const std::string& rate, const std::string& start = "2026-11-27T09:00Z") {
  return "region: ap-northeast-2\nduration: 3m\nstart: " + start +
         "\nservices: {web: {handler: [{cpu: 10ms}]}}\n"
         "instances: {web: {instance_type: m6i.large, service: web}}\n"
         "clients: {x: {to: web, rate: {" +
         rate + "}}}\n";
}

std::string series_of(const Loaded& loaded) {
  const traffic::RateSpec& rate = loaded.scenario.clients.at("x").rate;
  return ScalarText<traffic::Series>::print(rate.csv ? rate.csv->series : rate.cloudwatch->series);
}

}  // namespace

TEST_CASE("a rate comes from a table beside the scenario, by the names of its columns",
          "[scenario][data_files]") {
  const Folder folder("data-rate");
  folder.add("plain.csv", "2026-11-27T09:00Z,120\n2026-11-27T09:01Z,180\n2026-11-27T09:03Z,0\n");
  folder.add("table.csv",
             "zone;\"Sum; all\";Timestamp\r\na;120;\"2026-11-27T09:00Z\"\r\n\r\n"
             "a;180;2026-11-27 18:01+09:00\r\n# a gap\r\na;0;2026-11-27T09:03Z\r\n");
  folder.add("since.csv", "after,count\n0,120\n60s,180\n3m,0\n");
  const auto load = [&](const std::string& rate) {
    const Loaded loaded = load_file(folder.add("main.yaml", with_rate(rate)));
    CHECK(load_text("elsewhere.yaml", effective_yaml(loaded.scenario)).scenario == loaded.scenario);
    return series_of(loaded);
  };
  const std::string holds = " 0s 2/s 1m 3/s 3m 0 5m 0";
  CHECK(load("csv: plain.csv") == "2026-11-27T09:00Z" + holds);
  CHECK(load("csv: {file: table.csv, time: Timestamp, value: Sum; all}") ==
        "2026-11-27T09:00Z" + holds);
  CHECK(load("csv: since.csv") == "0s" + holds);
  CHECK(load("csv: {file: since.csv, per: 2m}") == "0s 0s 1/s 1m 1.5/s 3m 0 5m 0");
}

TEST_CASE("a rate comes from what CloudWatch printed, where no datum means no request",
          "[scenario][data_files]") {
  const Folder folder("data-cloudwatch");
  folder.add("rc.json", R"({
    "MetricDataResults": [
        {
            "Id": "m1",
            "Label": "RequestCount",
            "Timestamps": [
                "2026-11-27T09:04:00+00:00",
                "2026-11-27T09:01:00+00:00",
                "2026-11-27T09:00:00+00:00"
            ],
            "Values": [60.0, 180.0, 120.0],
            "StatusCode": "Complete"
        },
        {"Id": "m2", "Timestamps": [], "Values": [1.0]}
    ],
    "Messages": []
}
)");
  folder.add("empty.json", "{\"Datapoints\": []}\n");
  const auto main = [&](const std::string& rate) {
    return folder.add("main.yaml", with_rate(rate));
  };
  CHECK(series_of(load_file(main("cloudwatch: {file: rc.json, id: m1}"))) ==
        "2026-11-27T09:00Z 0s 2/s 1m 3/s 2m 0 4m 1/s 5m 0");
  CHECK(folder.said_about(main("cloudwatch: rc.json")) ==
        Messages{"main.yaml:6:43: error: the file has 2 results (write 'id: m1', or another)"});
  CHECK(folder.said_about(main("cloudwatch: {file: rc.json, id: m3}"))
            .at(0)
            .find("no result of the file is called 'm3'") != std::string::npos);
  CHECK(folder.said_about(main("cloudwatch: {file: rc.json, id: m2}")) ==
        Messages{"rc.json:14:9: error: this result has not as many 'Timestamps' as 'Values'"});
  CHECK(folder.said_about(main("cloudwatch: empty.json")) ==
        Messages{"empty.json: error: the file has no 'MetricDataResults' (write what 'aws "
                 "cloudwatch get-metric-data' printed)"});
}

TEST_CASE("rows of a recorded rate that cannot be are named by their lines",
          "[scenario][data_files]") {
  const Folder folder("data-rate-wrong");
  const auto said = [&](const std::string& text, const std::string& rate = "csv: rc.csv",
                        const std::string& start = "2026-11-27T09:00Z") {
    folder.add("rc.csv", text);
    return folder.said_about(folder.add("main.yaml", with_rate(rate, start)));
  };
  CHECK(said("0,1\n11:40,2\n1h,-3\n2h\n30s,4\n2026-11-27,5\n3h,many\n4h,1\n4h,1\n") ==
        Messages{"rc.csv:2:1: error: '11:40' is no time of a row (write '2026-11-27T09:00Z', or "
                 "since the start '60s')",
                 "rc.csv:3:4: error: '-3' is no number of requests (write '120')",
                 "rc.csv:4:1: error: this row has 1 columns (a row has a time and a number of "
                 "requests)",
                 "rc.csv:6:1: error: '2026-11-27' is not of the kind of the first row's time "
                 "(write timestamps, or times since the start, in every row)",
                 "rc.csv:7:4: error: 'many' is no number of requests (write '120')"});
  CHECK(said("0,1\n1h,1\n60m,1\n") ==
        Messages{"rc.csv:3:1: error: '60m' is not after the row before (rows stand in the order "
                 "of their times)"});
  CHECK(said("time,count\n") == Messages{"rc.csv: error: the file has no rows (write a time and a "
                                         "number of requests in each line)"});
  CHECK(said("Timestamp,Sum\n0,1\n", "csv: {file: rc.csv, time: Timestmp, value: Sum}") ==
        Messages{"main.yaml:6:57: error: no column of the file is called 'Timestmp' (did you mean "
                 "'Timestamp'?)"});
  CHECK(said("2026-11-27T10:00Z,5\n2026-11-27T10:01Z,5\n") ==
        Messages{"main.yaml:6:36: error: 'csv' has nothing of the run's time in clients.x.rate (it "
                 "begins at 2026-11-27T10:00Z)"});
  CHECK(said("2026-11-27T10:00Z,5\n", "csv: rc.csv", "~") ==
        Messages{"main.yaml:6:36: error: 'csv' has calendar times, and the run has no 'start' in "
                 "clients.x.rate (write 'start: 2026-11-27T10:00Z', where it begins)"});
  CHECK(said("", "csv: {}").at(0).find("'file' is missing") != std::string::npos);
  CHECK(
      said("0,1\n", "csv: {file: rc.csv, series: 0s 0s 1/s}").at(0).find("cannot stand together") !=
      std::string::npos);
}

TEST_CASE("half a million rows are read", "[scenario][data_files]") {
  const Folder folder("data-rate-large");
  std::string text;
  for (int i = 0; i < 500'000; ++i) text += std::to_string(i) + "s,60\n";
  folder.add("rc.csv", text);
  const Loaded loaded = load_file(folder.add("main.yaml", with_rate("csv: rc.csv")));
  CHECK(loaded.scenario.clients.at("x").rate.csv->series.points.size() == 500'001);
  folder.add("rc.csv", text + "500000s,60\n");
  CHECK(folder.said_about(folder.add("main.yaml", with_rate("csv: rc.csv")))
            .at(0)
            .find("more than 500000 values") != std::string::npos);
}
