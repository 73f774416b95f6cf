#include "squall/report/table.hpp"

#include "squall/core/display.hpp"
#include "squall/core/invariant.hpp"
#include "squall/core/layout.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace squall::report {

namespace {

constexpr std::size_t gap = 3;

std::string padded(const std::string& cell, std::size_t width, Table::Align align) {
  const std::string blanks(width - std::min(width, display_width(cell)), ' ');
  return align == Table::Align::left ? cell + blanks : blanks + cell;
}

}  // namespace

Table::Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

void Table::add(std::vector<std::string> cells) {
  INVARIANT(cells.size() == columns_.size());
  rows_.push_back(std::move(cells));
}

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = display_width(columns_[i].heading);
    for (const auto& row : rows_) width = std::max(width, display_width(row[i]));
    widths.push_back(width);
  }
  return widths;
}

// A text in the last column goes on below itself.
std::string Table::part(std::size_t indent, std::size_t width,
                        const std::vector<std::size_t>& columns,
                        const std::vector<std::size_t>& widths) const {
  std::string out;
  const auto add_line = [&](const auto& cell) {
    std::string line(indent, ' ');
    for (const std::size_t i : columns) {
      if (i != columns.front()) line.append(gap, ' ');
      if (i == columns.back() && columns_[i].align == Align::left) {
        line += wrapped(cell(i), display_width(line), width);
      } else {
        line += padded(cell(i), widths[i], columns_[i].align);
      }
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out += line + '\n';
  };
  add_line([&](std::size_t i) { return columns_[i].heading; });
  for (const auto& row : rows_) add_line([&](std::size_t i) { return row[i]; });
  return out;
}

std::string Table::text(std::size_t indent, std::size_t width, std::size_t kept) const {
  const std::vector<std::size_t> its_widths = widths();
  std::vector<std::size_t> first;
  std::size_t taken = indent;
  for (std::size_t i = 0; i < kept; ++i) {
    first.push_back(i);
    taken += its_widths[i] + gap;
  }
  std::string out;
  std::vector<std::size_t> columns = first;
  std::size_t used = taken;
  for (std::size_t i = kept; i < columns_.size(); ++i) {
    if (columns.size() > kept && used + its_widths[i] > width) {
      out += part(indent, width, columns, its_widths) + '\n';
      columns = first;
      used = taken;
    }
    columns.push_back(i);
    used += its_widths[i] + gap;
  }
  return out + part(indent, width, columns, its_widths);
}

std::string with_commas(std::uint64_t count) {
  const std::string digits = std::to_string(count);
  std::string text;
  for (std::size_t at = 0; at < digits.size(); ++at) {
    if (at > 0 && (digits.size() - at) % 3 == 0) text += ',';
    text += digits[at];
  }
  return text;
}

std::string percent(double part) {
  if (part == 0) return "0%";
  if (part == 1) return "100%";
  const double value = part * 100;
  if (value < 0.01) return "<0.01%";
  if (value > 99.99) return ">99.99%";
  if (value < 0.1 || value > 99.9) return fmt::format("{:.2f}%", value);
  return fmt::format("{:.1f}%", value);
}

std::string short_duration(Duration duration) {
  const double value = seconds(duration);
  const auto in = [](double amount, const char* unit) {
    const int decimals = amount < 9.995 ? 2 : amount < 99.95 ? 1 : 0;
    return fmt::format("{:.{}f} {}", amount, decimals, unit);
  };
  if (duration == Duration(0)) return "0 s";
  if (value < 0.9995e-3) return in(value * 1e6, "µs");
  if (value < 0.9995) return in(value * 1e3, "ms");
  if (value < 599.5) return in(value, "s");
  return fmt::format("{:.0f} min", value / 60);
}

}  // namespace squall::report
