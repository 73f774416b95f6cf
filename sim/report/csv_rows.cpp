#include "report/csv_rows.hpp"

#include "squall/core/invariant.hpp"

namespace squall::report {

std::string cell(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == text.npos) return std::string(text);
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + "\"";
}

Rows::Rows(std::string& text, std::size_t run, std::int64_t seed, std::size_t columns)
    : text_(text), front_(fmt::format("{},{}", run, seed)), columns_(columns) {}

void Rows::add_cells(const std::vector<std::string>& cells) {
  INVARIANT(cells.size() == columns_);
  text_ += front_;
  for (const std::string& each : cells) text_ += ',' + each;
  text_ += "\r\n";
}

}  // namespace squall::report
