#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace squall::world {

/// What a scenario promises: `[SCOPE.]METRIC OP VALUE [each DURATION] [from T to T]`.
struct Promise {
  enum class Metric : std::uint8_t { mean, quantile, max, errors, throughput, cost };
  enum class Compare : std::uint8_t { below, at_most, equal, at_least, above };

  std::string scope;  ///< a client, class, balancer, group or target; empty: everything
  Metric metric = Metric::mean;
  double quantile = 0;  ///< 0.99 of p99
  Compare compare = Compare::below;
  double value = 0;              ///< seconds, a ratio or count of errors, requests a second, USD
  bool counts = false;           ///< errors as a number, not as a ratio
  Duration cost_period{};        ///< of a cost: 0 is the whole run
  std::optional<Duration> each;  ///< kept in every window of this length
  std::optional<Moment> from;
  std::optional<Moment> to;
  std::string text;  ///< as it was written

  friend bool operator==(const Promise&, const Promise&) = default;
};

}  // namespace squall::world

template <>
struct squall::ScalarText<squall::world::Promise> {
  using Promise = squall::world::Promise;
  static constexpr std::string_view name = "promise";
  static constexpr std::string_view example = "p99 < 300ms";
  static constexpr std::string_view pattern =
      R"(^([^ <>=]+\.)?(mean|p[0-9]+(\.[0-9]+)?|max|errors|throughput|cost) *(<|<=|=|>=|>) *)"
      R"([0-9][^ ]*( each [^ ]+)?( from [^ ]+ to [^ ]+)?$)";
  static constexpr bool bare_number = false;
  static std::optional<Problem> read(std::string_view text, Promise& value);
  static std::string print(const Promise& value);
};
