#include "squall/report/csv.hpp"

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;

namespace {

world::Result run_of(int seed) {
  world::World world(scenario::load_text("shop.yaml", R"(
region: us-east-1
duration: 70s
services: {web: {workers: 1, handler: {cpu: {exponential: 10ms}}}}
databases: {orders: {queries: {read: 1ms}}}
instances: {web: {count: 2, instance_type: t2.micro, service: web, target_groups: web}}
target_groups: {web: {}}
load_balancers: {front: {listeners: {80: web}}}
clients: {'a "few", shoppers': {to: front, rate: 80/s, requests: {see: 1, buy: 1}}}
auto_scaling_groups: {more: {instance_type: t2.micro, service: web, min_size: 0, max_size: 2}}
timeline:
  - {at: 5s, hang: [web-1, web-2]}
  - {at: 6s, update_auto_scaling_group: more, desired_capacity: 1}
slo: [p99 < 1s, errors < 100%]
seed: )" + std::to_string(seed))
                         .scenario,
                     {.history = true});
  world.run();
  return world.result();
}

// The cells of a line, as RFC 4180 has them.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells{""};
  bool quoted = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '"' && quoted && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back() += line[i++];
    } else if (line[i] == '"') {
      quoted = !quoted;
    } else if (line[i] == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += line[i];
    }
  }
  return cells;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = text.find("\r\n", at);
    REQUIRE(end != std::string::npos);
    lines.push_back(text.substr(at, end - at));
    at = end + 2;
  }
  return lines;
}

}  // namespace

TEST_CASE("every row has a cell for each column, and says its run", "[report][csv]") {
  const std::vector<world::Result> runs{run_of(1), run_of(2)};
  for (const report::CsvFile& file : report::csv(runs)) {
    INFO(file.name);
    const auto lines = lines_of(file.text);
    const auto heading = cells_of(lines.front());
    CHECK(heading[0] == "run");
    CHECK(lines.size() > 2);
    for (std::size_t i = 1; i < lines.size(); ++i) {
      const auto cells = cells_of(lines[i]);
      INFO(lines[i]);
      CHECK(cells.size() == heading.size());
      CHECK(cells[0] == cells[1]);  // run 1 has seed 1
    }
  }
}

TEST_CASE("what a table says is what the run came to", "[report][csv]") {
  const std::vector<world::Result> runs{run_of(1)};
  const auto files = report::csv(runs);
  const auto rows = [&](const std::string& name) {
    return lines_of(std::find_if(files.begin(), files.end(), [&](const auto& file) {
                      return file.name == name;
                    })->text);
  };
  const auto all = cells_of(rows("clients.csv")[1]);
  CHECK(all[2].empty());
  CHECK(all[4] == std::to_string(runs[0].totals.requests));
  CHECK(cells_of(rows("clients.csv")[2])[2] == "a \"few\", shoppers");
  CHECK(cells_of(rows("clients.csv")[3])[3] == "buy");
  std::uint64_t requests = 0;
  const auto series = rows("series.csv");
  for (std::size_t i = 1; i < series.size(); ++i) requests += std::stoull(cells_of(series[i])[4]);
  CHECK(requests == runs[0].totals.requests);
  CHECK(cells_of(rows("slo.csv")[1])[4] == "time-out");
  CHECK(cells_of(rows("journal.csv")[1])[3] == "hang: web-1, web-2");
}

TEST_CASE("the handbook names every file and every column", "[report][csv]") {
  const std::string page = tests::text_of(SQUALL_SOURCE_DIR "/docs/handbook/files.md");
  for (const report::CsvTable& table : report::csv_tables()) {
    INFO(table.file);
    const auto at = page.find("### " + std::string(table.file));
    REQUIRE(at != std::string::npos);
    const std::string part = page.substr(at, page.find("### ", at + 4) - at);
    CHECK(part.find(table.meaning) != std::string::npos);
    for (const report::CsvColumn& column : table.columns) {
      INFO(column.name);
      CHECK(part.find(fmt::format("| `{}` | {} |", column.name, column.meaning)) !=
            std::string::npos);
    }
  }
}
