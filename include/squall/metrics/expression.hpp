#pragma once

#include "squall/core/time.hpp"
#include "squall/core/type.hpp"
#include "squall/metrics/store.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace squall::metrics {

/// What metric math makes of metrics, period by period:
///
///     IF(requests > 100, 100 * errors / requests)
///
/// It holds a number, a metric (a value or none for each period) or a list of metrics, and what it
/// comes to as a whole is a metric. From what binds closest: ^, minus, * and /, + and -,
/// comparisons (1 or 0), AND, OR.
///
/// | written                     | is                                                        |
/// |-----------------------------|-----------------------------------------------------------|
/// | AVG MIN MAX SUM STDDEV of a | of a metric one number, of all its values here; of a list |
/// |                             |   a metric, of those that have a value                    |
/// | RATE DIFF RUNNING_SUM of a  | against the value before, by the second or not; so far    |
/// | CEIL FLOOR ABS of a         | what the words say                                        |
/// | FILL(a, n) REPEAT LINEAR    | missing values: n, the one before, on the line between    |
/// | IF(c, a, b)  IF(c, a)       | a where c is not 0, else b or none                        |
/// | METRICS() METRICS("err")    | all that are named; those with err in the name            |
/// | PERIOD(a)                   | the seconds of a period                                   |
/// | TIME_SERIES(n)              | n in every period                                         |
/// | [a, b]                      | a list                                                    |
///
/// Of two metrics of which one has no value in a period, that counts as 0; what is divided by 0 or
/// is no number has no value. IF has none where c has none, and is 0 where c is not 0 and a metric
/// a has none.
class Expression {
 public:
  static constexpr std::size_t most_operands = 10;
  static constexpr std::size_t most_parts = 1000;

  /// A value, or none, for each period, oldest first.
  using Line = std::vector<std::optional<double>>;

  /// What the text says of metrics with these names, or what is wrong with it.
  static std::variant<Expression, Problem> read(std::string_view text,
                                                std::span<const std::string> names);

  /// Of the metrics' values, in the order of their names.
  /// Requires: all are of as many periods.
  Line evaluate(std::span<const Line> operands, Duration period) const;

  /// Whether the metric with that name, by its place among them, is in it.
  bool uses(std::size_t operand) const;

 private:
  class Reader;
  class Evaluation;

  enum class Shape : std::uint8_t { number, metric, list };

  enum class Operator : std::uint8_t {
    number,
    operand,
    list,
    minus,
    power,
    times,
    divided,
    plus,
    less_by,
    less,
    less_or_equal,
    greater,
    greater_or_equal,
    equal,
    unequal,
    conjunction,
    disjunction,
    average,
    least,
    most,
    sum,
    deviation,
    rate,
    difference,
    running_sum,
    ceiling,
    floor,
    absolute,
    fill,
    fill_before,
    fill_between,
    choice,
    period,
    time_series,
  };

  // Its parts come before it.
  struct Node {
    Operator what{};
    Shape shape{};
    double number = 0;        // of a number
    std::size_t operand = 0;  // of an operand
    std::vector<std::size_t> parts{};
  };

  struct Function;

  std::vector<Node> nodes_;  // the last one is the whole
};

/// An expression and what the names in it stand for.
struct Formula {
  Expression expression;
  std::vector<Query> operands;
};

/// What is wrong with a name in an expression: AWS's begin with a small letter.
std::optional<Problem> problem_of_operand(std::string_view name);

}  // namespace squall::metrics
