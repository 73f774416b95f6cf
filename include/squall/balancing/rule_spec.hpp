#pragma once

#include "squall/core/address.hpp"
#include "squall/core/field.hpp"
#include "squall/core/ratio.hpp"
#include "squall/core/text.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::balancing {

enum class WebProtocol : std::uint8_t { http, https };

/// An answer that sends the client elsewhere; what it does not name stays as it was asked.
struct RedirectSpec {
  std::optional<Port> port;
  std::optional<WebProtocol> protocol;
  std::optional<std::string> host;
  std::optional<std::string> path;
  std::optional<std::string> query;
  int status = 301;

  friend bool operator==(const RedirectSpec&, const RedirectSpec&) = default;
};

/// An answer that a balancer gives without asking any target.
struct FixedResponseSpec {
  int status = 503;
  std::string body;

  friend bool operator==(const FixedResponseSpec&, const FixedResponseSpec&) = default;
};

/// Requests that meet every condition, and what becomes of them: exactly one of the last three. A
/// condition is met by any of its values.
struct RuleSpec {
  using Patterns = std::vector<std::string>;

  int priority = 0;
  Patterns host;
  Patterns path;
  Patterns method;
  std::map<std::string, Patterns> headers;
  std::map<std::string, Patterns> query;
  std::vector<Cidr> source_ip;
  std::optional<Duration> stickiness;
  std::map<std::string, Weight> forward;
  std::optional<RedirectSpec> redirect;
  std::optional<FixedResponseSpec> fixed_response;

  friend bool operator==(const RuleSpec&, const RuleSpec&) = default;
};

}  // namespace squall::balancing

template <>
struct squall::Words<squall::balancing::WebProtocol> {
  static constexpr std::string_view name = "protocol of the web";
  static constexpr std::array words{
      Word{"http", "in the clear"},
      Word{"https", "over TLS"},
  };
};

template <>
struct squall::Fields<squall::balancing::RedirectSpec> {
  using Spec = squall::balancing::RedirectSpec;
  static constexpr std::string_view name = "redirect";
  static constexpr std::string_view shorthand = "port";
  static constexpr std::array table{
      field<&Spec::port>(
          "port",
          "another port; where it is all that changes, and the balancer listens there, the client "
          "asks there at once, and the balancer counts both requests")
          .like("443")
          .otherwise("the same"),
      field<&Spec::protocol>("protocol", "another protocol")
          .otherwise("https for port 443, http for port 80, else that of the listener"),
      field<&Spec::host>("host", "another host").like("shop.example.com").otherwise("the same"),
      field<&Spec::path>("path", "another path, in which '#{path}' is the one that was asked for")
          .like("/closed")
          .otherwise("the same"),
      field<&Spec::query>("query", "another query").like("lang=ko").otherwise("the same"),
      field<&Spec::status>("status", "301 is for good, 302 for now").within("301", "302"),
  };
};

template <>
struct squall::Fields<squall::balancing::FixedResponseSpec> {
  using Spec = squall::balancing::FixedResponseSpec;
  static constexpr std::string_view name = "fixed response";
  static constexpr std::string_view shorthand = "status";
  static constexpr std::array table{
      field<&Spec::status>("status", "of the answer: 200 to 299 or 400 to 599")
          .within("200", "599"),
      field<&Spec::body>("body", "what stands in it; its length is counted").like("closed"),
  };
};

template <>
struct squall::Fields<squall::balancing::RuleSpec> {
  using Spec = squall::balancing::RuleSpec;
  static constexpr std::string_view name = "rule";
  static constexpr std::array table{
      field<&Spec::priority>("priority", "rules are tried from the lowest number to the highest")
          .within("1", "50000")
          .like("10")
          .required(),
      field<&Spec::host>("host",
                         "the host that is asked for, in any case of letters; in patterns '*' is "
                         "any text and '?' any one letter")
          .like("'*.example.com'"),
      field<&Spec::path>("path", "the path that is asked for, without the query").like("/api/*"),
      field<&Spec::method>("method", "the method of the request, exactly").like("POST"),
      field<&Spec::headers>("headers", "what stands in headers, in any case of letters")
          .like("{x-beta: yes}"),
      field<&Spec::query>("query",
                          "what stands in the query, in any case of letters; '*' for a key is any "
                          "key")
          .like("{lang: ko}"),
      field<&Spec::source_ip>("source_ip", "the address that the request comes from")
          .like("203.0.113.0/24"),
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
