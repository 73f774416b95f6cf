#include "squall/report/picture.hpp"

#include "squall/core/display.hpp"
#include "squall/core/random.hpp"

#include "support/catch.hpp"

#include <sstream>
#include <string>

using namespace squall;

namespace {

world::Result result_of(std::size_t steps, Duration length) {
  world::Result result;
  result.simulated = length * static_cast<std::int64_t>(steps);
  result.measure_until = result.simulated;
  result.course.step = length;
  for (std::size_t i = 0; i < steps; ++i) {
    world::CourseStep& step = result.course.steps.emplace_back();
    step.from = length * static_cast<std::int64_t>(i);
    step.until = step.from + length;
    step.requests = step.succeeded = 100;
    step.p50 = step.p99 = 10ms;
    step.running = 2;
  }
  return result;
}

// The row that begins with a label.
std::string row(const std::string& picture, const std::string& label) {
  std::istringstream lines(picture);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("  " + label)) return line;
  return {};
}

}  // namespace

TEST_CASE("what never changes and what never goes wrong has no row", "[report][picture]") {
  const std::string text = report::picture(result_of(10, 1s), {});
  CHECK(row(text, "rate").find("max 100/s") != std::string::npos);
  CHECK(row(text, "p99").find("max 10.0 ms") != std::string::npos);
  CHECK(row(text, "running").empty());
  CHECK(row(text, "errors").empty());
}

TEST_CASE("a time-out is the highest bar, above all answers", "[report][picture]") {
  world::Result result = result_of(10, 1s);
  result.course.steps[3].p99.reset();
  const std::string line = row(report::picture(result, {}), "p99");
  CHECK(line.find("▇") != std::string::npos);
  CHECK(line.find("█") != std::string::npos);
  CHECK(line.find("max time-out") != std::string::npos);
}

TEST_CASE("one error in a million is seen", "[report][picture]") {
  world::Result result = result_of(10, 1s);
  result.course.steps[2].requests = 1'000'000;
  result.course.steps[2].succeeded = 999'999;
  result.course.steps[7].requests = 200;
  CHECK(row(report::picture(result, {}), "errors").find("▁") != std::string::npos);
}

TEST_CASE("what happened in one cell has one number, and the next another", "[report][picture]") {
  world::Result result = result_of(60, 10s);
  result.journal = {{0s, "begin"}, {1s, "at once"}, {5min, "hang: web-1"}, {10min, "too late"}};
  const std::string text = report::picture(result, {});
  CHECK(text.find("\n  1         0s   begin\n            1s   at once\n") != std::string::npos);
  CHECK(text.find("\n  2         5m   hang: web-1\n           10m   too late\n") !=
        std::string::npos);
  CHECK(text.find("\n           1                             2\n") != std::string::npos);
}

TEST_CASE("nobody who asks is said, and no picture is drawn of one step", "[report][picture]") {
  world::Result result = result_of(5, 1s);
  for (world::CourseStep& step : result.course.steps) step.requests = step.succeeded = 0;
  CHECK(report::picture(result, {}).find("nobody asks") != std::string::npos);
  CHECK(report::picture(result_of(1, 1s), {}).empty());
  CHECK(report::picture(world::Result{}, {}).empty());
}

TEST_CASE("no line of a picture is wider than the screen", "[report][picture]") {
  const auto seed = static_cast<std::uint64_t>(GENERATE(range(1, 60)));
  CAPTURE(seed);
  Random random(seed, "picture");
  world::Result result =
      result_of(1 + random.below(130), 1s * static_cast<std::int64_t>(1 + random.below(9000)));
  if (random.below(2) == 0) result.start = Timestamp{std::chrono::sys_seconds{1'800'000'000s}, 9h};
  for (world::CourseStep& step : result.course.steps) {
    step.requests = random.below(3) * random.below(1'000'000'000);
    step.succeeded = step.requests == 0 ? 0 : random.below(step.requests + 1);
    step.running = random.below(100'000);
    if (random.below(4) == 0) step.p99.reset();
    if (random.below(4) == 0)
      step.p99 = Duration(static_cast<std::int64_t>(random.below(1u << 31)));
  }
  for (std::uint64_t i = random.below(40); i > 0; --i)
    result.journal.push_back(
        {result.simulated / 40 * static_cast<std::int64_t>(40 - i),
         "점심 시간에 무슨 일이 있었다 and what was to be done about it then"});
  for (const std::size_t width : {60u, 77u, 100u, 200u}) {
    std::istringstream lines(report::picture(result, {width, random.below(2) == 0}));
    for (std::string line; std::getline(lines, line);) {
      INFO(line);
      CHECK(display_width(line) <= width);
    }
  }
}
