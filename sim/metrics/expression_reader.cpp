#include "squall/core/nearest.hpp"
#include "squall/core/text.hpp"
#include "squall/metrics/expression.hpp"

#include "metrics/expression_text.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace squall::metrics {

namespace {

constexpr int deepest = 100;

constexpr std::array<std::string_view, 4> left_out{"SEARCH", "SORT", "SLICE",
                                                   "ANOMALY_DETECTION_BAND"};

}  // namespace

/// What a function takes first, how many things it takes, and what comes out.
struct Expression::Function {
  enum class Result : std::uint8_t { same, narrower, number, metric, choice };

  std::string_view name;
  Operator what;
  std::size_t least;
  std::size_t most;
  std::string_view takes;  // as a message says it
  bool number;
  bool metric;
  bool list;
  Result result;

  bool suits(Shape shape) const {
    return shape == Shape::number ? number : shape == Shape::metric ? metric : list;
  }
};

/// Reads by descent: or, and, comparison, sum, product, minus, power, one.
class Expression::Reader {
 public:
  Reader(std::string_view text, std::span<const std::string> names) : text_(text), names_(names) {}

  std::variant<Expression, Problem> expression() {
    if (text_.next().empty()) fail("is empty");
    const std::size_t root = read_or(0);
    if (!problem_ && !text_.next().empty())
      fail(fmt::format("goes on with '{}' after its end, at letter {}", text_.next(),
                       text_.letter()));
    if (!problem_ && shape(root) == Shape::number)
      fail("is one number for all periods", "use it beside a metric, as in 'm - AVG(m)'");
    if (!problem_ && shape(root) == Shape::list)
      fail("is a list of metrics", "make one of them, as in 'SUM(METRICS())'");
    if (problem_) return *problem_;
    return std::move(made_);
  }

 private:
  using Signs = std::initializer_list<std::pair<std::string_view, Operator>>;
  using Result = Function::Result;

  static const std::array<Function, 15> functions;

  void fail(std::string what, std::string hint = "write '100 * errors / requests', for instance") {
    if (!problem_) problem_ = Problem{std::move(what), std::move(hint)};
  }

  Shape shape(std::size_t node) const {
    return problem_ ? Shape::number : made_.nodes_[node].shape;
  }

  std::size_t add(Node node) {
    if (made_.nodes_.size() == most_parts) fail("has more than 1000 parts");
    made_.nodes_.push_back(std::move(node));
    return made_.nodes_.size() - 1;
  }

  // The parts are of shapes that go together.
  std::size_t join(Operator what, std::size_t left, std::size_t right, std::size_t at) {
    const Shape a = shape(left);
    const Shape b = shape(right);
    if (a == Shape::list && b == Shape::list)
      fail(fmt::format("has two lists side by side at letter {}", at),
           "make a metric of one, as in 'SUM([a, b])'");
    return add({what, std::max(a, b), 0, 0, {left, right}});
  }

  // One after the other, from the left, with such signs between them.
  std::size_t read_chain(std::size_t (Reader::*read_part)(int), Signs signs, int depth) {
    std::size_t left = (this->*read_part)(depth);
    while (!problem_) {
      const std::string_view sign = text_.next();
      const auto found = std::find_if(signs.begin(), signs.end(),
                                      [&](const auto& each) { return each.first == sign; });
      if (found == signs.end()) break;
      const std::size_t at = text_.letter();
      text_.skip(sign);
      const std::size_t right = (this->*read_part)(depth);
      left = join(found->second, left, right, at);
    }
    return left;
  }

  std::size_t read_or(int depth) {
    if (depth > deepest) {
      fail("is nested too deeply");
      return 0;
    }
    return read_chain(&Reader::read_and,
                      {{"OR", Operator::disjunction}, {"||", Operator::disjunction}}, depth);
  }

  std::size_t read_and(int depth) {
    return read_chain(&Reader::read_comparison,
                      {{"AND", Operator::conjunction}, {"&&", Operator::conjunction}}, depth);
  }

  std::size_t read_comparison(int depth) {
    return read_chain(&Reader::read_sum,
                      {{"<", Operator::less},
                       {"<=", Operator::less_or_equal},
                       {">", Operator::greater},
                       {">=", Operator::greater_or_equal},
                       {"==", Operator::equal},
                       {"!=", Operator::unequal}},
                      depth);
  }

  std::size_t read_sum(int depth) {
    return read_chain(&Reader::read_product, {{"+", Operator::plus}, {"-", Operator::less_by}},
                      depth);
  }

  std::size_t read_product(int depth) {
    return read_chain(&Reader::read_minus, {{"*", Operator::times}, {"/", Operator::divided}},
                      depth);
  }

