#include "squall/metrics/expression.hpp"

#include "squall/core/random.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace squall;
using namespace squall::metrics;

namespace {

const std::vector<std::string> names{"errors", "m1", "requests"};

std::string problem(const std::string& text) {
  const auto read = Expression::read(text, names);
  const auto* found = std::get_if<Problem>(&read);
  return found ? found->what + " / " + found->hint : "none";
}

std::string repeated(const std::string& part, int times) {
  std::string text;
  for (int i = 0; i < times; ++i) text += part;
  return text;
}

}  // namespace

TEST_CASE("a broken expression is told with the letter at which it breaks",
          "[metrics][expression]") {
  const std::string usual = " / write '100 * errors / requests', for instance";
  const std::vector<std::pair<std::string, std::string>> told{
      {"", "is empty" + usual},
      {"   ", "is empty" + usual},
      {"errors +", "ends where a metric or a number is missing" + usual},
      {"errors + * 2", "has '*' at letter 10, where a metric or a number is missing" + usual},
      {"(errors + 1", "has a bracket at letter 1 that is not closed" + usual},
      {"errors + 1)", "goes on with ')' after its end, at letter 11" + usual},
      {"errors requests", "goes on with 'requests' after its end, at letter 8" + usual},
      {"errors = 3", "goes on with '=' after its end, at letter 8" + usual},
      {"1.2.3 * errors", "has '1.2.3' at letter 1, which is no number" + usual},
      {"100 * erors",
       "names 'erors' at letter 7, which is none of its metrics / did you mean "
       "'errors'?"},
      {"100 * latency",
       "names 'latency' at letter 7, which is none of its metrics / its metrics: "
       "errors, m1, requests"},
      {"SUMM(errors)", "uses 'SUMM' at letter 1, which is no function / did you mean 'SUM'?"},
      {"1 + SEARCH(\"x\")",
       "uses 'SEARCH' at letter 5, which there is not here / name each metric under 'metrics'"},
      {"SORT(errors)",
       "uses 'SORT' at letter 1, which there is not here / name each metric under 'metrics'"},
      {"ANOMALY_DETECTION_BAND(errors, 2)",
       "uses 'ANOMALY_DETECTION_BAND' at letter 1, which there is not here / name each metric "
       "under 'metrics'"},
      {"AVG()", "gives 'AVG' 0 things at letter 1 / it takes a metric or a list"},
      {"AVG(errors, requests)", "gives 'AVG' 2 things at letter 1 / it takes a metric or a list"},
      {"errors - AVG(3)",
       "gives 'AVG' something else than it takes, at letter 10 / it takes a metric or a list"},
      {"IF(errors)",
       "gives 'IF' 1 things at letter 1 / it takes a condition and one or two "
       "metrics or numbers"},
      {"IF([errors, m1], 1, 2)",
       "gives 'IF' something else than it takes, at letter 1 / it takes "
       "a condition and one or two metrics or numbers"},
      {"FILL(errors)",
       "gives 'FILL' 1 things at letter 1 / it takes a metric or a list, and a "
       "number, REPEAT or LINEAR"},
      {"FILL(errors, m1)",
       "gives 'FILL' something else than it takes, at letter 1 / it takes a "
       "metric or a list, and a number, REPEAT or LINEAR"},
      {"FILL(REPEAT, 1)",
       "names 'REPEAT' at letter 6, which is none of its metrics / its "
       "metrics: errors, m1, requests"},
      {"AVG(errors)", "is one number for all periods / use it beside a metric, as in 'm - AVG(m)'"},
      {"3 + 4", "is one number for all periods / use it beside a metric, as in 'm - AVG(m)'"},
      {"METRICS()", "is a list of metrics / make one of them, as in 'SUM(METRICS())'"},
      {"METRICS(\"late\")", "has no metric with 'late' in its name, at letter 1" + usual},
      {"[errors, m1", "has a list at letter 1 that is not closed" + usual},
      {"SUM([errors, 3])", "has something else than a metric in a list, at letter 14" + usual},
      {"SUM([])", "has ']' at letter 6, where a metric or a number is missing" + usual},
      {"[errors] + [m1]",
       "has two lists side by side at letter 10 / make a metric of one, as in 'SUM([a, b])'"},
      {"\"errors\"", "has '\"errors\"' at letter 1, where a metric or a number is missing" + usual},
  };
  for (const auto& [text, says] : told) {
    INFO(text);
    CHECK(problem(text) == says);
  }
}

TEST_CASE("a deep or a long expression is refused, not followed to the end of the stack",
          "[metrics][expression]") {
  for (const std::string part : {"(", "-", "ABS(", "2^", "[", "IF(1,", "errors^-"}) {
    INFO(part);
    CHECK(problem(repeated(part, 100000)).find("nested too deeply") != std::string::npos);
  }
  CHECK(problem("m1" + repeated(" + m1", 2000)).find("more than 1000 parts") != std::string::npos);
  CHECK(problem("m1" + repeated(" + m1", 499)) == "none");
}

TEST_CASE("whatever is put together from pieces of expressions is read or refused",
          "[metrics][expression]") {
  const std::vector<std::string> pieces{"errors", "m1",      "requests",
                                        "1",      "0",       "2.5",
                                        "(",      ")",       "[",
                                        "]",      ",",       "+",
                                        "-",      "*",       "/",
                                        "^",      "<",       ">=",
                                        "==",     "AND",     "OR",
                                        "IF(",    "AVG(",    "SUM(",
                                        "FILL(",  "REPEAT",  "LINEAR",
                                        "RATE(",  "DIFF(",   "METRICS()",
                                        "\"",     "PERIOD(", "TIME_SERIES(",
                                        "ABS(",   "STDDEV(", "$"};
  const std::vector<Expression::Line> lines{{1, std::nullopt, 0}, {std::nullopt, 2, 3}, {0, 0, 9}};
  Random stream(7, "expressions");
  int sound = 0;
  for (int i = 0; i < 200000; ++i) {
    std::string text;
    const int length = 1 + static_cast<int>(stream.uniform() * 9);
    for (int part = 0; part < length; ++part)
      text += pieces[static_cast<std::size_t>(stream.uniform() * double(pieces.size()))] +
              (stream.uniform() < 0.5 ? " " : "");
    const auto read = Expression::read(text, names);
    const auto* expression = std::get_if<Expression>(&read);
    if (!expression) continue;
    ++sound;
    const auto line = expression->evaluate(lines, 60s);
    INFO(text);
    REQUIRE(line.size() == 3);
    for (const auto& value : line) REQUIRE((!value || std::isfinite(*value)));
  }
  CHECK(sound > 1000);
}

TEST_CASE("names of metrics in an expression begin with a small letter", "[metrics][expression]") {
  for (const char* name : {"m", "m1", "errorRate", "a_b"}) CHECK_FALSE(problem_of_operand(name));
  for (const char* name : {"", "M", "1m", "a-b", "a b", "_a", "a.b"})
    CHECK(problem_of_operand(name));
}
