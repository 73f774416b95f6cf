// Runs tests/aws/target_groups.txt: one world of stub targets for each row and seed.

#include "squall/core/text.hpp"

#include "aws/rows.hpp"
#include "balancing/balanced.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;
using namespace squall::balancing;
using test::Balanced;

namespace {

using Texts = std::vector<std::string>;

Texts split(const std::string& text, char separator) {
  Texts parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    while (!part.empty() && (part.front() == ' ' || part.front() == ',')) part.erase(0, 1);
    while (!part.empty() && (part.back() == ' ' || part.back() == ',')) part.pop_back();
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

Duration duration(const std::string& text) {
  Duration value{};
  if (ScalarText<Duration>::read(text, value)) throw std::runtime_error("no duration: " + text);
  return value;
}

// "targets=1 new interval=30s": what is set, and what is just said.
class Settings {
 public:
  explicit Settings(const std::string& text) {
    for (const std::string& word : split(text, ' ')) {
      const auto equals = word.find('=');
      values_[word.substr(0, equals)] = equals == word.npos ? "" : word.substr(equals + 1);
    }
  }

  bool says(const std::string& name) const { return values_.count(name) != 0; }
  std::string text(const std::string& name, const std::string& otherwise) const {
    return says(name) ? values_.at(name) : otherwise;
  }
  int number(const std::string& name, int otherwise) const {
    return says(name) ? std::stoi(values_.at(name)) : otherwise;
  }
  void set(const std::string& name, Duration& value) const {
    if (says(name)) value = duration(values_.at(name));
  }

 private:
  std::map<std::string, std::string> values_;
};

Balanced::Setup setup_of(const Settings& settings, std::uint64_t seed) {
  Balanced::Setup setup;
  setup.nodes = settings.number("nodes", 1);
  setup.targets = settings.says("zone") ? 0 : settings.number("targets", 2);
  setup.established = !settings.says("new");
  setup.seed = seed;
  HealthCheckSpec& check = setup.group.health_check;
  settings.set("interval", check.interval);
  if (settings.says("timeout")) check.timeout = duration(settings.text("timeout", ""));
  if (settings.says("healthy")) check.healthy_threshold = settings.number("healthy", 0);
  check.unhealthy_threshold = settings.number("unhealthy", check.unhealthy_threshold);
  if (settings.says("delay"))
    setup.group.deregistration_delay = duration(settings.text("delay", ""));
  settings.set("slow_start", setup.group.slow_start);
  return setup;
}

class Row {
 public:
  Row(const Texts& columns, std::uint64_t seed)
      : settings_(columns[1]), street_(setup_of(settings_, seed)) {
    street_.group.health_changed.connect([this](TargetId target) { note(target); });
    if (settings_.says("zone")) street_.add(true, settings_.text("zone", "a").c_str());
    prepare();
    start_ = street_.engine.now();
    changes_.clear();
    happen(columns[2]);
    for (const std::string& sight : split(columns[3], ',')) see(split(sight, ' '));
    street_.balancer.check();
  }

 private:
  struct Change {
    Duration after;
    Health health;
  };

  void note(TargetId target) {
    if (target == 0) changes_.push_back({street_.engine.now() - start_, street_.group.health(0)});
  }

  void prepare() {
    if (settings_.says("sick")) {
      street_.targets[0].status = 500;
      street_.run(1000s);
    }
    if (settings_.says("busy")) {
      street_.all_targets(Balanced::Mood::hangs);
      street_.send(2);
    }
  }

  void happen(const std::string& event) {
    if (event == "recover") street_.targets[0].status = 200;
    if (event == "hang") street_.targets[0].mood = Balanced::Mood::hangs;
    if (event == "deregister") street_.group.deregister(0);
    if (event == "register") {
      street_.run(1s);
      street_.add();
    }
    if (event == "stop") street_.group.withdraw(0);
    for (auto& target : street_.targets) {
      if (event == "answer_500") target.status = 500;
      if (event.rfind("slow_", 0) == 0) target.takes = duration(event.substr(5));
    }
  }

  // The words of one sight, such as "unhealthy 30s..60s Target.Timeout".
  void see(const Texts& words) {
    const std::string& what = words[0];
    if (what == "healthy" || what == "unhealthy") return see_change(words);
    if (what == "probes") return see_probes(words);
    if (what == "stays") CHECK(changes_.empty());
    if (what == "spread") see_spread(words);
    if (what == "unhealthy_routing") CHECK(street_.group.unhealthy_routing_requests() > 0);
    if (what == "share") see_share(std::stod(words[1]), duration(words[3]));
    if (what == "draining") see_draining(duration(words[2]));
    if (what == "unused" || what == "then") see_unused(words.back());
    if (what == "in_flight") CHECK(street_.client.count(std::stoi(words[1])) == 1);
    if (what == "requests") see_answers(std::stoi(words[1]));
    if (what == "request_count") {
      CHECK(street_.balancer.counts().request_count() ==
            static_cast<std::uint64_t>(std::stoi(words[1])));
    }
  }

  void see_change(const Texts& words) {
    const auto dots = words[1].find("..");
    street_.run(1000s);
    REQUIRE(changes_.size() == 1);
    CHECK(changes_[0].health.state ==
          (words[0] == "healthy" ? HealthState::healthy : HealthState::unhealthy));
    CHECK(changes_[0].after >= duration(words[1].substr(0, dots)));
    CHECK(changes_[0].after <= duration(words[1].substr(dots + 2)));
    CHECK(code_of(changes_[0].health.reason) == (words.size() > 2 ? words[2] : ""));
  }

  void see_probes(const Texts& words) {
    street_.run(duration(words[3]));
    for (const auto& target : street_.targets) {
      CHECK(target.probes == static_cast<std::uint64_t>(std::stoi(words[1])));
    }
  }

  void see_spread(const Texts& words) {
    street_.run(1000s);
    street_.all_targets(Balanced::Mood::answers);
    const auto before = street_.requests();
    street_.send(std::stoi(words[1]));
    for (std::size_t target = 0; target < before.size(); ++target) {
      CHECK(street_.targets[target].requests - before[target] ==
            static_cast<std::uint64_t>(std::stoi(words[1])) / before.size());
    }
    CHECK(street_.client.count(503) == 0);
  }

  // The part of all requests that the last target gets so long after it has become healthy.
  void see_share(double percent, Duration after) {
    constexpr int requests = 3000;
    const auto last = static_cast<TargetId>(street_.targets.size() - 1);
    while (street_.group.health(last) != healthy) street_.run(10ms);
    street_.run(after);
    const auto before = street_.targets[last].requests;
    street_.send(requests);
    CHECK(100.0 * static_cast<double>(street_.targets[last].requests - before) / requests ==
          Approx(percent).margin(3));
  }

  void see_draining(Duration delay) {
    while (street_.engine.now() - start_ < delay) {
      CHECK(street_.group.health(0).state == HealthState::draining);
      street_.send();
      street_.run(10s);
    }
    street_.run(1ms);
    CHECK(street_.targets[0].requests == 0);
  }

  void see_unused(const std::string& reason) {
    CHECK(street_.group.health(0).state == HealthState::unused);
    CHECK(code_of(street_.group.health(0).reason) == reason);
  }

  void see_answers(int status) {
    street_.send(7);
    CHECK(street_.client.count(status) == 7);
    CHECK(street_.balancer.counts().made_503 == 7);
  }

  const Settings settings_;
  Balanced street_;
  Time start_{};
  std::vector<Change> changes_;
};

}  // namespace

TEST_CASE("target groups do what AWS writes of them", "[aws][target_groups]") {
  int rows = 0;
  for (const AwsRow& each : rows_of("target_groups.txt")) {
    const auto& columns = each.columns;
    if (each.left_out()) continue;
    REQUIRE(columns.size() == 4);
    INFO(each.place);
    ++rows;
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      INFO("seed " << seed);
      Row row(columns, seed);
    }
  }
  CHECK(rows == 15);
}
