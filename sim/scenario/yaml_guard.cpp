#include "scenario/yaml_guard.hpp"

#include "squall/core/display.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// Where a byte of the text stands.
Mark mark_of(const Sources& sources, std::uint32_t source, std::size_t at) {
  const auto& starts = sources[source].line_starts;
  const auto line = std::upper_bound(starts.begin(), starts.end(), at) - starts.begin();
  const std::size_t start = starts[static_cast<std::size_t>(line) - 1];
  return {source, static_cast<int>(line), static_cast<int>(at - start) + 1};
}

// The parser reads far ahead: what is certainly too much is refused before it sees it.
bool is_modest(const Sources& sources, std::uint32_t source, Diagnostics& diagnostics,
               const YamlLimits& limits) {
  const std::string& text = sources[source].text;
  const auto refuse = [&](std::size_t at, std::string what) {
    diagnostics.error(mark_of(sources, source, at), std::move(what), {},
                      "split it with 'include', or read data from a CSV file");
    return false;
  };
  std::size_t line_start = 0;
  std::size_t separators = 0;
  std::size_t brackets = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char letter = text[at];
    if (letter == '\n') line_start = at + 1;
    separators += letter == '\n' || letter == ',';
    if (letter == '[' || letter == '{') ++brackets;
    if ((letter == ']' || letter == '}') && brackets > 0) --brackets;
    if (at > line_start + limits.line)
      return refuse(line_start, fmt::format("the line is longer than {} KiB", limits.line >> 10));
    if (separators > limits.values)
      return refuse(at, fmt::format("more than {} values", limits.values));
    if (brackets > limits.brackets)
      return refuse(at, fmt::format("values are nested more than {} deep", limits.depth));
  }
  return true;
}

}  // namespace

bool is_acceptable(const Sources& sources, std::uint32_t source, Diagnostics& diagnostics,
                   const YamlLimits& limits) {
  const std::string& text = sources[source].text;
  if (text.size() > limits.bytes) {
    diagnostics.error({source, 0, 0}, fmt::format("is larger than {} MiB", limits.bytes >> 20), {},
                      "split it with 'include', or read data from a CSV file");
    return false;
  }
  const std::size_t valid = valid_utf8_prefix(text);
  if (valid < text.size()) {
    diagnostics.error(mark_of(sources, source, valid),
                      fmt::format("the byte 0x{:02x} is not UTF-8",
                                  static_cast<unsigned>(static_cast<unsigned char>(text[valid]))),
                      {}, "save the file as UTF-8");
    return false;
  }
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte >= 0x20 || byte == '\n' || byte == '\r' || byte == '\t') continue;
    diagnostics.error(mark_of(sources, source, at),
                      fmt::format("the control character 0x{:02x} cannot stand in a scenario",
                                  static_cast<unsigned>(byte)));
    return false;
  }
  // The parser would take the line for a directive and leave it out.
  for (const std::size_t start : sources[source].line_starts) {
    if (start >= text.size() || text[start] != '%') continue;
    diagnostics.error(mark_of(sources, source, start), "a line cannot begin with '%'", {},
                      "quote the text");
    return false;
  }
  return is_modest(sources, source, diagnostics, limits);
}

}  // namespace squall::scenario
