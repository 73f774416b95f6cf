#include "report/stored_histogram.hpp"

#include <charconv>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace squall::report {

namespace {

using Json = nlohmann::ordered_json;

std::optional<UnsignedWide> read_wide(std::string_view digits) {
  constexpr std::size_t most = 38;  // of as many every number fits
  if (digits.empty() || digits.size() > most) return std::nullopt;
  UnsignedWide value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return std::nullopt;
    value = value * 10 + static_cast<unsigned>(digit - '0');
  }
  return value;
}

// Takes a number, and the character behind it where that is not the end.
std::optional<std::uint64_t> take_number(std::string_view& text, char behind) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  if (!text.empty()) {
    if (text.front() != behind) return std::nullopt;
    text.remove_prefix(1);
  }
  return value;
}

std::optional<std::vector<Histogram::Contents::Bucket>> read_buckets(std::string_view text) {
  std::vector<Histogram::Contents::Bucket> buckets;
  while (!text.empty()) {
    const auto begin = take_number(text, ':');
    const auto count = begin ? take_number(text, ' ') : std::nullopt;
    if (!count) return std::nullopt;
    buckets.push_back({*begin, *count});
  }
  return buckets;
}

template <class Value>
std::optional<Value> value_of(const Json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end()) return std::nullopt;
  const Value* value = found->get_ptr<const Value*>();
  return value ? std::optional(*value) : std::nullopt;
}

}  // namespace

Json stored(const Histogram& histogram) {
  const Histogram::Contents contents = histogram.contents();
  std::string buckets;
  for (const auto& each : contents.buckets)
    buckets += fmt::format("{}{}:{}", buckets.empty() ? "" : " ", each.begin, each.count);
  return {{"sum_ns", fmt::format("{}", contents.sum)},
          {"sum_of_squares_ns2", fmt::format("{}", contents.sum_of_squares)},
          {"min_ns", static_cast<std::uint64_t>(contents.min.count())},
          {"max_ns", static_cast<std::uint64_t>(contents.max.count())},
          {"buckets_ns", std::move(buckets)}};
}

std::optional<Histogram> restored(const Json& json) {
  if (!json.is_object()) return std::nullopt;
  const auto sum = read_wide(value_of<std::string>(json, "sum_ns").value_or(""));
  const auto squares = read_wide(value_of<std::string>(json, "sum_of_squares_ns2").value_or(""));
  const auto min = value_of<std::uint64_t>(json, "min_ns");
  const auto max = value_of<std::uint64_t>(json, "max_ns");
  const auto text = value_of<std::string>(json, "buckets_ns");
  if (!sum || !squares || !min || !max || !text) return std::nullopt;
  constexpr auto longest = static_cast<std::uint64_t>(Duration::max().count());
  const auto buckets = read_buckets(*text);
  if (!buckets || *min > longest || *max > longest) return std::nullopt;
  return Histogram::holding({*buckets, *sum, *squares, Duration(static_cast<std::int64_t>(*min)),
                             Duration(static_cast<std::int64_t>(*max))});
}

}  // namespace squall::report
