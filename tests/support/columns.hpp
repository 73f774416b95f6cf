#pragma once

#include <sstream>
#include <string>
#include <vector>

/// The columns of one line of a table, "a | b | c", without the blanks around them.
inline std::vector<std::string> columns_of(const std::string& line) {
  std::vector<std::string> columns;
  std::istringstream stream(line);
  for (std::string column; std::getline(stream, column, '|');) {
    column.erase(0, column.find_first_not_of(' '));
    column.erase(column.find_last_not_of(' ') + 1);
    columns.push_back(column);
  }
  return columns;
}
