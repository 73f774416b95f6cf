#pragma once

#include "support/catch.hpp"
#include "support/columns.hpp"

#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

namespace squall::testing {

/// A row of one of the tables beside this file.
struct AwsRow {
  std::string place;                 ///< its file, line and text, for messages
  std::string head;                  ///< the columns that the comment above names: "row | when"
  std::vector<std::string> columns;  ///< the first is its name, most often with AWS's number

  bool left_out() const { return columns.size() == 2; }  ///< the second says why
};

/// All rows of a file, in their order.
inline std::vector<AwsRow> rows_of(const std::string& name) {
  std::ifstream file(SQUALL_TESTS_DIR "/aws/" + name);
  REQUIRE(file.good());
  std::vector<AwsRow> rows;
  std::string head;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.starts_with("# ") && line.find(" | ") != line.npos) head = line.substr(2);
    if (line.empty() || line.front() == '#') continue;
    rows.push_back({fmt::format("{}:{}: {}", name, number, line), head, columns_of(line)});
  }
  return rows;
}

}  // namespace squall::testing
