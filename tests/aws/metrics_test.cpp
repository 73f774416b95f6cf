// Runs tests/aws/metrics.txt: a store for each row.

#include "squall/core/text.hpp"
#include "squall/metrics/store.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <map>
#include <sstream>
#include <string>
#include <utility>
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

// "3/11/2/5"
StatisticSet set_of(const std::string& text) {
  StatisticSet set;
  char slash = '/';
  std::istringstream stream(text);
  stream >> set.samples >> slash >> set.sum >> slash >> set.minimum >> slash >> set.maximum;
  return set;
}

void record_all(Store& store, Slot slot, const std::string& recorded) {
  const Duration period = store.terms(slot).period;
  Time end = Time{} + period;
  for (const std::string& word : words_of(recorded)) {
    if (word.find('/') != word.npos) {
      store.put(slot, end, set_of(word));
      continue;
    }
    const auto at = word.find('@');
    const Time when(std::stol(word.substr(at + 1)) * Duration(1s));
    for (; end <= when; end += period) store.close(period, end);
    store.record(slot, std::stod(word.substr(0, at)));
  }
  store.close(period, end);
}

void ask(const std::vector<std::string>& row) {
  Store store;
  const Slot slot = store.add({"House", "Heat", {}}, {"None", read<Duration>(row[1])});
  const Query query{slot, read<Statistic>(row[3]), read<Duration>(row[4])};
  store.read(slot, 24h, query.statistic);
  record_all(store, slot, row[2]);
  std::string found;
  for (const Datapoint& point : store.datapoints(query, {Time{}, Time(24h)}, Time(25h)))
    found += (found.empty() ? "" : " ") + print_number(point.value) + '@' +
             store.clock_text(point.start);
  CHECK((found.empty() ? "-" : found) == row[5]);
}

std::map<std::string, std::string> dimensions_of(const std::string& text) {
  std::map<std::string, std::string> dimensions;
  for (const std::string& word : words_of(text)) {
    const auto equals = word.find('=');
    dimensions[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return dimensions;
}

}  // namespace

TEST_CASE("metrics are what AWS's cases say", "[aws][metrics][store]") {
  Store published;
  for (const char* const server : {"Prod", "Beta"})
    for (const char* const town : {"Frankfurt", "Rio"})
      published.add({"Shop", "Load", {{"Server", server}, {"Town", town}}}, {"None"});
  const auto rows = rows_of("metrics.txt");
  for (const AwsRow& row : rows) {
    INFO(row.place);
    if (!row.head.starts_with("key")) {
      ask(row.columns);
      continue;
    }
    const bool found = published.find({"Shop", "Load", dimensions_of(row.columns[0])}).has_value();
    CHECK(found == (row.columns[1] == "yes"));
  }
  CHECK(rows.size() == 28);
}
