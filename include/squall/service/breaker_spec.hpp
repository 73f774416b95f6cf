#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

namespace squall::service {

/// When a caller stops asking whoever fails.
struct BreakerSpec {
  Ratio errors{0.5};
  int of = 20;
  Duration open_for = 5s;

  friend bool operator==(const BreakerSpec&, const BreakerSpec&) = default;
};

}  // namespace squall::service

template <>
struct squall::Fields<squall::service::BreakerSpec> {
  using Spec = squall::service::BreakerSpec;
  static constexpr std::string_view name = "circuit breaker";
  static constexpr std::array table{
      field<&Spec::errors>("errors",
                           "it opens when this share of the last attempts has failed: answered "
                           "with 500 or more, refused, reset, timed out")
          .within("1%", "100%"),
      field<&Spec::of>("of", "how many attempts these are; before so many have ended it is closed")
          .within("1", "10000"),
      field<&Spec::open_for>("open_for",
                             "how long every attempt is refused unsent; the next is a trial that "
                             "closes or opens it again")
          .at_least("1ms"),
  };
};
