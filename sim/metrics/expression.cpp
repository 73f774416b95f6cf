#include "squall/metrics/expression.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace squall::metrics {

namespace {

using Line = Expression::Line;

std::optional<double> finite(double value) {
  return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

double truth(bool holds) { return holds ? 1 : 0; }

// Against the value before it.
template <class Change>
Line changes(const Line& line, const Change& change) {
  Line made(line.size());
  std::optional<std::size_t> before;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!line[i]) continue;
    if (before) made[i] = finite(change(*line[i] - *line[*before], i - *before));
    before = i;
  }
  return made;
}

Line sums_so_far(Line line) {
  double sum = 0;
  for (auto& value : line)
    if (value) value = finite(sum += *value);
  return line;
}

Line filled_with(Line line, std::optional<double> with) {
  for (auto& value : line)
    if (!value) value = with;
  return line;
}

Line filled_with_before(Line line) {
  for (std::size_t i = 1; i < line.size(); ++i)
    if (!line[i]) line[i] = line[i - 1];
  return line;
}

// Where there is a value on either side.
Line filled_between(Line line) {
  std::optional<std::size_t> before;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (!line[i]) continue;
    for (std::size_t gap = before ? *before + 1 : i; gap < i; ++gap) {
      const double part = static_cast<double>(gap - *before) / static_cast<double>(i - *before);
      line[gap] = *line[*before] + part * (*line[i] - *line[*before]);
    }
    before = i;
  }
  return line;
}

}  // namespace

/// One evaluation, over as many periods as the operands have.
class Expression::Evaluation {
 public:
  Evaluation(const Expression& expression, std::span<const Line> operands, Duration period)
      : nodes_(expression.nodes_),
        operands_(operands),
        period_(period),
        periods_(operands.empty() ? 0 : operands.front().size()) {}

  Line result() const { return of(nodes_.size() - 1).lines.front(); }

 private:
  /// A number is a line with one value, a list several lines.
  struct Value {
    Shape shape{};
    std::vector<Line> lines;

    std::optional<double> at(std::size_t line, std::size_t period) const {
      const Line& its = lines[shape == Shape::list ? line : 0];
      return its[shape == Shape::number ? 0 : period];
    }
  };

  Value of(std::size_t number) const {
    const Node& node = nodes_[number];
    switch (node.what) {
      case Operator::number:
        return {node.shape, {{node.number}}};
      case Operator::operand:
        return {node.shape, {operands_[node.operand]}};
      case Operator::period:
        return {node.shape, {{seconds(period_)}}};
      case Operator::time_series:
        return {node.shape, {Line(periods_, of(node.parts[0]).at(0, 0))}};
      case Operator::list:
        return list_of(node);
      case Operator::choice:
        return choice_of(node);
      case Operator::average:
      case Operator::least:
      case Operator::most:
      case Operator::sum:
      case Operator::deviation:
        return summary_of(node);
      default:
        return node.parts.size() == 2 && node.what != Operator::fill ? joined(node) : changed(node);
    }
  }

  Value list_of(const Node& node) const {
    Value made{node.shape, {}};
    for (const std::size_t part : node.parts) made.lines.push_back(of(part).lines.front());
    return made;
  }

  // An empty value of the shape, where that is no list.
  Value empty(Shape shape) const { return {shape, {Line(shape == Shape::number ? 1 : periods_)}}; }

  Value choice_of(const Node& node) const {
    const Value condition = of(node.parts[0]);
    const Value then = of(node.parts[1]);
    const Value other = node.parts.size() > 2 ? of(node.parts[2]) : empty(node.shape);
    Value made = empty(node.shape);
    for (std::size_t i = 0; i < made.lines[0].size(); ++i) {
      const auto holds = condition.at(0, i);
      if (!holds) continue;
      const auto value = *holds != 0 ? then.at(0, i) : other.at(0, i);
      // A condition that comes with each period makes a point of what is missing.
      const bool counts_as_0 = *holds != 0 && condition.shape == Shape::metric;
      made.lines[0][i] = value || !counts_as_0 ? value : 0;
    }
    return made;
  }

  Value summary_of(const Node& node) const {
    const Value all = of(node.parts[0]);
    if (all.shape != Shape::list) return {node.shape, {{summary(node.what, all.lines[0])}}};
    Value made = empty(node.shape);
    for (std::size_t i = 0; i < periods_; ++i) {
      Line values;
      for (const Line& line : all.lines) values.push_back(line[i]);
      made.lines[0][i] = summary(node.what, values);
    }
    return made;
  }

