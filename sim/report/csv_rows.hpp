#pragma once

#include "squall/core/text.hpp"
#include "squall/report/csv.hpp"
#include "squall/world/result.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <fmt/format.h>

namespace squall::report {

/// A text as it stands in a cell: with a comma, a quote or the end of a line in quotes, quotes
/// twice.
std::string cell(std::string_view text);

template <class Value>
std::string cell(const Value& value) {
  if constexpr (std::is_floating_point_v<Value>) {
    return print_number(value);
  } else if constexpr (std::is_arithmetic_v<Value>) {
    return fmt::format("{}", value);
  } else {
    return cell(std::string_view(value));
  }
}

/// The rows of one run in one table: a cell for each column.
class Rows {
 public:
  Rows(std::string& text, std::size_t run, std::int64_t seed, std::size_t columns);

  template <class... Values>
  void add(const Values&... values) {
    add_cells({cell(values)...});
  }

  void add_cells(const std::vector<std::string>& cells);

  /// So many are to come: a long table is not moved as it grows.
  void expect(std::size_t rows) { text_.reserve(text_.size() + rows * usual_length); }

 private:
  static constexpr std::size_t usual_length = 128;  // of a row, at most

  std::string& text_;
  std::string front_;
  std::size_t columns_;
};

struct Sheet {
  CsvTable what;
  void (*write)(const world::Result& result, Rows& rows);
};

/// The points of metrics.
Sheet metric_points();

}  // namespace squall::report
