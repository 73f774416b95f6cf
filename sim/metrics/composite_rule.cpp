#include "squall/metrics/composite_rule.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace squall::metrics {

namespace {

constexpr int deepest = 100;

constexpr std::array<std::pair<std::string_view, AlarmState>, 3> state_words{{
    {"ALARM", AlarmState::alarm},
    {"OK", AlarmState::ok},
    {"INSUFFICIENT_DATA", AlarmState::insufficient_data},
}};

}  // namespace

/// Reads by descent: or, and, not, one.
class CompositeRule::Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::variant<CompositeRule, Problem> rule() {
    read_or(0);
    if (!problem_ && !next().empty()) fail("goes on after its end");
    if (problem_) return *problem_;
    return std::move(rule_);
  }

 private:
  // What comes next: a word, a name in quotes, or a single sign. Empty at the end.
  std::string_view next() const {
    std::string_view rest = text_;
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    if (rest.empty()) return {};
    std::size_t length = 1;
    if (rest.front() == '"') {
      const auto end = rest.find('"', 1);
      length = end == rest.npos ? rest.size() : end + 1;
    } else if (rest.front() != '(' && rest.front() != ')') {
      while (length < rest.size() && !is_blank(rest[length]) && rest[length] != '(' &&
             rest[length] != ')')
        ++length;
    }
    return rest.substr(0, length);
  }

  static bool is_blank(char letter) { return letter == ' ' || letter == '\t' || letter == '\n'; }

  void skip(std::string_view word) {
    text_.remove_prefix(static_cast<std::size_t>(word.data() - text_.data()) + word.size());
  }

  bool take(std::string_view word) {
    const std::string_view found = next();
    if (found != word) return false;
    skip(found);
    return true;
  }

  void fail(std::string what) {
    if (!problem_)
      problem_ =
          Problem{std::move(what), "write 'ALARM(one) AND NOT OK(other)', with AND, OR, NOT"};
  }

  std::size_t add(const Node& node) {
    if (rule_.nodes_.size() == most_parts) fail("has more than 1000 parts");
    rule_.nodes_.push_back(node);
    return rule_.nodes_.size() - 1;
  }

  std::size_t read_or(int depth) {
    std::size_t left = read_and(depth);
    while (!problem_ && take("OR")) {
      const std::size_t right = read_and(depth);
      left = add({Operator::disjunction, {}, 0, false, left, right});
    }
    return left;
  }

  std::size_t read_and(int depth) {
    std::size_t left = read_not(depth);
    while (!problem_ && take("AND")) {
      const std::size_t right = read_not(depth);
      left = add({Operator::conjunction, {}, 0, false, left, right});
    }
    return left;
  }

  std::size_t read_not(int depth) {
    if (depth > deepest) {
      fail("is nested too deeply");
      return 0;
    }
    if (!take("NOT")) return read_one(depth);
    const std::size_t operand = read_not(depth + 1);
    return add({Operator::negation, {}, 0, false, 0, operand});
  }

  std::size_t read_one(int depth) {
    if (take("TRUE")) return add({Operator::constant, {}, 0, true, 0, 0});
    if (take("FALSE")) return add({Operator::constant, {}, 0, false, 0, 0});
    if (take("(")) {
      const std::size_t inside = read_or(depth + 1);
      if (!take(")")) fail("has a bracket that is not closed");
      return inside;
    }
    for (const auto& [word, state] : state_words)
      if (take(word)) return read_state(state);
    fail(next().empty() ? "ends too early"
                        : "has '" + std::string(next()) + "' where it asks an alarm");
    return 0;
  }

  std::size_t read_state(AlarmState state) {
    if (!take("(")) fail("names no alarm in brackets");
    std::string_view name = next();
    if (name.empty() || name == "(" || name == ")") fail("names no alarm in brackets");
    if (problem_) return 0;
    skip(name);
    const bool quoted = name.size() > 1 && name.front() == '"' && name.back() == '"';
    if (quoted) name = name.substr(1, name.size() - 2);
    if (!take(")")) fail("has a bracket that is not closed");
    return add({Operator::in_state, state, place_of(name), false, 0, 0});
  }

  std::size_t place_of(std::string_view name) {
    auto& names = rule_.names_;
    const auto found = std::find(names.begin(), names.end(), name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    if (names.size() == most_children) fail("asks more than 100 alarms");
    names.emplace_back(name);
    return names.size() - 1;
  }

  std::string_view text_;
  CompositeRule rule_;
  std::optional<Problem> problem_;
};

std::variant<CompositeRule, Problem> CompositeRule::read(std::string_view text) {
  return Reader(text).rule();
}

bool CompositeRule::holds(const Node& node, std::span<const AlarmState> states) const {
  switch (node.what) {
    case Operator::constant:
      return node.value;
    case Operator::in_state:
      return states[node.name] == node.state;
    case Operator::negation:
      return !holds(nodes_[node.right], states);
    case Operator::conjunction:
      return holds(nodes_[node.left], states) && holds(nodes_[node.right], states);
    case Operator::disjunction:
      return holds(nodes_[node.left], states) || holds(nodes_[node.right], states);
  }
  return false;
}

}  // namespace squall::metrics
