#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace squall::service {

enum class Jitter : std::uint8_t { none, full, decorrelated };

/// How often a request is tried in all, or the word `standard`: the whole of the AWS SDK's standard
/// mode.
struct Tries {
  int count = 1;
  bool standard = false;

  constexpr Tries() = default;
  constexpr Tries(int a_count) : count(a_count) {}
  static constexpr Tries as_the_sdk() {
    Tries tries(3);
    tries.standard = true;
    return tries;
  }

  friend bool operator<(Tries a, Tries b) { return a.count < b.count; }
  friend bool operator==(Tries, Tries) = default;
};

/// What a caller does when an attempt fails.
struct RetrySpec {
  Tries attempts;
  Duration base = 100ms;
  double factor = 2;
  Duration max = 20s;
  Jitter jitter = Jitter::full;
  std::optional<Ratio> budget = std::nullopt;

  friend bool operator==(const RetrySpec&, const RetrySpec&) = default;
};

}  // namespace squall::service

template <>
struct squall::ScalarText<squall::service::Tries> {
  using Tries = squall::service::Tries;
  static constexpr std::string_view name = "number of attempts";
  static constexpr std::string_view example = "3";
  static constexpr std::string_view pattern = "^([0-9]+|standard)$";
  static constexpr bool bare_number = true;
  static std::optional<Problem> read(std::string_view text, Tries& value);
  static std::string print(const Tries& value);
};

template <>
struct squall::Words<squall::service::Jitter> {
  static constexpr std::string_view name = "jitter";
  static constexpr std::array words{
      Word{"none", "every pause as long as computed"},
      Word{"full", "every pause anything between nothing and that, alike"},
      Word{"decorrelated",
           "anything between base and three times the pause before, alike; 'factor' has no part"},
  };
};

template <>
struct squall::Fields<squall::service::RetrySpec> {
  using Spec = squall::service::RetrySpec;
  static constexpr std::string_view name = "retry";
  static constexpr std::string_view shorthand = "attempts";
  static constexpr std::array table{
      field<&Spec::attempts>(
          "attempts",
          "how often a request is tried in all; 'standard' is the whole of the AWS SDK's standard "
          "mode: 3 attempts, pauses from 1s doubling to 20s with full jitter, and its bucket of "
          "500 tokens, of which a retry takes 5, after a time-out 10, and a success brings back 1, "
          "or what its last retry took")
          .within("1", "100"),
      field<&Spec::base>("base", "the pause before the second attempt"),
      field<&Spec::factor>("factor", "each pause is that many times the one before")
          .within("1", "100"),
      field<&Spec::max>("max", "the longest pause"),
      field<&Spec::jitter>("jitter", "how pauses are spread, so that clients do not come in step"),
      field<&Spec::budget>("budget",
                           "retries may be at most this share of the requests, and ten more: each "
                           "request brings its share of a retry, saved up to ten retries, which "
                           "are there from the start")
          .within("0%", "1000%")
          .like("10%")
          .otherwise("every retry is allowed"),
  };
};
