#pragma once

#include "squall/balancing/matcher.hpp"
#include "squall/balancing/rule_spec.hpp"
#include "squall/core/field.hpp"
#include "squall/core/ratio.hpp"
#include "squall/core/text.hpp"
#include "squall/service/routing/algorithms.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::balancing {

using service::Algorithm;

enum class HealthProtocol : std::uint8_t { http, tcp };

enum class BalancerType : std::uint8_t { application, network, classic };

/// What a balancer sees of what comes on a port: requests, or connections.
enum class ListenerProtocol : std::uint8_t { http, tcp };

/// How each node of a balancer finds out which targets work.
struct HealthCheckSpec {
  std::optional<HealthProtocol> protocol;
  std::string path = "/";
  std::optional<Matcher> matcher;
  Duration interval = 30s;
  std::optional<Duration> timeout;
  std::optional<int> healthy_threshold;
  int unhealthy_threshold = 2;
  int initial_healthy_checks = 1;
  Duration demand{};
  std::optional<Port> port;

  friend bool operator==(const HealthCheckSpec&, const HealthCheckSpec&) = default;
};

/// How many targets must be healthy, in number and of all that are registered.
struct HealthyTargetsSpec {
  int count = 1;
  Ratio percentage;

  friend bool operator==(const HealthyTargetsSpec&, const HealthyTargetsSpec&) = default;
};

enum class StickinessType : std::uint8_t { lb_cookie, app_cookie, source_ip };

/// How users come back to the target that has answered them.
struct StickinessSpec {
  StickinessType type = StickinessType::lb_cookie;
  Duration duration = 24h;

  friend bool operator==(const StickinessSpec&, const StickinessSpec&) = default;
};

/// Targets that share the work of one kind.
struct TargetGroupSpec {
  std::optional<int> port;
  std::optional<Algorithm> algorithm;
  bool anomaly_mitigation = false;
  HealthCheckSpec health_check;
  std::optional<bool> cross_zone;
  std::optional<StickinessSpec> stickiness;
  HealthyTargetsSpec dns_failover;
  HealthyTargetsSpec unhealthy_state_routing;
  Duration slow_start{};
  std::optional<Duration> deregistration_delay;
  bool connection_termination = false;
  bool unhealthy_connection_termination = true;
  Duration unhealthy_draining_interval{};

  friend bool operator==(const TargetGroupSpec&, const TargetGroupSpec&) = default;
};

/// Where a port of a balancer leads: what the first rule says that takes a request, else exactly
/// one of the last three.
struct ListenerSpec {
  std::optional<ListenerProtocol> protocol;
  std::map<std::string, RuleSpec> rules;
  std::optional<Duration> stickiness;
  std::map<std::string, Weight> forward;
  std::optional<RedirectSpec> redirect;
  std::optional<FixedResponseSpec> fixed_response;

  friend bool operator==(const ListenerSpec&, const ListenerSpec&) = default;
};

/// How a CLB lets an instance finish what it has when it leaves.
struct ConnectionDrainingSpec {
  Duration timeout = 300s;

  friend bool operator==(const ConnectionDrainingSpec&, const ConnectionDrainingSpec&) = default;
};

/// A balancer: a node in each of its zones.
struct LoadBalancerSpec {
  BalancerType type = BalancerType::application;
  std::string region;
  std::vector<std::string> zones;
  std::map<int, ListenerSpec> listeners;
  std::vector<std::string> target_groups;
  Duration idle_timeout = 60s;
  Duration client_keep_alive = 3600s;
  Duration tcp_idle_timeout = 350s;
  std::optional<ConnectionDrainingSpec> connection_draining;
  std::optional<bool> cross_zone;
  bool zonal_shift = false;
  std::vector<std::string> security_groups;

  friend bool operator==(const LoadBalancerSpec&, const LoadBalancerSpec&) = default;
};

}  // namespace squall::balancing

template <>
struct squall::Words<squall::balancing::HealthProtocol> {
  static constexpr std::string_view name = "health check protocol";
  static constexpr std::array words{
      Word{"http", "a request that the service must answer"},
      Word{"tcp", "a connection that the service must accept"},
  };
};

template <>
struct squall::Words<squall::balancing::BalancerType> {
  static constexpr std::string_view name = "type of a balancer";
  static constexpr std::array words{
      Word{"application", "an ALB: it forwards requests"},
      Word{"network",
           "an NLB: it forwards connections, and all that comes on one goes to one target"},
      Word{"classic",
           "a CLB: it forwards requests or connections, and lets them wait where no target has "
           "room; a target group stands for its instances"},
  };
};

template <>
struct squall::Words<squall::balancing::ListenerProtocol> {
  static constexpr std::string_view name = "protocol of a listener";
  static constexpr std::array words{
      Word{"http", "requests"},
      Word{"tcp", "connections"},
  };
};

