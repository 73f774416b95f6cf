#include "squall/scenario/yaml.hpp"

#include "squall/core/display.hpp"

#include <algorithm>
#include <cctype>
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

// Bytes that no YAML parser should see.
bool acceptable(const Sources& sources, std::uint32_t source, Diagnostics& diagnostics,
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

// A syntax error in our words.
struct SyntaxError {
  Mark mark;
  std::string what;
  std::string hint = {};
};

std::size_t indentation(std::string_view line) {
  return std::min(line.find_first_not_of(" \t"), line.size());
}

SyntaxError misplaced_colon(const Mark& mark, std::string_view line) {
  const auto before = line.substr(0, static_cast<std::size_t>(mark.column - 1));
  if (before.find(": ") != before.npos)
    return {mark, "a second ':' on one line", "quote a text that holds ': '"};
  return {{mark.source, mark.line, static_cast<int>(indentation(line)) + 1},
          "this line goes on with the text above it",
          "a key ends with ':', and keys of one thing are indented alike"};
}

SyntaxError unclosed(const Mark& mark, const Node* opener, std::string_view sign) {
  return {opener ? opener->mark : mark, fmt::format("this '{}' is not closed", sign),
          fmt::format("it goes wrong on line {}", mark.line)};
}

// The parser's words for what people do wrong most often, and ours; else its own, in our form.
SyntaxError syntax_error(const Sources& sources, const Mark& mark, std::string message,
                         const Builder& builder) {
  const std::string_view line = sources.line(mark);
  const auto column = static_cast<std::size_t>(std::max(mark.column, 1)) - 1;
  const std::string_view rest = column < line.size() ? line.substr(column) : std::string_view();
  const auto tab = line.substr(0, indentation(line)).find('\t');
  if (tab != line.npos) {
    return {{mark.source, mark.line, static_cast<int>(tab) + 1},
            "a tab indents this line",
            "write spaces"};
  }
  if (message.starts_with("illegal map value")) return misplaced_colon(mark, line);
  if (message.starts_with("end of map flow not found"))
    return unclosed(mark, builder.innermost(Node::Kind::map), "{");
  if (message.starts_with("end of sequence flow not found"))
    return unclosed(mark, builder.innermost(Node::Kind::list), "[");
  if (message.starts_with("end of map not found") && rest.starts_with('-'))
    return {mark, "a list item stands among keys", "write either keys or items"};
  if (message.starts_with("end of map not found") ||
      message.starts_with("end of sequence not found"))
    return {mark, "the indentation of this line fits none above it",
            "things of one level are indented alike"};
  if (message.starts_with("illegal flow end") && !rest.empty())
    return {mark, fmt::format("this '{}' closes nothing", rest[0])};
  if (message.starts_with("unknown token") && !rest.empty())
    return {mark, fmt::format("a text cannot begin with '{}'", rest[0]), "quote it"};
  if (message.starts_with("unknown escape character") && !message.empty()) {
    return {mark, fmt::format("unknown escape '\\{}' in a quoted text", message.back()),
            "in single quotes a backslash is only a backslash"};
  }
  if (message.starts_with("the referenced anchor is not defined") && !rest.empty()) {
    const std::string_view name = rest.substr(1, rest.find_first_of(" ,]}") - 1);
    return {mark, fmt::format("no anchor is called '{}' above", name),
            "'&name' behind a key defines one"};
  }
  if (message.ends_with('.')) message.pop_back();
  if (!message.empty())
    message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
  return {mark, std::move(message)};
}

// Whether a text must be quoted to read back as that text.
bool needs_quotes(const std::string& text) {
  if (text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL")
    return true;
  if (text.front() == ' ' || text.back() == ' ') return true;
  static constexpr std::string_view leaders = "!&*-?:,[]{}#|>@`\"'%";
  if (leaders.find(text.front()) != leaders.npos) return true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || text[at] == '"' || text[at] == '\\') return true;
    const bool ends = at + 1 == text.size() || text[at + 1] == ' ';
    if (text[at] == ':' && ends) return true;
    if (text[at] == '#' && at > 0 && text[at - 1] == ' ') return true;
    if (std::string_view(",[]{}").find(text[at]) != std::string_view::npos) return true;
  }
  return false;
}

std::string written(const std::string& text) {
  if (!needs_quotes(text)) return text;
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"' || letter == '\\') {
      quoted += '\\';
      quoted += letter;
    } else if (letter == '\n') {
      quoted += "\\n";
    } else if (letter == '\t') {
      quoted += "\\t";
    } else if (static_cast<unsigned char>(letter) < 0x20) {
      quoted += fmt::format("\\x{:02x}", static_cast<unsigned>(letter));
    } else {
      quoted += letter;
    }
  }
  return quoted + '"';
}

bool is_leaf(const Node& node) { return node.items.empty(); }

std::string leaf(const Node& node) {
  switch (node.kind) {
    case Node::Kind::nothing:
      return "~";
    case Node::Kind::scalar:
      return node.quoted && !needs_quotes(node.text) ? '"' + node.text + '"' : written(node.text);
    case Node::Kind::list:
      return "[]";
    case Node::Kind::map:
      return "{}";
  }
  return {};
}

// The lines of a list or a map; `first_indented` is false where the first stands behind "- ".
void write_lines(const Node& node, std::size_t indent, bool first_indented, std::string& out) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    if (i > 0 || first_indented) out.append(indent, ' ');
    out += node.is_map() ? written(node.keys[i].text) + ":" : "-";
    const Node& item = node.items[i];
    if (is_leaf(item)) {
      out += ' ' + leaf(item) + '\n';
    } else if (node.is_list()) {
      out += ' ';
      write_lines(item, indent + 2, false, out);
    } else {
      out += '\n';
      write_lines(item, indent + 2, true, out);
    }
  }
}

}  // namespace

Node read_yaml(const Sources& sources, std::uint32_t source, Diagnostics& diagnostics,
               const YamlLimits& limits) {
  if (!acceptable(sources, source, diagnostics, limits)) return {};
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
    SyntaxError error = syntax_error(sources, mark, exception.msg, builder);
    diagnostics.error(error.mark, std::move(error.what), {}, std::move(error.hint));
    return {};
  }
  Node root = builder.take_root();
  if (root.mark.line == 0) root.mark = {source, 1, 1};
  return root;
}

std::string write_yaml(const Node& node) {
  if (is_leaf(node)) return leaf(node) + '\n';
  std::string out;
  write_lines(node, 0, true, out);
  return out;
}

}  // namespace squall::scenario
