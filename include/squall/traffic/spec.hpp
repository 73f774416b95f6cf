#pragma once

#include "squall/core/distribution_spec.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/service/retry_spec.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::traffic {

/// How many requests come, over time; the parts add up. Before its first step a rate of steps is
/// zero; before its first point a ramp is as high as there, after its last one as high as there.
struct RateSpec {
  Rate constant;
  std::map<Duration, Rate> steps;
  std::map<Duration, Rate> ramp;

  friend bool operator==(const RateSpec&, const RateSpec&) = default;
};

using service::Jitter;
using service::RetrySpec;

/// One class of a client's requests.
struct RequestSpec {
  Weight weight;

  friend bool operator==(const RequestSpec&, const RequestSpec&) = default;
};

/// Those who send requests: at a rate of their own, or so many users one after the other.
struct ClientSpec {
  std::string from;
  std::string to;
  RateSpec rate;
  Ratio scale{1};
  int users = 0;
  DistributionSpec think;
  Duration timeout = 10s;
  RetrySpec retry;
  std::map<std::string, RequestSpec> requests;

  friend bool operator==(const ClientSpec&, const ClientSpec&) = default;
};

}  // namespace squall::traffic

template <>
struct squall::Fields<squall::traffic::RateSpec> {
  using Spec = squall::traffic::RateSpec;
  static constexpr std::string_view name = "rate of requests";
  static constexpr std::string_view shorthand = "constant";
  static constexpr std::array table{
      field<&Spec::constant>("constant", "this many all the time"),
      field<&Spec::steps>("steps",
                          "from each of these times on, this many: {0: 200/s, 40m: 900/s}"),
      field<&Spec::ramp>("ramp", "in a straight line from each of these to the next"),
  };
};

template <>
struct squall::Fields<squall::traffic::RequestSpec> {
  using Spec = squall::traffic::RequestSpec;
  static constexpr std::string_view name = "class of requests";
  static constexpr std::string_view shorthand = "weight";
  static constexpr std::array table{
      field<&Spec::weight>("weight", "how often it comes beside the other classes"),
  };
};

template <>
struct squall::Fields<squall::traffic::ClientSpec> {
  using Spec = squall::traffic::ClientSpec;
  static constexpr std::string_view name = "client";
  static constexpr std::array table{
      field<&Spec::from>("from", "the city or region where they are")
          .like("seoul")
          .otherwise("the region of 'to'"),
      field<&Spec::to>("to", "whom they ask: a load balancer or an instance")
          .naming("load_balancers|instances")
          .like("front")
          .required(),
      field<&Spec::rate>("rate", "how many requests come, whatever becomes of those before")
          .settable(),
      field<&Spec::scale>("scale", "multiplies the rate, or the number of users")
          .within("0%", "100000%"),
      field<&Spec::users>("users",
                          "instead of a rate: users who ask, wait for the answer, think, "
                          "and ask again")
          .within("0", "10000000"),
      field<&Spec::think>("think", "how long a user thinks after an answer"),
      field<&Spec::timeout>("timeout", "how long one attempt is waited for").at_least("1ms"),
      field<&Spec::retry>("retry",
                          "what happens when an attempt fails; a number is that of attempts"),
      field<&Spec::requests>("requests", "the classes of requests and how often each comes"),
  };
};
