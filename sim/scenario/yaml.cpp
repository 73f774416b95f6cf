#include "squall/scenario/yaml.hpp"

#include "scenario/yaml_guard.hpp"
#include "scenario/yaml_syntax.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

namespace squall::scenario {

namespace {

// Ends the reading of a source that goes too far; the diagnostic has been given.
struct Refused {};

// Builds the tree from the parser's events, so that no other tree is made of a hostile text.
class Builder final : public YAML::EventHandler {
 public:
  Builder(std::uint32_t source, const std::string& text, Diagnostics& diagnostics,
          const YamlLimits& limits)
      : source_(source), text_(text), diagnostics_(diagnostics), limits_(limits) {}

  /// The innermost list or map that is still open.
  const Node* innermost(Node::Kind kind) const {
    for (auto each = open_.rbegin(); each != open_.rend(); ++each)
      if (each->node.kind == kind) return &each->node;
    return nullptr;
  }

  Node take_root() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1)
      refuse(mark, "a second document begins here", "a scenario is one document");
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Node node;
    node.mark = marked(mark);
    count(mark, 1);
    remember(anchor, node);
    put(std::move(node), mark);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    Node node = Node::scalar(value, marked(mark));
    node.quoted = tag == "!";
    if (node.quoted && !is_closed(static_cast<std::size_t>(std::max(mark.pos, 0))))
      refuse(mark, "this quote is not closed", {});
    count(mark, 1);
    remember(anchor, node);
    put(std::move(node), mark);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto known = anchors_.find(anchor);
    if (known == anchors_.end()) refuse(mark, "this alias stands inside what it names", {});
    count_alias(mark, known->second.values);
    if (open_.size() + known->second.depth > static_cast<std::size_t>(limits_.depth))
      refuse(mark, "values are nested too deeply", {});
    Node copy = known->second.node;
    copy.mark = marked(mark);
    put(std::move(copy), mark);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(Node::list(marked(mark)), anchor, mark);
  }
  void OnSequenceEnd() override { close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(Node::map(marked(mark)), anchor, mark);
  }
  void OnMapEnd() override {
    refuse_twins(open_.back().node);
    close();
  }

 private:
  struct Open {
    Node node;
    YAML::anchor_t anchor = 0;
    std::size_t values_before = 0;
    std::size_t depth = 1;  // of what stands inside, itself counted
    bool has_key = false;
    Key key;
  };

  struct Anchored {
    Node node;
    std::size_t values = 1;
    std::size_t depth = 1;
  };

  Mark marked(const YAML::Mark& mark) const { return {source_, mark.line + 1, mark.column + 1}; }

  [[noreturn]] void refuse(const YAML::Mark& mark, std::string what, std::string hint) {
    diagnostics_.error(marked(mark), std::move(what), {}, std::move(hint));
    throw Refused{};
  }

  // Whether the quoted text that begins at this byte ends; the parser takes the end of the file for
  // its end.
  bool is_closed(std::size_t at) const {
    if (at >= text_.size() || (text_[at] != '"' && text_[at] != '\'')) return true;
    const char quote = text_[at];
    for (++at; at < text_.size(); ++at) {
      if (quote == '"' && text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        const bool doubled = quote == '\'' && at + 1 < text_.size() && text_[at + 1] == quote;
        if (!doubled) return true;
        ++at;
      }
    }
    return false;
  }

  void count(const YAML::Mark& mark, std::size_t values) {
    values_ += values;
    if (values_ > limits_.values)
      refuse(mark, fmt::format("more than {} values", limits_.values), {});
  }

  void count_alias(const YAML::Mark& mark, std::size_t values) {
    count(mark, values);
    alias_values_ += values;
    if (alias_values_ > limits_.alias_values) {
      refuse(mark, fmt::format("aliases stand for more than {} values", limits_.alias_values), {});
    }
  }

  void remember(YAML::anchor_t anchor, const Node& node) {
    if (anchor != 0) anchors_[anchor] = {node, 1, 1};
  }

