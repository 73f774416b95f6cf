#pragma once

#include "squall/core/distribution_spec.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/service/breaker_spec.hpp"
#include "squall/service/hedge_spec.hpp"
#include "squall/service/own_metric_spec.hpp"
#include "squall/service/retry_spec.hpp"

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace squall::service {

struct Step;
using Steps = std::vector<Step>;

/// Another endpoint is asked and waited for.
struct CallStep {
  std::string to;
  std::optional<Duration> timeout = std::nullopt;
  RetrySpec retry = {};
  std::optional<HedgeSpec> hedge = std::nullopt;
  std::optional<BreakerSpec> circuit_breaker = std::nullopt;

  friend bool operator==(const CallStep&, const CallStep&) = default;
};

/// The request ends here.
struct FailStep {
  int status = 500;

  friend bool operator==(const FailStep&, const FailStep&) = default;
};

/// One thing that a handler does for a request.
struct Step {
  struct Cpu {
    DistributionSpec demand;
    friend bool operator==(const Cpu&, const Cpu&) = default;
  };
  struct Wait {
    DistributionSpec time;
    friend bool operator==(const Wait&, const Wait&) = default;
  };
  struct Parallel {
    Steps branches;
    friend bool operator==(const Parallel&, const Parallel&) = default;
  };
  struct Chance {
    Ratio chance;
    Steps then;
    friend bool operator==(const Chance&, const Chance&) = default;
  };
  struct Put {
    std::map<std::string, double> values;  // by the metrics
    friend bool operator==(const Put&, const Put&) = default;
  };

  std::variant<Cpu, Wait, CallStep, Parallel, Chance, Put, FailStep> form;

  friend bool operator==(const Step&, const Step&) = default;
};

/// A program that answers requests, on every instance that runs it.
struct ServiceSpec {
  int workers = 200;
  int backlog = 100;
  Duration startup{};
  Ratio errors;
  std::string measured_on;
  Steps handler;
  std::map<std::string, Steps> handlers;
  std::map<std::string, int> connection_pools;
  std::map<std::string, OwnMetricSpec> metrics;
  Port port{};

  friend bool operator==(const ServiceSpec&, const ServiceSpec&) = default;
};

/// A database: a server of its own with a limit on connections.
struct DatabaseSpec {
  std::string instance_class = "db.m6i.large";
  std::string region = {};
  std::string zone = {};
  bool multi_az = false;
  int max_connections = 100;
  std::map<std::string, DistributionSpec> queries;
  Port port{3306};
  std::vector<std::string> security_groups = {};

  friend bool operator==(const DatabaseSpec&, const DatabaseSpec&) = default;
};

/// Somebody else's service: it answers after a while and costs nobody a CPU.
struct ExternalSpec {
  DistributionSpec latency;
  Ratio errors;
  std::optional<int> concurrency = std::nullopt;

  friend bool operator==(const ExternalSpec&, const ExternalSpec&) = default;
};

}  // namespace squall::service

template <>
struct squall::Fields<squall::service::CallStep> {
  using Spec = squall::service::CallStep;
  static constexpr std::string_view name = "call";
  static constexpr std::string_view shorthand = "to";
  static constexpr std::array table{
      field<&Spec::to>(
          "to",
          "who is asked: a balancer, a database, an external, an instance or a DNS record; "
          "'orders.write' asks for one of its queries or handlers, 'orders' for its only query or "
          "for "
          "the handler of the caller's own request class, else the default one")
          .naming("databases|load_balancers|instances|externals|dns_records")
          .like("orders.read")
          .required(),
      field<&Spec::timeout>("timeout", "how long the caller waits before the call has failed")
          .otherwise("as long as it takes"),
      field<&Spec::retry>("retry", "what happens when it fails; a number is that of attempts"),
      field<&Spec::hedge>("hedge", "one more attempt while the first is still open")
          .like("50ms")
          .otherwise("none"),
      field<&Spec::circuit_breaker>("circuit_breaker",
                                    "when a process stops asking by this step, because too many "
                                    "attempts fail")
          .like("{errors: 50%, of: 20, open_for: 5s}")
          .otherwise("never"),
  };
};

template <>
struct squall::Fields<squall::service::Step::Chance> {
  using Spec = squall::service::Step::Chance;
  static constexpr std::string_view name = "chance";
  static constexpr std::array table{
      field<&Spec::chance>("chance", "how likely it is that the steps under 'do' are taken")
          .like("15%")
          .within("0%", "100%")
          .required(),
      field<&Spec::then>("do", "the steps").like("{call: orders.read}").required(),
  };
};

