#pragma once

#include "squall/world/result.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace squall::report {

/// One file of comma-separated values, as RFC 4180 has them.
struct CsvFile {
  std::string name;  ///< "clients.csv"
  std::string text;
};

/// What came of one or more runs, one file a table; every row says its run, from 1 on, and its
/// seed. All files are there whatever the scenario has, so that who reads them finds them.
std::vector<CsvFile> csv(std::span<const world::Result> runs);

/// A column of a file, and what it holds.
struct CsvColumn {
  std::string_view name;
  std::string_view meaning;
};

struct CsvTable {
  std::string_view file;
  std::string_view meaning;  ///< of a row
  std::vector<CsvColumn> columns;
};

/// What the files hold, for the handbook.
std::vector<CsvTable> csv_tables();

}  // namespace squall::report
