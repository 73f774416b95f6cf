#include "squall/scenario/yaml.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;
using namespace squall::scenario;

namespace {

// The tree of a text, written again; or what is wrong with it.
std::string again(const std::string& text, const YamlLimits& limits = {}) {
  Sources sources;
  const auto source = sources.add("a.yaml", text);
  Diagnostics diagnostics(sources);
  const Node root = read_yaml(sources, source, diagnostics, limits);
  if (diagnostics.failed()) return one_line(diagnostics.sorted().front());
  return write_yaml(root);
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("a tree that is written reads as the same tree", "[scenario][yaml]") {
  for (const std::string text :
       {"a: 1\nb:\n  - x\n  - c: 2\n    d: 3\n", "a: []\n", "a: {}\n", "a: ~\n", "x\n",
        "- - 1\n  - 2\n- 3\n", "a: \"x: y\"\n", "a: \"#1\"\n", "a: \"\"\n", "a: \"~\"\n",
        "a: \"a\\nb\"\n", "a: \"say \\\"x\\\"\"\n", "주문: 주\n", "\"x: y\": 1\n"}) {
    CHECK(again(text) == text);
  }
}

TEST_CASE("flow style, anchors and long texts come out as what they say", "[scenario][yaml]") {
  CHECK(again("{a: [1, {b: 2}]}") == "a:\n  - 1\n  - b: 2\n");
  CHECK(again("a: &x {b: 1}\nc: *x\n") == "a:\n  b: 1\nc:\n  b: 1\n");
  CHECK(again("a: |\n  two\n  lines\n") == "a: \"two\\nlines\\n\"\n");
  CHECK(again("at: 11:40\noff: off\n") == "at: 11:40\noff: off\n");
}

TEST_CASE("an alias points to where it stands, what it holds to where that was written",
          "[scenario][yaml]") {
  Sources sources;
  const auto source = sources.add("a.yaml", "a: &x {b: 1}\nc: *x\n");
  Diagnostics diagnostics(sources);
  const Node root = read_yaml(sources, source, diagnostics);
  CHECK(root.find("c")->mark.line == 2);
  CHECK(root.find("c")->find("b")->mark.line == 1);
  CHECK(root.find_key("c")->mark.column == 1);
}

TEST_CASE("a hostile text meets a limit before it meets memory or the stack", "[scenario][yaml]") {
  CHECK(again(nested(40)).starts_with("- - -"));
  CHECK(again(nested(49)) == "a.yaml:1:49: error: values are nested more than 48 deep");
  CHECK(again(nested(100'000)).find("nested more than 48 deep") != std::string::npos);
  CHECK(again("[1, 2, 3, 4]", {.values = 4}) == "a.yaml:1:11: error: more than 4 values");
  std::string laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 30; ++i) {
    laughs += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int j = 0; j < 9; ++j) laughs += (j ? ", *a" : "*a") + std::to_string(i - 1);
    laughs += "]\n";
  }
  CHECK(again(laughs).find("aliases stand for more than 200000 values") != std::string::npos);
  CHECK(again(std::string(100, ' '), {.bytes = 10}).find("is larger than") != std::string::npos);
}

TEST_CASE("any text at all is read or refused", "[scenario][yaml]") {
  const std::string signs = "{}[]:,-\n '\"&*!|>#%@a1~\\\t";
  std::uint64_t state = 20261121;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 24; ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;
      text += signs[(state >> 33) % signs.size()];
    }
    INFO("round " << round << ": " << text);
    CHECK_NOTHROW(again(text));
  }
}
