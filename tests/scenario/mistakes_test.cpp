#include "squall/scenario/loader.hpp"

#include "support/catch.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

using namespace squall;
using namespace squall::scenario;

// Runs tests/scenario/mistakes.txt, where each case is
//
//     === its name, a sentence
//     its lines of YAML
//     >>> what is said about it
//
// The lines stand before those of the scenario `base`, whose sections of the same name they
// replace, so that lines are counted within the case. "=== (alone) ..." has no base, "=== (bytes)
// ..." has none either and spells bytes as \x9f.
namespace {

struct Case {
  std::string name;
  std::string yaml;
  std::string says;
};

const std::string source = std::string(SQUALL_TESTS_DIR) + "/scenario/mistakes.txt";

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::vector<Case> read_cases() {
  std::ifstream stream(source, std::ios::binary);
  REQUIRE(stream);
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  std::vector<Case> cases;
  bool says = false;
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), {}, {}});
      says = false;
    } else if (line == ">>>") {
      says = true;
    } else if (!cases.empty()) {
      (says ? cases.back().says : cases.back().yaml) += line + '\n';
    }
  }
  // An empty line ends a case.
  for (Case& each : cases)
    if (each.says.ends_with('\n')) each.says.pop_back();
  return cases;
}

// The sections of a text by their keys: a line that is not indented begins one.
std::string section_of(const std::string& line) {
  const bool begins = !line.empty() && line[0] != ' ' && line[0] != '#';
  return begins ? line.substr(0, line.find(':')) : std::string();
}

std::string on_base(const std::string& yaml, const std::string& base) {
  std::string text = yaml;
  bool kept = true;
  for (const std::string& line : lines_of(base)) {
    const std::string section = section_of(line);
    if (!section.empty()) {
      kept = true;
      for (const std::string& own : lines_of(yaml)) kept = kept && section_of(own) != section;
    }
    if (kept) text += line + '\n';
  }
  return text;
}

std::string with_bytes(const std::string& text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "\\x") != 0) {
      bytes += text[at];
      continue;
    }
    bytes += static_cast<char>(std::stoi(text.substr(at + 2, 2), nullptr, 16));
    at += 3;
  }
  return bytes;
}

std::string yaml_of(const Case& each, const std::string& base) {
  if (each.name.starts_with("(bytes)")) return with_bytes(each.yaml);
  if (each.name.starts_with("(alone)")) return each.yaml;
  return on_base(each.yaml, base);
}

std::vector<Diagnostic> diagnostics_of(const std::string& yaml) {
  try {
    return load_text("shop.yaml", yaml).warnings;
  } catch (const ScenarioError& error) {
    return error.diagnostics();
  }
}

std::string said_about(const std::string& yaml) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics_of(yaml)) text += to_text(diagnostic);
  return text;
}

// The lines of both, those that differ marked: '-' is in the file, '+' is said.
std::string difference(const std::string& expected, const std::string& said) {
  const auto before = lines_of(expected);
  const auto after = lines_of(said);
  std::size_t same = 0;
  while (same < before.size() && same < after.size() && before[same] == after[same]) ++same;
  std::string text;
  for (std::size_t i = 0; i < same; ++i) text += "  " + before[i] + '\n';
  for (std::size_t i = same; i < before.size(); ++i) text += "- " + before[i] + '\n';
  for (std::size_t i = same; i < after.size(); ++i) text += "+ " + after[i] + '\n';
  return text;
}

}  // namespace

TEST_CASE("every kind of mistake is told in the words of the file of mistakes",
          "[scenario][mistakes]") {
  const std::vector<Case> cases = read_cases();
  REQUIRE(cases.size() > 1);
  const std::string& base = cases.front().yaml;
  std::string rewritten;
  bool differs = false;
  for (const Case& each : cases) {
    const std::string yaml = &each == &cases.front() ? base : yaml_of(each, base);
    const std::string said = said_about(yaml);
    rewritten += "=== " + each.name + '\n' + each.yaml + ">>>\n" + said + '\n';
    if (said == each.says) continue;
    differs = true;
    UNSCOPED_INFO(each.name << '\n' << each.yaml << difference(each.says, said));
  }
  if (!differs) return;
  const std::string copy = (std::filesystem::current_path() / "mistakes.txt").string();
  std::ofstream(copy, std::ios::binary) << rewritten;
  FAIL("if what is said now is right: cp " << copy << ' ' << source);
}

TEST_CASE("a message begins small, ends without a full stop and has a place",
          "[scenario][mistakes]") {
  const std::vector<Case> cases = read_cases();
  for (const Case& each : cases) {
    const std::string yaml =
        &each == &cases.front() ? each.yaml : yaml_of(each, cases.front().yaml);
    for (const Diagnostic& diagnostic : diagnostics_of(yaml)) {
      INFO(one_line(diagnostic));
      CHECK(!diagnostic.what.empty());
      CHECK(!(diagnostic.what[0] >= 'A' && diagnostic.what[0] <= 'Z'));
      CHECK(!diagnostic.what.ends_with('.'));
      CHECK(!diagnostic.hint.ends_with('.'));
      CHECK(diagnostic.what.find('\n') == std::string::npos);
      CHECK(diagnostic.file == "shop.yaml");
    }
  }
}

TEST_CASE("what can be run can be written with its defaults and run again",
          "[scenario][mistakes]") {
  const std::vector<Case> cases = read_cases();
  for (const Case& each : cases) {
    if (each.says.find(": error: ") != std::string::npos) continue;
    INFO(each.name);
    const std::string yaml =
        &each == &cases.front() ? each.yaml : yaml_of(each, cases.front().yaml);
    const Loaded loaded = load_text("shop.yaml", yaml);
    const std::string effective = effective_yaml(loaded.scenario);
    INFO(effective);
    const Loaded again = load_text("effective.yaml", effective);
    CHECK(again.scenario == loaded.scenario);
    CHECK(again.warnings.size() == loaded.warnings.size());
  }
}
