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
