#include "squall/scenario/explain.hpp"

#include "squall/core/display.hpp"
#include "squall/core/layout.hpp"

#include "scenario/aws_words.hpp"
#include "scenario/places.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <sstream>

using namespace squall;
using namespace squall::scenario;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// The text with every run of spaces and line ends as one space, so that wrapping does not matter.
std::string flat(const std::string& text) {
  std::istringstream words(text);
  std::string result;
  for (std::string word; words >> word;) result += (result.empty() ? "" : " ") + word;
  return result;
}

std::string page(std::string_view path) {
  const Explanation explanation = explain(path, 100);
  INFO(path << ":\n" << explanation.text);
  CHECK(explanation.found);
  return flat(explanation.text);
}

std::string refusal(std::string_view path) {
  const Explanation explanation = explain(path, 100);
  INFO(path << ":\n" << explanation.text);
  CHECK_FALSE(explanation.found);
  return explanation.text;
}

std::size_t widest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t widest = 0;
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, display_width(line));
  return widest;
}

}  // namespace

TEST_CASE("a field is explained by its meaning, type, default and range", "[scenario][explain]") {
  const std::string text = page("target_groups.health_check.interval");
  CHECK(text.starts_with("target_groups.NAME.health_check.interval between the starts of two"));
  CHECK(has(text, "type duration"));
  CHECK(has(text, "written interval: 30s"));
  CHECK(has(text, "default 30s"));
  CHECK(has(text, "range 5s to 300s"));
}

TEST_CASE("a path may give names, leave them out, or use the aliases of sections",
          "[scenario][explain]") {
  const std::string text = page("target_groups.NAME.health_check.interval");
  for (const char* path :
       {"target_groups.web.health_check.interval", "tg.web.health_check.interval",
        "tg.health_check.interval", "health_check.interval", "tg.\"a.b\".health_check.interval"})
    CHECK(page(path) == text);
  CHECK(has(page("asg.web.min_size"), "auto_scaling_groups.NAME.min_size"));
  CHECK(has(page("lb.front.listeners.443"), "load_balancers.NAME.listeners"));
  CHECK(has(page("timeline[0].at"), "timeline.at"));
  CHECK(
      has(page("db.orders.queries.read.lognormal.cv"), "databases.NAME.queries.NAME.lognormal.cv"));
}

TEST_CASE("a service called like a field is still a service", "[scenario][explain]") {
  CHECK(has(page("services.workers.errors"), "services.NAME.errors"));
  CHECK(has(page("services.workers"), "services.NAME.workers"));
}

TEST_CASE("a page says what is required, settable, named and unlike AWS", "[scenario][explain]") {
  const std::string size = page("asg.min_size");
  CHECK(has(size, "required yes"));
  CHECK(has(size, "may be set while a run goes on"));
  CHECK(has(page("instances.service"), "names services"));
  CHECK(has(page("timeline[0]"), "at moment required when it happens"));
  CHECK(has(page("timeline.hang"), "written hang: web-1 names instances or auto_scaling_groups"));
  CHECK(has(page("lb.zones"), "AWS AWS wants them named"));
  CHECK(has(page("lb.zones"), "default the scenario's zones"));
  const std::string jitter = page("retry.jitter");
  CHECK(has(jitter, "none every pause as long as computed"));
  CHECK(has(jitter, "full every pause anything"));
}

TEST_CASE("a record lists its fields, a choice its forms", "[scenario][explain]") {
  const std::string check = page("tg.web.health_check");
  CHECK(has(check, "field type default meaning"));
  CHECK(has(check, "healthy_threshold whole number 5; behind a CLB 10 good answers in a row"));
  CHECK(has(page("services.web.handler"), "fail whole number ends the request with this status"));
  CHECK(has(page("timeline"), "hang list of text the process stands still"));
  CHECK(has(page("clients.retry"), "a value without a key stands for 'attempts'"));
  CHECK(has(page("tg"), "each may say 'like: NAME'"));
  CHECK(has(page("services.handler.wait.uniform"), "written as a list, one value for each"));
}

