#include "squall/core/text.hpp"
#include "squall/scenario/reader.hpp"
#include "squall/scenario/yaml.hpp"

#include "scenario/recorded.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using traffic::Series;

struct Sum {
  Timestamp at;
  double count;
};

const Node* list_of(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found && found->is_list() ? found : nullptr;
}

const Node* text_of(const Node& node, std::string_view key) {
  const Node* found = node.find(key);
  return found && found->is_scalar() ? found : nullptr;
}

// The result with the id, or the only one.
const Node* choose(const Node& results, const Node& fields, Diagnostics& diagnostics) {
  const Node* id = text_of(fields, "id");
  if (!id && results.items.size() == 1) return &results.items[0];
  std::vector<std::string_view> known;
  for (const Node& result : results.items) {
    const Node* its = text_of(result, "Id");
    if (its && id && its->text == id->text) return &result;
    if (its) known.push_back(its->text);
  }
  if (!id) {
    diagnostics.error(
        fields.mark, fmt::format("the file has {} results", results.items.size()), {},
        known.empty() ? std::string() : fmt::format("write 'id: {}', or another", known[0]));
  } else {
    diagnostics.error(id->mark, fmt::format("no result of the file is called '{}'", id->text), {},
                      guess(id->text, known));
  }
  return nullptr;
}

// In the order of their times; nothing where one is no sum.
std::vector<Sum> sums_of(const Node& result, Diagnostics& diagnostics) {
  const Node* times = list_of(result, "Timestamps");
  const Node* values = list_of(result, "Values");
  if (!times || !values || times->items.size() != values->items.size()) {
    diagnostics.error(result.mark, "this result has not as many 'Timestamps' as 'Values'");
    return {};
  }
  std::vector<Sum> sums;
  for (std::size_t i = 0; i < times->items.size(); ++i) {
    const Node& time = times->items[i];
    const Node& value = values->items[i];
    Sum sum{{}, read_number(value.text).value_or(-1)};
    if (ScalarText<Timestamp>::read(time.text, sum.at)) {
      diagnostics.error(time.mark, fmt::format("{} is no timestamp", described(time)));
      return {};
    }
    if (sum.count < 0) {
      diagnostics.error(value.mark, fmt::format("{} is no number of requests", described(value)));
      return {};
    }
    sums.push_back(sum);
  }
  std::sort(sums.begin(), sums.end(), [](const Sum& a, const Sum& b) { return a.at < b.at; });
  return sums;
}

std::chrono::seconds period_of(const std::vector<Sum>& sums) {
  std::chrono::seconds least = std::chrono::seconds::max();
  for (std::size_t i = 1; i < sums.size(); ++i)
    least = std::min(least, sums[i].at.instant - sums[i - 1].at.instant);
  return least;
}

// Each holds for a period.
Series series_of(const std::vector<Sum>& sums, std::chrono::seconds period) {
  Series series;
  series.from.kind = Moment::Kind::timestamp;
  series.from.timestamp = sums[0].at;
  for (std::size_t i = 0; i < sums.size(); ++i) {
    const auto after = sums[i].at.instant - sums[0].at.instant;
    series.points.push_back({after, {sums[i].count / seconds(period)}});
    const bool goes_on =
        i + 1 < sums.size() && sums[i + 1].at.instant == sums[i].at.instant + period;
    if (!goes_on) series.points.push_back({after + period, {}});
  }
  return series;
}

}  // namespace

std::optional<Series> read_cloudwatch(std::uint32_t source, const Node& fields,
                                      const Sources& sources, Diagnostics& diagnostics) {
  const std::size_t known = diagnostics.errors();
  const Node root = read_yaml(sources, source, diagnostics);
  if (diagnostics.errors() > known) return std::nullopt;
  const Node* results = root.is_map() ? list_of(root, "MetricDataResults") : nullptr;
  if (!results || results->items.empty()) {
    diagnostics.error({source, 0, 0}, "the file has no 'MetricDataResults'", {},
                      "write what 'aws cloudwatch get-metric-data' printed");
    return std::nullopt;
  }
  const Node* result = choose(*results, fields, diagnostics);
  if (!result) return std::nullopt;
  const std::vector<Sum> sums = sums_of(*result, diagnostics);
  if (diagnostics.errors() > known) return std::nullopt;
  const auto period = period_of(sums);
  if (sums.size() < 2 || period.count() == 0) {
    diagnostics.error(result->mark, "this result has no two times that differ", {},
                      "its period is the distance between two of them");
    return std::nullopt;
  }
  return series_of(sums, period);
}

}  // namespace squall::scenario
