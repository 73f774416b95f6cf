#pragma once

#include "squall/core/field.hpp"
#include "squall/core/in_order.hpp"
#include "squall/core/ratio.hpp"
#include "squall/core/text.hpp"

#include <cstdint>

namespace squall::balancing {

enum class DnsRouting : std::uint8_t { simple, latency, weighted, failover };

/// How a DNS record finds out to whom it may lead.
struct DnsHealthCheckSpec {
  Duration interval = 30s;
  int failure_threshold = 3;

  friend bool operator==(const DnsHealthCheckSpec&, const DnsHealthCheckSpec&) = default;
};

/// A name that leads to balancers or instances, wherever they are.
struct DnsRecordSpec {
  DnsRouting routing = DnsRouting::simple;
  InOrder<Weight> to;
  Duration ttl = 60s;
  DnsHealthCheckSpec health_check;

  friend bool operator==(const DnsRecordSpec&, const DnsRecordSpec&) = default;
};

}  // namespace squall::balancing

template <>
struct squall::Words<squall::balancing::DnsRouting> {
  static constexpr std::string_view name = "routing of a DNS record";
  static constexpr std::array words{
      Word{"simple", "to any of them, alike, in whatever state they are"},
      Word{"latency", "to the healthy one whose region is nearest to the client, in time"},
      Word{"weighted", "to the healthy ones by their weights; 0 only where no other is healthy"},
      Word{"failover", "to the first that is healthy"},
  };
};

template <>
struct squall::Fields<squall::balancing::DnsHealthCheckSpec> {
  using Spec = squall::balancing::DnsHealthCheckSpec;
  static constexpr std::string_view name = "health check of a DNS record";
  static constexpr std::array table{
      field<&Spec::interval>("interval",
                             "between two checks of one of them, which ask as a client does and "
                             "wait for 4s: 10s or 30s"),
      field<&Spec::failure_threshold>("failure_threshold",
                                      "bad answers in a row that make it unhealthy, and good ones "
                                      "that make it healthy again")
          .within("1", "10"),
  };
};

template <>
struct squall::Fields<squall::balancing::DnsRecordSpec> {
  using Spec = squall::balancing::DnsRecordSpec;
  static constexpr std::string_view name = "DNS record";
  static constexpr std::array table{
      field<&Spec::routing>("routing", "to whom it leads"),
      field<&Spec::to>("to",
                       "load balancers or instances, in any region; with 'failover' the first is "
                       "the primary, with 'weighted' each has a weight: {seoul: 90, virginia: 10}")
          .naming("load_balancers|instances")
          .like("[seoul, virginia]")
          .required(),
      field<&Spec::ttl>("ttl", "how long clients keep to what they were told")
          .within("0s", "172800s"),
      field<&Spec::health_check>("health_check",
                                 "how it finds out who is healthy; a load balancer is so only "
                                 "while each of its target groups has a healthy target. Where "
                                 "nobody is healthy all count as healthy. Not with 'simple'")
          .unlike_aws("AWS checks nothing where no health check is associated"),
  };
};
