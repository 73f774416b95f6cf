#pragma once

#include "squall/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace squall::report {

/// Rows of cells under headings, aligned by what a terminal shows: texts left, numbers right.
class Table {
 public:
  enum class Align { left, right };

  struct Column {
    std::string heading;
    Align align = Align::right;
  };

  explicit Table(std::vector<Column> columns);

  /// Requires: as many cells as columns.
  void add(std::vector<std::string> cells);

  bool empty() const { return rows_.empty(); }

  /// Each line begins with `indent` blanks and ends without any. What is wider than `width` goes on
  /// below, each part with the first `kept` columns; a long text in its last one, on further lines.
  std::string text(std::size_t indent, std::size_t width = no_width, std::size_t kept = 1) const;

 private:
  static constexpr std::size_t no_width = static_cast<std::size_t>(-1);

  std::vector<std::size_t> widths() const;
  std::string part(std::size_t indent, std::size_t width, const std::vector<std::size_t>& columns,
                   const std::vector<std::size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// "3,059,412"
std::string with_commas(std::uint64_t count);

/// "94.6%", "0%", "100%" only when it is all.
std::string percent(double part);

/// "31 ms", "4.80 s": three digits are enough to act on.
std::string short_duration(Duration duration);

}  // namespace squall::report
