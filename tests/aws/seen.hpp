#pragma once

#include "squall/core/text.hpp"

#include "aws/rows.hpp"
#include "aws/scaled.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::testing {

/// What a row says of the group `web`, "course 2 3, zones a=2 b=1": each part is looked up.
///
///   course 2 3 ..        the desired capacities, one after the other; with .. to begin with
///   wants 3 at 13h       it wants so many from then on, and not before
///   wants 3 in 3m..4m    the first time
///   in service 2         at the end
///   at most 6            were launched or in service at one time, and so many were
///   zones a=2 b=1        in service, at the end
///   launches 1           also: terminations, failures
///   launched after 5m    the first of them, not before; also: terminated
///   reacts in 5s..25s    from the first change of its mind to the first activity
///   ends in 60s..70s     the first activity, from its start
///   takes out web-1      the first that it terminates
///   web-1 Detached       the state, at the end
///   because TEXT         an activity's cause says so
///   tells TEXT           the journal does
class Seen {
 public:
  Seen(const GroupScene& scene, const std::string& column) : result_(scene.run()), web_(result_) {
    std::istringstream parts(column);
    for (std::string part; std::getline(parts >> std::ws, part, ',');) see(part);
  }

 private:
  using Activities = std::vector<scaling::Activity>;

  static Duration time_of(const std::string& text) {
    Duration time{};
    const auto problem = ScalarText<Duration>::read(text, time);
    REQUIRE_FALSE(problem);
    return time;
  }

  static void check_within(Duration time, const std::string& range) {
    const auto dots = range.find("..");
    REQUIRE(dots != range.npos);
    INFO(ScalarText<Duration>::print(time));
    CHECK(time >= time_of(range.substr(0, dots)));
    CHECK(time <= time_of(range.substr(dots + 2)));
  }

  using Look = void (Seen::*)(const std::string& rest) const;

  void see(const std::string& part) const {
    static const std::vector<std::pair<std::string, Look>> looks{
        {"course ", &Seen::see_course},
        {"wants ", &Seen::see_wish},
        {"in service ", &Seen::see_in_service},
        {"at most ", &Seen::see_most},
        {"zones ", &Seen::see_zones},
        {"launches ", &Seen::see_launches},
        {"failures ", &Seen::see_failures},
        {"terminations ", &Seen::see_terminations},
        {"launched after ", &Seen::see_first_launch},
        {"terminated after ", &Seen::see_first_termination},
        {"reacts in ", &Seen::see_reaction},
        {"ends in ", &Seen::see_end},
        {"takes out ", &Seen::see_victim},
        {"because ", &Seen::see_cause},
        {"tells ", &Seen::see_journal},
    };
    INFO(part);
    for (const auto& [words, look] : looks)
      if (part.starts_with(words)) return (this->*look)(part.substr(words.size()));
    const auto blank = part.find(' ');
    CHECK(web_.all().instances.at(part.substr(0, blank)).state == part.substr(blank + 1));
  }

  void see_in_service(const std::string& count) const {
    CHECK(web_.in_service() == std::stoi(count));
  }

  void see_launches(const std::string& count) const {
    CHECK(good(web_.launches()) == std::stoul(count));
  }

  void see_failures(const std::string& count) const {
    CHECK(web_.launches().size() - good(web_.launches()) == std::stoul(count));
  }

  void see_terminations(const std::string& count) const {
    CHECK(web_.terminations().size() == std::stoul(count));
  }

  void see_first_launch(const std::string& time) const { check_after(web_.launches(), time); }

  void see_first_termination(const std::string& time) const {
    check_after(web_.terminations(), time);
  }

  void see_course(const std::string& expected) const {
    std::string course;
    for (const int each : web_.course()) course += std::to_string(each) + ' ';
    INFO(course);
    if (expected.ends_with(".."))
      CHECK(course.starts_with(expected.substr(0, expected.size() - 2)));
    else
      CHECK(course == expected + ' ');
  }

  void see_wish(const std::string& wish) const {
    const int wanted = std::stoi(wish);
    const auto at = wish.find(" at ");
    if (at == wish.npos)
      return check_within(web_.wanted(wanted), wish.substr(wish.find(" in ") + 4));
    const Duration time = time_of(wish.substr(at + 4));
    int before = -1;
    int then = -1;
    for (const auto& each : web_.all().capacity) {
      if (each.at < time) before = each.desired;
      if (each.at <= time) then = each.desired;
    }
    CHECK(before != wanted);
    CHECK(then == wanted);
  }

  void see_most(const std::string& expected) const {
    int most = 0;
    for (const auto& each : web_.all().capacity)
      most = std::max(most, each.pending + each.in_service);
    CHECK(most == std::stoi(expected));
  }

  void see_zones(const std::string& expected) const {
    std::map<char, int> zones;
    for (const auto& [name, state] : web_.all().instances)
      if (state.state == "InService") ++zones[result_.instances.at(name).zone.back()];
    std::string text;
    for (const auto& [zone, count] : zones)
      text += fmt::format("{}{}={}", text.empty() ? "" : " ", zone, count);
    CHECK(text == expected);
  }

  static std::size_t good(const Activities& activities) {
    return static_cast<std::size_t>(
        std::count_if(activities.begin(), activities.end(), [](const scaling::Activity& each) {
          return each.status != scaling::ActivityStatus::failed;
        }));
  }

  static void check_after(const Activities& activities, const std::string& time) {
    REQUIRE_FALSE(activities.empty());
    CHECK(activities.front().start >= Time(time_of(time)));
  }

  void see_reaction(const std::string& range) const {
    REQUIRE_FALSE(web_.all().activities.empty());
    const auto& points = web_.all().capacity;
    const auto change = std::find_if(points.begin(), points.end(), [&](const auto& each) {
      return each.desired != points.front().desired;
    });
    REQUIRE(change != points.end());
    check_within(web_.all().activities.front().start - Time(change->at), range);
  }

  void see_end(const std::string& range) const {
    REQUIRE_FALSE(web_.all().activities.empty());
    const scaling::Activity first = web_.all().activities.front();
    REQUIRE(first.end);
    check_within(*first.end - first.start, range);
  }

  void see_victim(const std::string& instance) const {
    REQUIRE_FALSE(web_.terminations().empty());
    CHECK(web_.terminations().front().instance == instance);
  }

  void see_cause(const std::string& text) const {
    std::string all;
    for (const auto& each : web_.all().activities) all += each.cause + each.status_message + '\n';
    INFO(all);
    CHECK(all.find(text) != all.npos);
  }

  void see_journal(const std::string& text) const {
    std::string all;
    for (const world::Happening& each : result_.journal) all += each.text + '\n';
    INFO(all);
    CHECK(all.find(text) != all.npos);
  }

  const world::Result result_;
  const Told web_;
};

/// A row | group | rate | what is done | how long | what is seen.
inline void see(const AwsRow& row) {
  const auto& columns = row.columns;
  REQUIRE(columns.size() == 6);
  GroupScene scene{.group = columns[1], .rate = columns[2], .duration = columns[4]};
  if (columns[3].starts_with('['))
    scene.timeline = columns[3];
  else if (columns[3] != "-")
    scene.more = columns[3];
  Seen(scene, columns[5]);
}

}  // namespace squall::testing