  std::size_t read_minus(int depth) {
    if (depth > deepest) {
      fail("is nested too deeply");
      return 0;
    }
    if (!text_.take("-")) return read_power(depth);
    const std::size_t part = read_minus(depth + 1);
    return add({Operator::minus, shape(part), 0, 0, {part}});
  }

  // From the right: 2 ^ 3 ^ 2 is 2 ^ 9.
  std::size_t read_power(int depth) {
    const std::size_t left = read_one(depth);
    const std::size_t at = text_.letter();
    if (problem_ || !text_.take("^")) return left;
    const std::size_t right = read_minus(depth + 1);
    return join(Operator::power, left, right, at);
  }

  std::size_t read_one(int depth) {
    const std::size_t at = text_.letter();
    const std::string_view found = text_.next();
    if (ExpressionText::is_number(found)) return read_number_here(found, at);
    if (ExpressionText::is_word(found)) return read_word(found, at, depth);
    if (text_.take("(")) {
      const std::size_t inside = read_or(depth + 1);
      close(")", "bracket", at);
      return inside;
    }
    if (text_.take("[")) return read_list(at, depth);
    fail(found.empty() ? std::string("ends where a metric or a number is missing")
                       : fmt::format("has '{}' at letter {}, where a metric or a number is missing",
                                     found, at));
    return 0;
  }

  std::size_t read_number_here(std::string_view text, std::size_t at) {
    const auto number = read_number(text);
    if (!number) fail(fmt::format("has '{}' at letter {}, which is no number", text, at));
    text_.skip(text);
    return add({Operator::number, Shape::number, number.value_or(0), 0, {}});
  }

  void close(std::string_view sign, std::string_view what, std::size_t at) {
    if (!problem_ && !text_.take(sign))
      fail(fmt::format("has a {} at letter {} that is not closed", what, at));
  }

  std::size_t read_list(std::size_t at, int depth) {
    std::vector<std::size_t> parts;
    do {
      const std::size_t where = text_.letter();
      parts.push_back(read_or(depth + 1));
      if (!problem_ && shape(parts.back()) != Shape::metric)
        fail(fmt::format("has something else than a metric in a list, at letter {}", where));
    } while (!problem_ && text_.take(","));
    close("]", "list", at);
    return add({Operator::list, Shape::list, 0, 0, std::move(parts)});
  }

  std::size_t read_word(std::string_view word, std::size_t at, int depth) {
    text_.skip(word);
    if (text_.take("(")) return read_call(word, at, depth);
    const auto found = std::find(names_.begin(), names_.end(), word);
    if (found != names_.end()) return operand(static_cast<std::size_t>(found - names_.begin()));
    const std::vector<std::string_view> known(names_.begin(), names_.end());
    const auto near = nearest(word, known);
    fail(fmt::format("names '{}' at letter {}, which is none of its metrics", word, at),
         near ? fmt::format("did you mean '{}'?", *near)
              : fmt::format("its metrics: {}", fmt::join(known, ", ")));
    return 0;
  }

  std::size_t operand(std::size_t number) {
    return add({Operator::operand, Shape::metric, 0, number, {}});
  }

  std::size_t read_call(std::string_view name, std::size_t at, int depth) {
    if (name == "METRICS") return read_metrics(at);
    const auto function = std::find_if(functions.begin(), functions.end(),
                                       [&](const Function& each) { return each.name == name; });
    if (function == functions.end()) {
      refuse(name, at);
      return 0;
    }
    Operator what = function->what;
    std::vector<std::size_t> parts;
    do {
      const std::string_view word = text_.next();
      const bool is_way = name == "FILL" && parts.size() == 1;
      if (is_way && text_.take("REPEAT")) {
        what = Operator::fill_before;
      } else if (is_way && text_.take("LINEAR")) {
        what = Operator::fill_between;
      } else if (word != ")") {
        parts.push_back(read_or(depth + 1));
      }
    } while (!problem_ && text_.take(","));
    close(")", "bracket", at + name.size());
    check(*function, what, parts, at);
    return problem_ ? 0 : add({what, result_of(function->result, parts), 0, 0, parts});
  }

  void refuse(std::string_view name, std::size_t at) {
    if (std::find(left_out.begin(), left_out.end(), name) != left_out.end())
      return fail(fmt::format("uses '{}' at letter {}, which there is not here", name, at),
                  "name each metric under 'metrics'");
    std::vector<std::string_view> known{"METRICS"};
    for (const Function& each : functions) known.push_back(each.name);
    const auto near = nearest(name, known);
    fail(fmt::format("uses '{}' at letter {}, which is no function", name, at),
         near ? fmt::format("did you mean '{}'?", *near)
              : fmt::format("known: {}", fmt::join(known, ", ")));
  }

