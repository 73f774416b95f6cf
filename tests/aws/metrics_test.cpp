// Runs tests/aws/metrics.txt: a store for each row.

#include "squall/core/text.hpp"
#include "squall/metrics/store.hpp"

#include "support/catch.hpp"
#include "support/columns.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using namespace squall;
using namespace squall::metrics;

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
  std::ifstream file(std::string(SQUALL_TESTS_DIR) + "/aws/metrics.txt");
  REQUIRE(file.good());
  Store published;
  int rows = 0;
  bool asks_keys = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("# key")) asks_keys = true;
    if (line.starts_with("# published:"))
      for (const std::string& key : columns_of(line.substr(12)))
        published.add({"Shop", "Load", dimensions_of(key)}, {"None"});
    if (line.empty() || line.starts_with('#')) continue;
    INFO(line);
    ++rows;
    const auto row = columns_of(line);
    if (!asks_keys) {
      ask(row);
      continue;
    }
    const bool found = published.find({"Shop", "Load", dimensions_of(row[0])}).has_value();
    CHECK(found == (row[1] == "yes"));
  }
  CHECK(published.size() == 4);
  CHECK(rows == 28);
}