  void open(Node node, YAML::anchor_t anchor, const YAML::Mark& mark) {
    count(mark, 1);
    if (open_.size() >= static_cast<std::size_t>(limits_.depth)) {
      refuse(mark, fmt::format("values are nested more than {} deep", limits_.depth), {});
    }
    if (expects_key()) refuse(mark, "a key must be a text", "write 'name: value'");
    open_.push_back({std::move(node), anchor, values_ - 1, 1, false, {}});
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    if (!open_.empty()) open_.back().depth = std::max(open_.back().depth, closed.depth + 1);
    if (closed.anchor != 0)
      anchors_[closed.anchor] = {closed.node, values_ - closed.values_before, closed.depth};
    place(std::move(closed.node));
  }

  bool expects_key() const {
    return !open_.empty() && open_.back().node.is_map() && !open_.back().has_key;
  }

  void put(Node node, const YAML::Mark& mark) {
    if (!expects_key()) return place(std::move(node));
    if (!node.is_scalar()) refuse(mark, "a key must be a text", "write 'name: value'");
    open_.back().key = {std::move(node.text), node.mark};
    open_.back().has_key = true;
  }

  void place(Node node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& into = open_.back();
    if (into.node.is_map()) {
      // What is not written stands behind its key, not where the next thing begins.
      if (node.is_nothing() && node.mark.line != into.key.mark.line) node.mark = into.key.mark;
      into.node.keys.push_back(std::move(into.key));
      into.has_key = false;
    }
    into.node.items.push_back(std::move(node));
  }

  // Keys given twice: said, and the first is kept.
  void refuse_twins(Node& map) {
    std::vector<std::size_t> order(map.keys.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return map.keys[a].text < map.keys[b].text;
    });
    std::vector<bool> twin(order.size(), false);
    bool any = false;
    for (std::size_t i = 1, first = 0; i < order.size(); ++i) {
      const Key& earlier = map.keys[order[first]];
      const Key& later = map.keys[order[i]];
      if (earlier.text != later.text) {
        first = i;
        continue;
      }
      diagnostics_.error(later.mark, fmt::format("'{}' is already given", later.text), {},
                         fmt::format("first on line {}", earlier.mark.line));
      twin[order[i]] = any = true;
    }
    if (!any) return;
    Node once = Node::map(map.mark);
    for (std::size_t i = 0; i < twin.size(); ++i) {
      if (twin[i]) continue;
      once.keys.push_back(std::move(map.keys[i]));
      once.items.push_back(std::move(map.items[i]));
    }
    map = std::move(once);
  }

  std::uint32_t source_;
  const std::string& text_;
  Diagnostics& diagnostics_;
  const YamlLimits& limits_;
  Node root_;
  std::vector<Open> open_;
  std::map<YAML::anchor_t, Anchored> anchors_;
  std::size_t values_ = 0;
  std::size_t alias_values_ = 0;
  int documents_ = 0;
};

}  // namespace

Node read_yaml(const Sources& sources, std::uint32_t source, Diagnostics& diagnostics,
               const YamlLimits& limits) {
  if (!is_acceptable(sources, source, diagnostics, limits)) return {};
  Builder builder(source, sources[source].text, diagnostics, limits);
  try {
    std::istringstream stream(sources[source].text);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refused&) {
    return {};
  } catch (const YAML::Exception& exception) {
    const Mark mark{source, exception.mark.line + 1, exception.mark.column + 1};
    const OpenBrackets open{builder.innermost(Node::Kind::map),
                            builder.innermost(Node::Kind::list)};
    SyntaxError error = syntax_error(sources, mark, exception.msg, open);
    diagnostics.error(error.mark, std::move(error.what), {}, std::move(error.hint));
    return {};
  }
  Node root = builder.take_root();
  if (root.mark.line == 0) root.mark = {source, 1, 1};
  return root;
}

}  // namespace squall::scenario
