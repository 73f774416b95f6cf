#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <cstdint>

namespace squall::service {

enum class Jitter : std::uint8_t { none, full };

/// What a caller does when an attempt fails.
struct RetrySpec {
  int attempts = 1;
  Duration base = 100ms;
  double factor = 2;
  Duration max = 20s;
  Jitter jitter = Jitter::full;

  friend bool operator==(const RetrySpec&, const RetrySpec&) = default;
};

}  // namespace squall::service

template <>
struct squall::Words<squall::service::Jitter> {
  static constexpr std::string_view name = "jitter";
  static constexpr std::array words{
      Word{"none", "every pause as long as computed"},
      Word{"full", "every pause anything between nothing and that, alike"},
  };
};

template <>
struct squall::Fields<squall::service::RetrySpec> {
  using Spec = squall::service::RetrySpec;
  static constexpr std::string_view name = "retry";
  static constexpr std::string_view shorthand = "attempts";
  static constexpr std::array table{
      field<&Spec::attempts>("attempts", "how often a request is tried in all").within("1", "100"),
      field<&Spec::base>("base", "the pause before the second attempt"),
      field<&Spec::factor>("factor", "each pause is that many times the one before")
          .within("1", "100"),
      field<&Spec::max>("max", "the longest pause"),
      field<&Spec::jitter>("jitter", "how pauses are spread, so that clients do not come in step"),
  };
};
