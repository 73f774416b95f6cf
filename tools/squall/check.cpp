#include "squall/report/rest.hpp"
#include "squall/scenario/drawing.hpp"
#include "squall/scenario/remarks.hpp"

#include "commands.hpp"

#include <cstdio>
#include <string>
#include <vector>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

namespace squall::tool {

namespace {

std::string_view word(Severity severity) {
  return severity == Severity::error ? "error" : "warning";
}

// A workflow command of GitHub; its own signs are escaped.
std::string github_line(const Diagnostic& diagnostic) {
  const auto escaped = [](std::string_view text, bool property) {
    std::string out;
    for (const char letter : text) {
      const bool special = letter == '%' || letter == '\n' || letter == '\r' ||
                           (property && (letter == ':' || letter == ','));
      out +=
          special ? fmt::format("%{:02X}", static_cast<unsigned>(letter)) : std::string(1, letter);
    }
    return out;
  };
  std::string message = diagnostic.what;
  if (!diagnostic.where.empty()) message += " in " + diagnostic.where;
  if (!diagnostic.hint.empty()) message += " (" + diagnostic.hint + ")";
  return fmt::format("::{} file={},line={},col={}::{}\n", word(diagnostic.severity),
                     escaped(diagnostic.file, true), diagnostic.line, diagnostic.column,
                     escaped(message, false));
}

nlohmann::ordered_json to_json(const Diagnostic& diagnostic) {
  return {{"severity", word(diagnostic.severity)},
          {"file", diagnostic.file},
          {"line", diagnostic.line},
          {"column", diagnostic.column},
          {"what", diagnostic.what},
          {"where", diagnostic.where},
          {"hint", diagnostic.hint}};
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count == 0 ? "no" : std::to_string(count), noun,
                     count == 1 ? "" : "s");
}

struct Checked {
  std::vector<Diagnostic> diagnostics;
  std::size_t errors = 0;
  std::vector<std::string> remarks;
  std::string instead;  // of what it says of a sound scenario
};

// What is wrong is all that some want, or something else instead.
bool says_more(const CheckOptions& options) {
  return !options.quiet && !options.effective && options.draw.empty();
}

Checked check_one(const std::string& file, const CheckOptions& options) {
  Checked checked;
  try {
    scenario::Loaded loaded = scenario::load_file(file, options.load);
    checked.diagnostics = std::move(loaded.warnings);
    if (says_more(options)) {
      checked.remarks = scenario::remarks(loaded.scenario);
      for (std::string& line : report::at_rest(loaded.scenario))
        checked.remarks.push_back(std::move(line));
    }
    if (options.effective) checked.instead = scenario::effective_yaml(loaded.scenario);
    if (!options.draw.empty())
      checked.instead = scenario::drawing(loaded.scenario, options.draw == "dot"
                                                               ? scenario::DrawingKind::dot
                                                               : scenario::DrawingKind::mermaid);
  } catch (const ScenarioError& error) {
    checked.diagnostics = error.diagnostics();
  }
  for (const Diagnostic& each : checked.diagnostics)
    checked.errors += each.severity == Severity::error;
  return checked;
}

void report(const std::string& file, const Checked& checked, const CheckOptions& options) {
  for (const Diagnostic& each : checked.diagnostics) {
    if (options.format == Format::github) {
      fmt::print("{}", github_line(each));
    } else {
      fmt::print(stderr, "{}", to_text(each));
    }
  }
  if (!says_more(options)) return;
  const std::size_t warnings = checked.diagnostics.size() - checked.errors;
  fmt::print("{}: {}", file, counted(checked.errors, "mistake"));
  if (warnings > 0) fmt::print(", {}", counted(warnings, "warning"));
  fmt::print("\n");
  for (const std::string& remark : checked.remarks) fmt::print("  {}\n", remark);
}

}  // namespace

int check(const CheckOptions& options) {
  bool wrong = false;
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const std::string& file : options.files) {
    const Checked checked = check_one(file, options);
    wrong = wrong || checked.errors > 0;
    if (options.format == Format::json) {
      for (const Diagnostic& each : checked.diagnostics) all.push_back(to_json(each));
    } else {
      report(file, checked, options);
    }
    fmt::print("{}", checked.instead);
  }
  if (options.format == Format::json) fmt::print("{}\n", all.dump(2));
  return wrong ? 2 : 0;
}

}  // namespace squall::tool