  void check(const Function& function, Operator what, const std::vector<std::size_t>& parts,
             std::size_t at) {
    if (problem_) return;
    const bool has_way = what == Operator::fill_before || what == Operator::fill_between;
    const std::size_t things = parts.size() + has_way;
    if (things < function.least || things > function.most)
      return fail(fmt::format("gives '{}' {} things at letter {}", function.name, things, at),
                  fmt::format("it takes {}", function.takes));
    bool suits = function.suits(shape(parts.front()));
    if (what == Operator::fill) suits = suits && shape(parts[1]) == Shape::number;
    if (what == Operator::choice)
      for (const std::size_t part : parts) suits = suits && shape(part) != Shape::list;
    if (!suits)
      fail(fmt::format("gives '{}' something else than it takes, at letter {}", function.name, at),
           fmt::format("it takes {}", function.takes));
  }

  Shape result_of(Result result, const std::vector<std::size_t>& parts) const {
    switch (result) {
      case Result::same:
        return shape(parts.front());
      case Result::narrower:
        return shape(parts.front()) == Shape::list ? Shape::metric : Shape::number;
      case Result::number:
        return Shape::number;
      case Result::metric:
        return Shape::metric;
      case Result::choice:
        break;
    }
    Shape widest = Shape::number;
    for (const std::size_t part : parts) widest = std::max(widest, shape(part));
    return widest;
  }

  // All, or those with a text in the name.
  std::size_t read_metrics(std::size_t at) {
    std::string_view part = text_.next();
    const bool quoted = part.size() > 1 && part.front() == '"' && part.back() == '"';
    if (quoted) {
      text_.skip(part);
      part = part.substr(1, part.size() - 2);
    } else {
      part = {};
    }
    close(")", "bracket", at + std::string_view("METRICS").size());
    std::vector<std::size_t> parts;
    for (std::size_t i = 0; i < names_.size(); ++i)
      if (names_[i].find(part) != names_[i].npos) parts.push_back(operand(i));
    if (parts.empty())
      fail(fmt::format("has no metric with '{}' in its name, at letter {}", part, at));
    return add({Operator::list, Shape::list, 0, 0, std::move(parts)});
  }

  ExpressionText text_;
  const std::span<const std::string> names_;
  Expression made_;
  std::optional<Problem> problem_;
};

const std::array<Expression::Function, 15> Expression::Reader::functions{{
    {"ABS", Operator::absolute, 1, 1, "a metric, a list or a number", true, true, true,
     Result::same},
    {"AVG", Operator::average, 1, 1, "a metric or a list", false, true, true, Result::narrower},
    {"CEIL", Operator::ceiling, 1, 1, "a metric, a list or a number", true, true, true,
     Result::same},
    {"DIFF", Operator::difference, 1, 1, "a metric or a list", false, true, true, Result::same},
    {"FILL", Operator::fill, 2, 2, "a metric or a list, and a number, REPEAT or LINEAR", false,
     true, true, Result::same},
    {"FLOOR", Operator::floor, 1, 1, "a metric, a list or a number", true, true, true,
     Result::same},
    {"IF", Operator::choice, 2, 3, "a condition and one or two metrics or numbers", true, true,
     false, Result::choice},
    {"MAX", Operator::most, 1, 1, "a metric or a list", false, true, true, Result::narrower},
    {"MIN", Operator::least, 1, 1, "a metric or a list", false, true, true, Result::narrower},
    {"PERIOD", Operator::period, 1, 1, "a metric", false, true, false, Result::number},
    {"RATE", Operator::rate, 1, 1, "a metric or a list", false, true, true, Result::same},
    {"RUNNING_SUM", Operator::running_sum, 1, 1, "a metric or a list", false, true, true,
     Result::same},
    {"STDDEV", Operator::deviation, 1, 1, "a metric or a list", false, true, true,
     Result::narrower},
    {"SUM", Operator::sum, 1, 1, "a metric or a list", false, true, true, Result::narrower},
    {"TIME_SERIES", Operator::time_series, 1, 1, "a number", true, false, false, Result::metric},
}};

std::variant<Expression, Problem> Expression::read(std::string_view text,
                                                   std::span<const std::string> names) {
  return Reader(text, names).expression();
}

std::optional<Problem> problem_of_operand(std::string_view name) {
  const bool sound = !name.empty() && name.front() >= 'a' && name.front() <= 'z' &&
                     ExpressionText(name).next() == name;
  if (sound) return std::nullopt;
  return Problem{fmt::format("'{}' is no name of a metric in an expression", name),
                 "a small letter, then letters, digits and _"};
}

}  // namespace squall::metrics
