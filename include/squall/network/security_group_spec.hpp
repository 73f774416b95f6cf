#pragma once

#include "squall/core/address.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace squall::network {

/// Limits of AWS: rules of a group in one direction, groups of one thing.
constexpr std::size_t most_rules = 60;
constexpr std::size_t most_security_groups = 5;

/// The addresses that everything of a scenario has in its region: those of AWS's default VPC.
constexpr Cidr vpc_block{0xac1f'0000, 16};

/// Ports from the first to the last.
struct PortRange {
  int first = 0;
  int last = 65'535;

  bool holds(int port) const { return first <= port && port <= last; }
  bool holds_all() const { return *this == PortRange{}; }

  friend bool operator==(const PortRange&, const PortRange&) = default;
};

/// The other end of what a rule allows: a block of addresses, or what has a name.
struct Peer {
  std::variant<Cidr, std::string> form;

  bool is_anywhere() const {
    const Cidr* const block = std::get_if<Cidr>(&form);
    return block && block->prefix == 0;
  }

  friend bool operator==(const Peer&, const Peer&) = default;
};

struct InboundRule {
  PortRange port;
  Peer from;

  friend bool operator==(const InboundRule&, const InboundRule&) = default;
};

struct OutboundRule {
  PortRange port;
  Peer to;

  friend bool operator==(const OutboundRule&, const OutboundRule&) = default;
};

/// What may come in to whoever has the group, and go out from there. Nothing forbids.
struct SecurityGroupSpec {
  std::vector<InboundRule> inbound;
  std::optional<std::vector<OutboundRule>> outbound;

  friend bool operator==(const SecurityGroupSpec&, const SecurityGroupSpec&) = default;
};

}  // namespace squall::network

template <>
struct squall::ScalarText<squall::network::PortRange> {
  using PortRange = squall::network::PortRange;
  static constexpr std::string_view name = "port or ports";
  static constexpr std::string_view example = "443";
  static constexpr std::string_view pattern = "^(all|[0-9]{1,5}(-[0-9]{1,5})?)$";
  static constexpr bool bare_number = true;
  static std::optional<Problem> read(std::string_view text, PortRange& value);
  static std::string print(const PortRange& value);
};

template <>
struct squall::ScalarText<squall::network::Peer> {
  using Peer = squall::network::Peer;
  static constexpr std::string_view name = "peer";
  static constexpr std::string_view example = "anywhere";
  static constexpr std::string_view pattern = "";
  static constexpr bool bare_number = false;
  static std::optional<Problem> read(std::string_view text, Peer& value);
  static std::string print(const Peer& value);
};

template <>
struct squall::Fields<squall::network::InboundRule> {
  using Spec = squall::network::InboundRule;
  static constexpr std::string_view name = "inbound rule";
  static constexpr std::array table{
      field<&Spec::port>("port", "where it may come in").like("80").required(),
      field<&Spec::from>("from",
                         "who may: a security group, whose addresses are meant, or a balancer or "
                         "instances themselves; a block of addresses; or 'anywhere'")
          .like("front")
          .required(),
  };
};

template <>
struct squall::Fields<squall::network::OutboundRule> {
  using Spec = squall::network::OutboundRule;
  static constexpr std::string_view name = "outbound rule";
  static constexpr std::array table{
      field<&Spec::port>("port", "at which port it may be asked").like("3306").required(),
      field<&Spec::to>("to",
                       "who may be: a security group, or a balancer, instances or a database "
                       "themselves; a block of addresses; or 'anywhere', which externals need")
          .like("orders")
          .required(),
  };
};

template <>
struct squall::Fields<squall::network::SecurityGroupSpec> {
  using Spec = squall::network::SecurityGroupSpec;
  static constexpr std::string_view name = "security group";
  static constexpr std::array table{
      field<&Spec::inbound>("inbound",
                            "what may come in; answers to what went out always may, the rest is "
                            "dropped without a word")
          .like("[{port: 80, from: front}]"),
      field<&Spec::outbound>("outbound",
                             "what may go out; answers to what came in always may, the rest is "
                             "dropped without a word")
          .like("[{port: 3306, to: orders}]")
          .otherwise("everything"),
  };
};