template <>
struct squall::Alternatives<squall::service::Step> {
  using S = squall::service::Step;
  static constexpr std::string_view name = "step";
  static constexpr std::array table{
      alternative<S, &S::Cpu::demand>("cpu", "works: what one vCPU of its own would need"),
      alternative<S, &S::Wait::time>("wait", "waits without a CPU; the worker stays taken"),
      alternative<S, squall::service::CallStep>("call", "asks another endpoint and waits for it"),
      alternative<S, &S::Parallel::branches>("parallel",
                                             "does all of these at once, waits for all"),
      whole_alternative<S, S::Chance>("chance", "does the steps under 'do' that often"),
      alternative<S, &S::Put::values>("put", "records a value of each of these metrics of its own"),
      alternative<S, &squall::service::FailStep::status>("fail",
                                                         "ends the request with this status"),
  };
};

template <>
struct squall::Fields<squall::service::ServiceSpec> {
  using Spec = squall::service::ServiceSpec;
  static constexpr std::string_view name = "service";
  static constexpr std::array table{
      field<&Spec::workers>("workers", "requests that one process works on at once")
          .within("1", "100000"),
      field<&Spec::backlog>("backlog", "requests that may wait for a worker; more are refused")
          .within("0", "10000000"),
      field<&Spec::startup>("startup", "from the boot of the machine until it takes requests"),
      field<&Spec::errors>("errors", "the part of all requests that it answers with 500")
          .within("0%", "100%"),
      field<&Spec::measured_on>("measured_on",
                                "the instance type on which its steps under 'cpu' take so long; "
                                "families of another 'speed' take longer, or less")
          .like("m6i.large")
          .otherwise("all types are equally fast"),
      field<&Spec::handler>("handler",
                            "what a request without a handler of its own needs; the same "
                            "as 'default' under 'handlers'"),
      field<&Spec::handlers>("handlers", "what the requests of each class need"),
      field<&Spec::connection_pools>(
          "connection_pools",
          "how many connections each process holds at most to whom it calls; they are opened when "
          "first needed and stay open, further calls wait for a free one, first come first served, "
          "and are refused where a database has none left to open; without a pool each call has a "
          "connection of its own")
          .like("{orders: 20}"),
      field<&Spec::metrics>("metrics", "what each process tells CloudWatch of itself")
          .like("{Orders: {unit: Count}, InFlight: {gauge: in_flight}}"),
      field<&Spec::port>("port", "where it takes requests, as security groups know it"),
  };
};

template <>
struct squall::Fields<squall::service::DatabaseSpec> {
  using Spec = squall::service::DatabaseSpec;
  static constexpr std::string_view name = "database";
  static constexpr std::array table{
      field<&Spec::instance_class>("instance_class", "AWS's name of its hardware"),
      field<&Spec::region>("region", "where it is")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
      field<&Spec::zone>("zone", "the zone it is in, or its primary")
          .like("a")
          .otherwise("the first of the scenario's zones, or of its region"),
      field<&Spec::multi_az>("multi_az",
                             "whether a stand-by in another zone takes over, 60 s after the zone "
                             "is lost"),
      field<&Spec::max_connections>("max_connections",
                                    "queries that it works on at once, more wait their turn; and "
                                    "connections that pools may hold open, more are refused")
          .within("1", "1000000"),
      field<&Spec::queries>("queries", "how much CPU time each kind of query needs"),
      field<&Spec::port>("port", "where it takes connections, as security groups know it"),
      field<&Spec::security_groups>("security_groups",
                                    "what may reach it; without any everything passes")
          .naming("security_groups")
          .unlike_aws("AWS gives it the default group, which lets in only its own"),
  };
};

template <>
struct squall::Fields<squall::service::ExternalSpec> {
  using Spec = squall::service::ExternalSpec;
  static constexpr std::string_view name = "external";
  static constexpr std::array table{
      field<&Spec::latency>("latency", "how long an answer takes, however many ask")
          .like("{lognormal: {mean: 180ms, cv: 0.5}}")
          .required(),
      field<&Spec::errors>("errors", "the part of all requests that it answers with 500")
          .within("0%", "100%"),
      field<&Spec::concurrency>("concurrency",
                                "requests that it works on at once; more wait their turn, without "
                                "limit")
          .within("1", "1000000")
          .like("50")
          .otherwise("as many as come"),
  };
};