  static std::optional<double> summary(Operator what, const Line& values) {
    double count = 0;
    double sum = 0;
    double least = std::numeric_limits<double>::infinity();
    double most = -least;
    for (const auto& value : values) {
      if (!value) continue;
      ++count;
      sum += *value;
      least = std::min(least, *value);
      most = std::max(most, *value);
    }
    if (count == 0) return std::nullopt;
    const double mean = sum / count;
    double squares = 0;
    for (const auto& value : values)
      if (value) squares += (*value - mean) * (*value - mean);
    return finite(what == Operator::average ? mean
                  : what == Operator::sum   ? sum
                  : what == Operator::least ? least
                  : what == Operator::most  ? most
                                            : std::sqrt(squares / count));
  }

  Value joined(const Node& node) const {
    const Value left = of(node.parts[0]);
    const Value right = of(node.parts[1]);
    Value made{node.shape, {}};
    for (std::size_t line = 0; line < std::max(left.lines.size(), right.lines.size()); ++line) {
      made.lines.push_back(empty(node.shape).lines[0]);
      for (std::size_t i = 0; i < made.lines[line].size(); ++i)
        made.lines[line][i] = joined(node.what, left, right, line, i);
    }
    return made;
  }

  // A number is beside points alone, and makes none.
  static std::optional<double> joined(Operator what, const Value& left, const Value& right,
                                      std::size_t line, std::size_t i) {
    const auto a = left.at(line, i);
    const auto b = right.at(line, i);
    if (!a && !b) return std::nullopt;
    if ((!a || !b) && (left.shape == Shape::number || right.shape == Shape::number))
      return std::nullopt;
    return finite(joined(what, a.value_or(0), b.value_or(0)));
  }

  static double joined(Operator what, double a, double b) {
    switch (what) {
      case Operator::power:
        return std::pow(a, b);
      case Operator::times:
        return a * b;
      case Operator::divided:
        return b == 0 ? std::numeric_limits<double>::quiet_NaN() : a / b;
      case Operator::plus:
        return a + b;
      case Operator::less_by:
        return a - b;
      case Operator::less:
        return truth(a < b);
      case Operator::less_or_equal:
        return truth(a <= b);
      case Operator::greater:
        return truth(a > b);
      case Operator::greater_or_equal:
        return truth(a >= b);
      case Operator::equal:
        return truth(a == b);
      case Operator::unequal:
        return truth(a != b);
      case Operator::conjunction:
        return truth(a != 0 && b != 0);
      case Operator::disjunction:
        return truth(a != 0 || b != 0);
      default:
        return 0;
    }
  }

  Value changed(const Node& node) const {
    Value value = of(node.parts[0]);
    const std::optional<double> with =
        node.what == Operator::fill ? of(node.parts[1]).at(0, 0) : std::nullopt;
    for (Line& line : value.lines) line = changed(node.what, std::move(line), with);
    return value;
  }

  Line changed(Operator what, Line line, std::optional<double> with) const {
    switch (what) {
      case Operator::fill:
        return filled_with(std::move(line), with);
      case Operator::fill_before:
        return filled_with_before(std::move(line));
      case Operator::fill_between:
        return filled_between(std::move(line));
      case Operator::running_sum:
        return sums_so_far(std::move(line));
      case Operator::difference:
        return changes(line, [](double by, std::size_t) { return by; });
      case Operator::rate:
        return changes(line, [this](double by, std::size_t periods) {
          return by / (seconds(period_) * static_cast<double>(periods));
        });
      default:
        break;
    }
    for (auto& value : line)
      if (value)
        value = what == Operator::minus     ? -*value
                : what == Operator::ceiling ? std::ceil(*value)
                : what == Operator::floor   ? std::floor(*value)
                                            : std::abs(*value);
    return line;
  }

  const std::vector<Node>& nodes_;
  const std::span<const Line> operands_;
  const Duration period_;
  const std::size_t periods_;
};

bool Expression::uses(std::size_t operand) const {
  return std::any_of(nodes_.begin(), nodes_.end(), [&](const Node& node) {
    return node.what == Operator::operand && node.operand == operand;
  });
}

Expression::Line Expression::evaluate(std::span<const Line> operands, Duration period) const {
  return Evaluation(*this, operands, period).result();
}

}  // namespace squall::metrics