TEST_CASE("without a path, every section is listed", "[scenario][explain]") {
  const std::string text = page("");
  for (const TopLevel& top : top_level()) CHECK(has(text, std::string(top.field->key)));
}

TEST_CASE("every place of the language has a page", "[scenario][explain]") {
  CHECK(places().size() > 100);
  for (const LanguagePlace& place : places()) {
    const Explanation explanation = explain(place.path, 80);
    INFO(place.path);
    CHECK(explanation.found);
    CHECK(explanation.text.starts_with(place.path + '\n'));
  }
}

TEST_CASE("a single word finds every field of that key", "[scenario][explain]") {
  CHECK(page("matcher") == page("target_groups.health_check.matcher"));
  const std::string zones = page("zones");
  CHECK(zones.starts_with("zones the zones of everything that names none"));
  CHECK(has(zones, "load_balancers.NAME.zones the zones it has a node in"));
  const std::string timeout = page("timeout");
  CHECK(has(timeout, "clients.NAME.timeout"));
  CHECK(has(timeout, "target_groups.NAME.health_check.timeout"));
}

TEST_CASE("a kind of values is explained by its name", "[scenario][explain]") {
  CHECK(has(page("duration"), "1h30m"));
  CHECK(has(page("ratio"), "65% and 0.65 are the same"));
  CHECK(has(page("promise"), "p99 < 400ms each 5m"));
}

TEST_CASE("a word of AWS says what to write here, or why nothing", "[scenario][explain]") {
  CHECK(has(page("TargetValue"), "here auto_scaling_groups.NAME.policies.NAME.target"));
  CHECK(has(page("vpc"), "a zone stands for its subnet"));
  CHECK(has(page("health_check_interval_seconds"), "target_groups.NAME.health_check.interval"));
  CHECK(has(page("iam_role"), "not a word of the language"));
  CHECK(has(page("max"), "clients.NAME.retry.max"));
  CHECK(has(page("max"), "auto_scaling_groups.NAME.max_size"));
  CHECK(has(page("deregistration_delay.timeout_seconds"), "the unit is written: 300s"));
  for (const AwsWord& word : aws_words()) page(word.word);
}

TEST_CASE("an unknown word gives the nearest one and is not found", "[scenario][explain]") {
  CHECK(refusal("intervall") == "nothing is called 'intervall' (did you mean 'interval'?)\n");
  CHECK(has(refusal("target_groups.web.helth_check"),
            "'helth_check' in target_groups.web (did you mean 'health_check'?)"));
  CHECK(has(refusal("MinSizes"), "did you mean 'MinSize'?"));
  CHECK(has(refusal("xyzzy"), "explain --search xyzzy"));
  CHECK(has(page("target_groups.helth_check"), "(did you mean 'health_check'?)"));
  for (const char* path : {".", "..", "\"", "[", "a.b.c.d.e", "services..", "\xff", "NAME"})
    explain(path, 100);
}

TEST_CASE("a search looks into keys and meanings in any case", "[scenario][explain]") {
  const Explanation found = explain_search("cpu TIME", 100);
  CHECK(found.found);
  CHECK(has(found.text, "target_groups.NAME.health_check.demand"));
  CHECK(has(explain_search("Grace_Period", 100).text, "health_check_grace_period"));
  CHECK_FALSE(explain_search("teleport", 100).found);
}

TEST_CASE("no line of a page is wider than the terminal", "[scenario][explain]") {
  for (const int width : {60, 80, 200}) {
    for (const LanguagePlace& place : places()) {
      const std::string text = explain(place.path, width).text;
      const std::string body = text.substr(text.find('\n'));  // a path is not broken
      INFO(width << '\n' << text);
      REQUIRE(widest_line(body) <= static_cast<std::size_t>(width));
    }
  }
  CHECK(widest_line(explain("asg", 10).text) <= 60);
  CHECK(explain("asg", 100'000).text == explain("asg", 200).text);
}

TEST_CASE("wrapping counts columns, not bytes", "[scenario][explain]") {
  CHECK(wrapped("가나 다라 마", 0, 9) == "가나 다라\n마");
  CHECK(wrapped("one two", 4, 8) == "one\n    two");
  CHECK(wrapped("", 0, 60).empty());
}
