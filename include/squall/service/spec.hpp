#pragma once

#include "squall/core/distribution_spec.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

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
  std::optional<Duration> timeout;

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

  std::variant<Cpu, Wait, CallStep, Parallel, Chance, FailStep> form;

  friend bool operator==(const Step&, const Step&) = default;
};

/// A program that answers requests, on every instance that runs it.
struct ServiceSpec {
  int workers = 200;
  int backlog = 100;
  Duration startup{};
  Ratio errors;
  Steps handler;
  std::map<std::string, Steps> handlers;

  friend bool operator==(const ServiceSpec&, const ServiceSpec&) = default;
};

/// A database: a server of its own with a limit on connections.
struct DatabaseSpec {
  std::string instance_class = "db.m6i.large";
  int max_connections = 100;
  std::map<std::string, DistributionSpec> queries;

  friend bool operator==(const DatabaseSpec&, const DatabaseSpec&) = default;
};

}  // namespace squall::service

template <>
struct squall::Fields<squall::service::CallStep> {
  using Spec = squall::service::CallStep;
  static constexpr std::string_view name = "call";
  static constexpr std::string_view shorthand = "to";
  static constexpr std::array table{
      field<&Spec::to>("to",
                       "who is asked: a balancer, a database or an instance; 'orders.write' "
                       "asks for one of its queries or handlers")
          .naming("databases|load_balancers|instances")
          .like("orders.read")
          .required(),
      field<&Spec::timeout>("timeout", "how long the caller waits before the call has failed")
          .otherwise("as long as it takes"),
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
      field<&Spec::handler>("handler",
                            "what a request without a handler of its own needs; the same "
                            "as 'default' under 'handlers'"),
      field<&Spec::handlers>("handlers", "what the requests of each class need"),
  };
};

template <>
struct squall::Fields<squall::service::DatabaseSpec> {
  using Spec = squall::service::DatabaseSpec;
  static constexpr std::string_view name = "database";
  static constexpr std::array table{
      field<&Spec::instance_class>("instance_class", "AWS's name of its hardware"),
      field<&Spec::max_connections>("max_connections",
                                    "queries that it works on at once; more wait for a connection")
          .within("1", "1000000"),
      field<&Spec::queries>("queries", "how much CPU time each kind of query needs"),
  };
};
