#pragma once

#include "squall/core/address.hpp"
#include "squall/core/distribution_spec.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/core/time_zone.hpp"
#include "squall/core/units.hpp"
#include "squall/service/breaker_spec.hpp"
#include "squall/service/hedge_spec.hpp"
#include "squall/service/retry_spec.hpp"
#include "squall/traffic/rate_spec.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

namespace squall::traffic {

using service::Jitter;
using service::RetrySpec;

enum class Pattern : std::uint8_t { poisson, even };

struct PatternedArrivals {
  Pattern pattern = Pattern::poisson;

  friend bool operator==(const PatternedArrivals&, const PatternedArrivals&) = default;
};

struct BurstyArrivals {
  double peakedness = 1;

  friend bool operator==(const BurstyArrivals&, const BurstyArrivals&) = default;
};

/// How the requests of a rate come: `poisson`, `even` or `{peakedness: 4}`.
struct ArrivalsSpec {
  std::variant<PatternedArrivals, BurstyArrivals> form;

  friend bool operator==(const ArrivalsSpec&, const ArrivalsSpec&) = default;
};

/// Users who come at a rate, send so many requests, and go.
struct SessionSpec {
  int requests = 1;
  DistributionSpec think;

  friend bool operator==(const SessionSpec&, const SessionSpec&) = default;
};

/// When closed users send their first requests.
struct ArriveSpec {
  Moment at;
  DistributionSpec spread;

  friend bool operator==(const ArriveSpec&, const ArriveSpec&) = default;
};

/// One class of a client's requests.
struct RequestSpec {
  Weight weight;
  std::string method = "GET";
  std::optional<std::string> path{};
  std::optional<std::string> host{};
  std::map<std::string, std::string> headers{};
  Bytes size{};
  Bytes response{};

  friend bool operator==(const RequestSpec&, const RequestSpec&) = default;
};

/// Those who send requests: at a rate of their own, or so many users one after the other.
struct ClientSpec {
  std::string from;
  std::string to;
  RateSpec rate;
  ArrivalsSpec arrivals;
  std::optional<SessionSpec> session;
  Ratio scale{1};
  int users = 0;
  DistributionSpec think;
  std::optional<ArriveSpec> arrive;
  TimeZone timezone;
  int connections = 0;
  std::optional<Duration> keep_alive;
  Cidr source_ip = nobodys_block;
  int addresses = 0;
  Duration timeout = 10s;
  RetrySpec retry;
  std::optional<service::HedgeSpec> hedge;
  std::optional<service::BreakerSpec> circuit_breaker;
  std::map<std::string, RequestSpec> requests;

  friend bool operator==(const ClientSpec&, const ClientSpec&) = default;
};

}  // namespace squall::traffic

template <>
struct squall::Words<squall::traffic::Pattern> {
  static constexpr std::string_view name = "pattern of arrivals";
  static constexpr std::array<Word, 2> words{
      {{"poisson", "each by chance, whatever the others do"},
       {"even", "equally far apart, or where the rate varies, equally many expected between"}}};
};

template <>
struct squall::Fields<squall::traffic::BurstyArrivals> {
  using Spec = squall::traffic::BurstyArrivals;
  static constexpr std::string_view name = "bursty arrivals";
  static constexpr std::array table{
      field<&Spec::peakedness>(
          "peakedness",
          "how many a group has on average; so many times its mean is the variance of the number "
          "in service, were there room for all and service exponential")
          .within("1", "10000")
          .like("4")
          .required(),
  };
};

template <>
struct squall::Alternatives<squall::traffic::ArrivalsSpec> {
  using A = squall::traffic::ArrivalsSpec;
  static constexpr std::string_view name = "kind of arrivals";
  static constexpr std::string_view shorthand = "pattern";
  static constexpr std::array table{
      alternative<A, &squall::traffic::PatternedArrivals::pattern>("pattern",
                                                                   "by chance or evenly"),
      whole_alternative<A, squall::traffic::BurstyArrivals>(
          "peakedness", "in groups, each of which comes at once"),
  };
};

template <>
struct squall::Fields<squall::traffic::SessionSpec> {
  using Spec = squall::traffic::SessionSpec;
  static constexpr std::string_view name = "session";
  static constexpr std::array table{
      field<&Spec::requests>("requests", "how many requests it has, one after the other")
          .within("1", "1000000")
          .like("6")
          .required(),
      field<&Spec::think>("think", "how long the user thinks after an answer"),
  };
};

