// Runs tests/aws/alarms.txt: an alarm for each row, by the section that it stands in.

#include "squall/core/text.hpp"
#include "squall/metrics/alarm.hpp"
#include "squall/metrics/composite_alarm.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <optional>
#include <sstream>
#include <string>
#include <variant>
#include <vector>

using namespace squall;
using namespace squall::metrics;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

template <class Value>
Value read(const std::string& text) {
  Value value{};
  REQUIRE_FALSE(ScalarText<Value>::read(text, value));
  return value;
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

// "9*30 1" is 9, thirty times, and 1; joined of letters.
std::vector<std::string> unrolled(const std::string& text) {
  std::vector<std::string> all;
  for (const std::string& word : words_of(text)) {
    const auto times = word.find('*');
    const int count = times == word.npos ? 1 : std::stoi(word.substr(times + 1));
    all.insert(all.end(), static_cast<std::size_t>(count), word.substr(0, times));
  }
  return all;
}

void judge_row(const std::vector<std::string>& row) {
  std::vector<Datum> points;
  for (const std::string& point : words_of(row[2]))
    points.push_back(point == "-"   ? Datum::missing
                     : point == "X" ? Datum::breaching
                                    : Datum::within);
  constexpr Missing ways[] = {Missing::missing, Missing::ignore, Missing::breaching,
                              Missing::not_breaching};
  for (std::size_t way = 0; way < 4; ++way) {
    INFO("treatment " << way);
    const auto state = judge(points, read<OutOf>(row[1]), ways[way]);
    CHECK((state ? word(*state) : "keep") == row[3 + way]);
  }
}

void watch_row(const std::vector<std::string>& row) {
  Store store;
  const Slot slot = store.add({"House", "Heat", {}}, {"None"});
  const Query query{slot, read<Statistic>(row[4]), read<Duration>(row[1])};
  Alarm alarm({query, read<Condition>(row[3]), read<OutOf>(row[2])}, store);
  std::string seen;
  Time now{};
  for (const std::string& value : unrolled(row[5])) {
    now += 60s;
    if (value != "-") store.record(slot, std::stod(value));
    store.close(60s, now);
    alarm.look(now);
    seen += word(alarm.state())[0];
  }
  std::string expected;
  for (const std::string& letters : unrolled(row[6])) expected += letters;
  CHECK(seen == expected);
}

void limit_row(const std::vector<std::string>& row) {
  const bool taken = !problem_of(read<Duration>(row[1]), read<OutOf>(row[2]));
  CHECK(taken == (row[3] == "yes"));
}

// "3..5 7..20": whether that second lies in one of them.
bool lies_in(const std::string& spans, int second) {
  for (const std::string& span : words_of(spans)) {
    if (span == "never") return false;
    const auto dots = span.find("..");
    if (second >= std::stoi(span) && second < std::stoi(span.substr(dots + 2))) return true;
  }
  return false;
}

void composite_row(const std::vector<std::string>& row) {
  const bool suppressed = row[3] == "yes";
  auto rule = CompositeRule::read(row[1]);
  REQUIRE(std::holds_alternative<CompositeRule>(rule));
  const auto its = std::get<CompositeRule>(rule);
  CompositeAlarm alarm = suppressed ? CompositeAlarm(its, {2s, 3s}) : CompositeAlarm(its);
  const auto state_of = [&](const std::string& name, int second) {
    const bool in_alarm = name == "a" ? second >= 2 && second < 10 : lies_in(row[2], second);
    return in_alarm ? AlarmState::alarm : AlarmState::ok;
  };
  std::string acted;
  AlarmState at_seven{};
  bool was_suppressed = false;
  for (int second = 0; second < 40; ++second) {
    const Time now{second * 1s};
    const bool suppresses = state_of("d", second) == AlarmState::alarm;
    if (suppressed && suppresses != was_suppressed) alarm.suppress(suppresses, now);
    was_suppressed = suppresses;
    std::vector<AlarmState> states;
    for (const std::string& name : its.names()) states.push_back(state_of(name, second));
    alarm.look(states, now);
    if (alarm.due() == now) {
      alarm.act();
      if (second > 0 && (!suppressed || second > 2))
        acted += (acted.empty() ? "" : " ") + std::to_string(second);
    }
    if (second == 7) at_seven = alarm.state();
  }
  CHECK(word(at_seven) == row[4]);
  CHECK((acted.empty() ? "-" : acted) == row[5]);
}

}  // namespace

TEST_CASE("alarms do what AWS's tables and cases say", "[aws][metrics][alarm]") {
  const auto rows = rows_of("alarms.txt");
  for (const AwsRow& row : rows) {
    INFO(row.place);
    if (row.head.ends_with("notBreaching")) judge_row(row.columns);
    if (row.head.ends_with("states")) watch_row(row.columns);
    if (row.head.ends_with("taken?")) limit_row(row.columns);
    if (row.head.ends_with("run at")) composite_row(row.columns);
  }
  CHECK(rows.size() == 50);
}