template <>
struct squall::Fields<squall::balancing::HealthCheckSpec> {
  using Spec = squall::balancing::HealthCheckSpec;
  static constexpr std::string_view name = "health check";
  static constexpr std::array table{
      field<&Spec::protocol>("protocol", "how a target is asked")
          .otherwise("http, behind an NLB tcp; of an ALB http"),
      field<&Spec::path>("path",
                         "what a probe asks for: '/health' is the handler 'health' of the service, "
                         "'/' a page of its own that costs 'demand'; with 'http' only")
          .like("/health"),
      field<&Spec::matcher>("matcher", "the statuses of a good answer; with 'http' only")
          .otherwise("200; behind an NLB 200-399"),
      field<&Spec::interval>("interval",
                             "between the starts of two probes of one target by one node")
          .within("5s", "300s"),
      field<&Spec::timeout>("timeout", "an answer later than this counts as none")
          .within("2s", "120s")
          .otherwise("5s; behind an NLB 10s with 'tcp', 6s with 'http'"),
      field<&Spec::healthy_threshold>("healthy_threshold",
                                      "good answers in a row that make an unhealthy target healthy")
          .within("2", "10")
          .otherwise("5; behind a CLB 10"),
      field<&Spec::unhealthy_threshold>("unhealthy_threshold",
                                        "bad answers in a row that make a target unhealthy")
          .within("2", "10"),
      field<&Spec::initial_healthy_checks>("initial_healthy_checks",
                                           "good answers in a row that make a new target healthy; "
                                           "AWS's pages on the CLB say both 1 and "
                                           "'healthy_threshold'; behind a CLB only")
          .within("1", "10"),
      field<&Spec::demand>("demand", "the CPU time that the service needs for one probe of '/'"),
      field<&Spec::port>("port", "where a target is asked, as security groups know it")
          .otherwise("the port of its service"),
  };
};

template <>
struct squall::Fields<squall::balancing::HealthyTargetsSpec> {
  using Spec = squall::balancing::HealthyTargetsSpec;
  static constexpr std::string_view name = "least healthy targets";
  static constexpr std::array table{
      field<&Spec::count>("count", "below this number they are too few; 0 is off")
          .within("0", "1000"),
      field<&Spec::percentage>("percentage",
                               "below this part of the registered they are too few; 0% is off")
          .within("0%", "100%"),
  };
};

template <>
struct squall::Words<squall::balancing::StickinessType> {
  static constexpr std::string_view name = "type of stickiness";
  static constexpr std::array words{
      Word{"lb_cookie", "by a cookie of the balancer"},
      Word{"app_cookie", "by a cookie of the service, beside which the balancer sets one"},
      Word{"source_ip", "by the address that a connection comes from; behind an NLB only"},
  };
};

template <>
struct squall::Fields<squall::balancing::StickinessSpec> {
  using Spec = squall::balancing::StickinessSpec;
  static constexpr std::string_view name = "stickiness";
  static constexpr std::string_view shorthand = "duration";
  static constexpr std::array table{
      field<&Spec::type>("type", "by what users are known again"),
      field<&Spec::duration>("duration", "how long after each answer of a target its user may come")
          .within("1s", "7d")
          .like("1h"),
  };
};

template <>
struct squall::Fields<squall::balancing::TargetGroupSpec> {
  using Spec = squall::balancing::TargetGroupSpec;
  static constexpr std::string_view name = "target group";
  static constexpr std::array table{
      field<&Spec::port>("port",
                         "at which listener of the ALB that is its target what comes arrives; of a "
                         "group with an ALB only")
          .within("1", "65535")
          .like("80")
          .otherwise("its only listener, or the one with the lowest port"),
      field<&Spec::algorithm>("algorithm", "how a node chooses among the healthy targets")
          .otherwise("round_robin; behind an HTTP listener of a CLB least_outstanding_requests"),
      field<&Spec::anomaly_mitigation>("anomaly_mitigation",
                                       "whether targets that fail more often than their peers get "
                                       "fewer requests; with 'weighted_random' only"),
      field<&Spec::health_check>("health_check", "how nodes find out which targets work"),
      field<&Spec::cross_zone>("cross_zone",
                               "whether a node uses the targets of all zones, or those of its own")
          .otherwise("as its balancer does"),
      field<&Spec::stickiness>("stickiness",
                               "users come back to the target that has answered them, while it "
                               "may be chosen; those who come once do not")
          .otherwise("a target is chosen for each request"),
      field<&Spec::dns_failover>("dns_failover",
                                 "a node that has fewer healthy targets is taken out of DNS"),
      field<&Spec::unhealthy_state_routing>(
          "unhealthy_state_routing",
          "a node that has fewer healthy targets uses all that are registered"),
      field<&Spec::slow_start>("slow_start",
                               "how long the share of a target that has become healthy grows, from "
                               "nothing to that of the others; 0 is off, else 30s and more")
          .within("0s", "900s"),
      field<&Spec::deregistration_delay>("deregistration_delay",
                                         "how long a target that leaves may finish what it has")
          .within("0s", "3600s")
          .otherwise("300s; behind a CLB its 'connection_draining'")
          .settable(),
      field<&Spec::connection_termination>("connection_termination",
                                           "whether connections to a target that leaves are reset "
                                           "at the end of its delay, or go on; "
                                           "behind an NLB only"),
      field<&Spec::unhealthy_connection_termination>("unhealthy_connection_termination",
                                                     "whether connections to a target that becomes "
                                                     "unhealthy are reset, or go on; behind an NLB "
                                                     "only"),
      field<&Spec::unhealthy_draining_interval>(
          "unhealthy_draining_interval",
          "where they go on: how long a target must have been unhealthy until they are reset after "
          "all; 0 is never; behind an NLB only")
          .within("0s", "360000s"),
  };
};

