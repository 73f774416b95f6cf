#include "squall/scenario/loader.hpp"
#include "squall/scenario/yaml.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

#include <array>

using namespace squall;
using namespace squall::scenario;

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed * 2654435761U + 1) {}

  std::size_t below(std::size_t limit) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return (state_ >> 33) % limit;
  }

  template <class Range>
  const auto& one_of(const Range& range) {
    return range[below(std::size(range))];
  }

 private:
  std::uint64_t state_;
};

const std::string all = shop + R"(databases: {a: {queries: {read: 1ms}}, b: {like: a}, c: {like: b}}
slo: ["shoppers.p99 < 1s", "errors < 1%"]
variants: {hot: {asg.web.policies.cpu.target: 65%}, b: {clients.*.scale: 2}}
x-times: {read: {uniform: [1ms, 2ms]}}
)";

constexpr std::array pieces{
    "asg",  "web",  ".",       ".",        ".",        "*",         "[0]",     "[7]",
    "\"",   "=",    "clients", "timeline", "services", "handler",   "cpu",     "uniform",
    "low",  "null", "{",       "}",        "a: 1",     "databases", "queries", "read",
    "like", "b",    "rate",    "steps",    "1m",       "listeners", "forward", "lb",
    "slo",  "3",    "[",       "]",        "at",       "crash",     "80",      "retry",
    "name", "é",    " ",       "@",        "\n",       "zones",     "target",  "exponential"};

// Somewhere in a tree: every value is as likely to be reached as its siblings.
Node& somewhere(Node& node, Dice& dice) {
  Node* at = &node;
  while (!at->items.empty() && dice.below(4) > 0) at = &at->items[dice.below(at->items.size())];
  return *at;
}

void damage(Node& root, Dice& dice) {
  Node& node = somewhere(root, dice);
  switch (dice.below(6)) {
    case 0:
      node = Node{};
      break;
    case 1:
      node = Node::scalar(dice.one_of(pieces));
      break;
    case 2:
      node = somewhere(root, dice).is_map() ? Node::list() : Node::map();
      break;
    case 3:
      if (node.is_map()) node.set({"like", {}}, Node::scalar(dice.one_of(pieces)));
      break;
    case 4: {
      Node copy = somewhere(root, dice);
      node = std::move(copy);
      break;
    }
    default:
      if (node.is_map()) node.set({dice.one_of(pieces), {}}, Node::scalar(dice.one_of(pieces)));
  }
}

void load_or_refuse(const std::string& text, const LoadOptions& options) {
  try {
    load_text("fuzz.yaml", text, options);
  } catch (const ScenarioError& error) {
    REQUIRE_FALSE(error.diagnostics().empty());
    for (const Diagnostic& each : error.diagnostics()) REQUIRE_FALSE(to_text(each).empty());
  }
}

}  // namespace

TEST_CASE("no edit, however broken, does worse than being refused", "[scenario][reuse_fuzz]") {
  for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
    Dice dice(seed);
    std::string set;
    const std::size_t length = 1 + dice.below(10);
    for (std::size_t i = 0; i < length; ++i) set += dice.one_of(pieces);
    if (dice.below(2) == 0) set = "clients." + set;
    if (dice.below(2) == 0) set += std::string("=") + dice.one_of(pieces);
    INFO("seed " << seed << ": " << set);
    load_or_refuse(all, {std::nullopt, {set}});
  }
}

TEST_CASE("no tree, however broken, does worse than being refused", "[scenario][reuse_fuzz]") {
  Sources sources;
  Diagnostics diagnostics(sources);
  const Node whole = read_yaml(sources, sources.add("all.yaml", all), diagnostics);
  for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
    Dice dice(seed);
    Node tree = whole;
    for (std::size_t i = 0; i <= dice.below(4); ++i) damage(tree, dice);
    INFO("seed " << seed);
    const std::string text = write_yaml(tree);
    load_or_refuse(text, {});
    load_or_refuse(text, {"hot", {"asg.*.max_size=7", "db.c.queries.read.uniform.low=1ms"}});
  }
}

TEST_CASE("no module, however broken, does worse than being refused", "[scenario][reuse_fuzz]") {
  const Folder folder("fuzz");
  Sources sources;
  Diagnostics diagnostics(sources);
  const Node whole = read_yaml(sources, sources.add("all.yaml", all), diagnostics);
  const std::string main =
      folder.add("main.yaml", all +
                                  "include: [{file: part.yaml, as: x, region: eu-west-1, set: "
                                  "{asg.web.max_size: 7}}]\n");
  for (std::uint64_t seed = 1; seed <= 500; ++seed) {
    Dice dice(seed);
    Node tree = whole;
    for (std::size_t i = 0; i <= dice.below(4); ++i) damage(tree, dice);
    folder.add("part.yaml", write_yaml(tree));
    INFO("seed " << seed);
    try {
      load_file(main);
    } catch (const ScenarioError& error) {
      REQUIRE_FALSE(error.diagnostics().empty());
    }
  }
}
