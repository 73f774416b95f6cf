// Runs tests/aws/published.txt: a scenario of scenarios/published for each row.

#include "squall/core/text.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <cstddef>
#include <string>
#include <vector>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

class Run {
 public:
  // "faster-metrics.yaml fast"
  Run(const std::string& file, const std::string& group) {
    const auto blank = file.find(' ');
    scenario::LoadOptions options;
    if (blank != file.npos) options.variant = file.substr(blank + 1);
    world::World world(
        scenario::load_file(SQUALL_SOURCE_DIR "/scenarios/published/" + file.substr(0, blank),
                            options)
            .scenario);
    world.run();
    result_ = world.result();
    group_ = result_.auto_scaling_groups.at(group);
  }

  /// Never: Duration::max().
  Duration moment(const std::string& text) const {
    if (text.starts_with("alarm ")) return alarm(text.substr(6));
    if (text.starts_with("launch ")) return launch(text.substr(7)).start - Time{};
    if (text.starts_with("end of launch ")) {
      const auto its = launch(text.substr(14));
      REQUIRE(its.end);
      return *its.end - Time{};
    }
    const bool serve = text.ends_with(" in service");
    if (!serve && !text.ends_with(" desired")) return time(text);
    for (const auto& each : group_.capacity)
      if ((serve ? each.in_service : each.desired) >= std::stoi(text)) return each.at;
    return Duration::max();
  }

  static Duration time(const std::string& text) {
    Duration time = Duration::max();
    if (text != "never") REQUIRE_FALSE(ScalarText<Duration>::read(text, time));
    return time;
  }

 private:
  Duration alarm(const std::string& name) const {
    for (const auto& turn : result_.alarms.at(name).changes)
      if (turn.to == metrics::AlarmState::alarm) return turn.at;
    return Duration::max();
  }

  scaling::Activity launch(const std::string& number) const {
    std::vector<scaling::Activity> all;
    for (const auto& each : group_.activities)
      if (each.kind == scaling::Activity::Kind::launch) all.push_back(each);
    REQUIRE(all.size() >= std::stoul(number));
    return all[std::stoul(number) - 1];
  }

  world::Result result_;
  world::ScalingGroupResult group_;
};

Duration taken(const AwsRow& row) {
  const Run run(row.columns[1], row.columns[2]);
  return run.moment(row.columns[4]) - run.moment(row.columns[3]);
}

}  // namespace

TEST_CASE("groups take as long as has been published of them", "[aws][published]") {
  int rows = 0;
  for (const AwsRow& row : rows_of("published.txt")) {
    if (row.left_out()) continue;
    INFO(row.place);
    REQUIRE(row.columns.size() == 6);
    ++rows;
    const Duration took = taken(row);
    const auto dots = row.columns[5].find("..");
    INFO(seconds(took) << " s");
    CHECK(took >= Run::time(row.columns[5].substr(0, dots)));
    CHECK(took <= Run::time(row.columns[5].substr(dots + 2)));
  }
  CHECK(rows == 10);
}

TEST_CASE("6.1: with metrics every ten seconds capacity rises in a third of the time",
          "[aws][published]") {
  const std::vector<AwsRow> rows = rows_of("published.txt");
  CHECK(seconds(taken(rows[0])) / seconds(taken(rows[1])) >= 2.5);
}