template <>
struct squall::Fields<squall::balancing::ListenerSpec> {
  using Spec = squall::balancing::ListenerSpec;
  static constexpr std::string_view name = "listener";
  static constexpr std::string_view shorthand = "forward";
  static constexpr std::array table{
      field<&Spec::protocol>("protocol",
                             "what a CLB shares among its instances: each request, or "
                             "each connection")
          .otherwise("http; of an NLB tcp"),
      field<&Spec::rules>("rules", "what happens to requests that meet conditions")
          .like("{api: {priority: 10, path: /api/*, forward: api}}"),
      field<&Spec::stickiness>(
          "stickiness",
          "a user whom one of the groups of 'forward' has answered is sent to the same group for "
          "so long after each answer")
          .within("1s", "7d")
          .like("1000s")
          .otherwise("each request draws its group"),
      field<&Spec::forward>("forward",
                            "the target group, or up to five with their weights: "
                            "{web: 90, green: 10}")
          .naming("target_groups")
          .like("web"),
      field<&Spec::redirect>("redirect", "instead of 'forward': a port, or what else changes"),
      field<&Spec::fixed_response>("fixed_response",
                                   "instead of 'forward': a status, or a status and a body"),
  };
};

template <>
struct squall::Fields<squall::balancing::ConnectionDrainingSpec> {
  using Spec = squall::balancing::ConnectionDrainingSpec;
  static constexpr std::string_view name = "connection draining";
  static constexpr std::string_view shorthand = "timeout";
  static constexpr std::array table{
      field<&Spec::timeout>("timeout", "what is not finished by then is cut off")
          .within("1s", "3600s"),
  };
};

template <>
struct squall::Fields<squall::balancing::LoadBalancerSpec> {
  using Spec = squall::balancing::LoadBalancerSpec;
  static constexpr std::string_view name = "load balancer";
  static constexpr std::array table{
      field<&Spec::type>("type", "what kind of balancer it is"),
      field<&Spec::region>("region", "where it is")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
      field<&Spec::zones>("zones", "the zones it has a node in")
          .like("[a, c]")
          .otherwise("the scenario's zones")
          .unlike_aws("AWS wants them named, and two of them for an ALB"),
      field<&Spec::listeners>("listeners", "what happens on each port")
          .like("{80: web}")
          .required(),
      field<&Spec::target_groups>("target_groups",
                                  "the target groups of NLBs that an ALB is registered in, as the "
                                  "only target of each; of an ALB only")
          .naming("target_groups"),
      field<&Spec::idle_timeout>("idle_timeout",
                                 "how long an ALB or a CLB waits for a target that says nothing, "
                                 "before 504; a CLB also keeps a connection for so long on which "
                                 "nothing comes")
          .within("1s", "4000s"),
      field<&Spec::client_keep_alive>("client_keep_alive",
                                      "a connection that a client has kept for longer is closed "
                                      "after an answer; of an ALB only")
          .within("60s", "604800s"),
      field<&Spec::tcp_idle_timeout>(
          "tcp_idle_timeout",
          "a connection without a packet for so long is forgotten, and what "
          "comes on it later reset; of an NLB only")
          .within("60s", "6000s"),
      field<&Spec::connection_draining>(
          "connection_draining",
          "instances that leave may finish what they have for so long, unhealthy ones for good; of "
          "a CLB only")
          .like("300s")
          .otherwise("what they have is cut off at once"),
      field<&Spec::cross_zone>("cross_zone",
                               "whether a node uses the targets of all zones, or those of its own")
          .otherwise("true of an ALB, which allows nothing else; false of an NLB and of a CLB"),
      field<&Spec::zonal_shift>("zonal_shift",
                                "whether the timeline may shift its traffic away from a zone"),
      field<&Spec::security_groups>("security_groups",
                                    "what may reach it, and whom it may; without any everything "
                                    "passes, and those behind an NLB see its clients alone")
          .naming("security_groups")
          .unlike_aws("AWS gives an ALB or CLB the default group, which lets in only its own"),
  };
};