template <>
struct squall::Fields<squall::traffic::ArriveSpec> {
  using Spec = squall::traffic::ArriveSpec;
  static constexpr std::string_view name = "coming of users";
  static constexpr std::string_view shorthand = "at";
  static constexpr std::array table{
      field<&Spec::at>("at", "when the first may come"),
      field<&Spec::spread>("spread", "how long after that each of them comes"),
  };
};

template <>
struct squall::Fields<squall::traffic::RequestSpec> {
  using Spec = squall::traffic::RequestSpec;
  static constexpr std::string_view name = "class of requests";
  static constexpr std::string_view shorthand = "weight";
  static constexpr std::array table{
      field<&Spec::weight>("weight", "how often it comes beside the other classes"),
      field<&Spec::method>("method", "the method that its requests have").like("POST"),
      field<&Spec::path>("path", "the path that its requests ask for, and the query behind a '?'")
          .like("'/buy?lang=ko'")
          .otherwise("'/' and the name of the class, '/' for the class 'default'"),
      field<&Spec::host>("host", "the host that its requests ask for")
          .like("shop.example.com")
          .otherwise("the name of whom the client asks"),
      field<&Spec::headers>("headers", "further headers and what stands in them")
          .like("{x-beta: yes}"),
      field<&Spec::size>("size", "how large a request is").like("2KB"),
      field<&Spec::response>("response", "how large a good answer is").like("40KB"),
  };
};

template <>
struct squall::Fields<squall::traffic::ClientSpec> {
  using Spec = squall::traffic::ClientSpec;
  static constexpr std::string_view name = "client";
  static constexpr std::array table{
      field<&Spec::from>("from", "the city or region where they are")
          .like("seoul")
          .otherwise("the region of 'to'; the scenario's where that is a DNS record"),
      field<&Spec::to>("to",
                       "whom they ask: a load balancer, an instance, a DNS record or an elastic "
                       "IP; web-1.public_ip is the address that web-1 has when the run begins")
          .naming("load_balancers|instances|dns_records|elastic_ips")
          .like("front")
          .required(),
      field<&Spec::rate>("rate", "how many requests come, whatever becomes of those before")
          .settable(),
      field<&Spec::arrivals>("arrivals", "how the requests of the rate come"),
      field<&Spec::session>("session",
                            "the rate is that of users who come, send so many requests and go"),
      field<&Spec::scale>("scale", "multiplies the rate, or the number of users")
          .within("0%", "100000%"),
      field<&Spec::users>("users",
                          "instead of a rate: users who ask, wait for the answer, think, "
                          "and ask again")
          .within("0", "10000000"),
      field<&Spec::think>("think", "how long a user thinks after an answer"),
      field<&Spec::arrive>("arrive", "when the users come")
          .otherwise("they are there, anywhere in a think time"),
      field<&Spec::timezone>("timezone", "where the times of day of the rate are")
          .otherwise("that of 'start'"),
      field<&Spec::connections>("connections",
                                "requests that come at a rate go by so many connections that stay "
                                "open; 0: each has a connection of its own")
          .within("0", "1000000"),
      field<&Spec::keep_alive>("keep_alive",
                               "after this time without a request a user's connection is closed; "
                               "0: each request has one of its own")
          .otherwise("users and sessions leave it to the other end to close it"),
      field<&Spec::source_ip>("source_ip", "the block of addresses that the client's users have")
          .like("203.0.113.0/24"),
      field<&Spec::addresses>("addresses",
                              "how many addresses of the block they share; 0: as many as it has")
          .within("0", "1000000000"),
      field<&Spec::timeout>("timeout", "how long one attempt is waited for").at_least("1ms"),
      field<&Spec::retry>("retry",
                          "what happens when an attempt fails; a number is that of attempts"),
      field<&Spec::hedge>("hedge", "one more attempt while the first is still open")
          .like("50ms")
          .otherwise("none"),
      field<&Spec::circuit_breaker>("circuit_breaker",
                                    "when it stops asking, because too many attempts fail")
          .like("{errors: 50%, of: 20, open_for: 5s}")
          .otherwise("never"),
      field<&Spec::requests>("requests", "the classes of requests and how often each comes"),
  };
};
