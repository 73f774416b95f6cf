#pragma once

#include "squall/core/address.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace squall::faults {

/// Where an attempt comes from: one address, or a client or an instance by its name.
struct Origin {
  std::variant<std::string, std::uint32_t> form;

  friend bool operator==(const Origin&, const Origin&) = default;
};

/// One attempt to get in somewhere, to see what comes of it.
struct TrySpec {
  struct Ssh {
    std::string to;
    Origin from;
    std::string key;
    friend bool operator==(const Ssh&, const Ssh&) = default;
  };
  struct Http {
    std::string to;
    Origin from;
    Port port;
    friend bool operator==(const Http&, const Http&) = default;
  };
  struct Tcp {
    std::string to;
    Origin from;
    Port port;
    friend bool operator==(const Tcp&, const Tcp&) = default;
  };

  std::variant<Ssh, Http, Tcp> form;

  friend bool operator==(const TrySpec&, const TrySpec&) = default;
};

}  // namespace squall::faults

template <>
struct squall::ScalarText<squall::faults::Origin> {
  using Origin = squall::faults::Origin;
  static constexpr std::string_view name = "origin";
  static constexpr std::string_view example = "203.0.113.7";
  static constexpr std::string_view pattern = "";
  static constexpr bool bare_number = false;
  static std::optional<Problem> read(std::string_view text, Origin& value);
  static std::string print(const Origin& value);
};

template <>
struct squall::Fields<squall::faults::TrySpec::Ssh> {
  using Spec = squall::faults::TrySpec::Ssh;
  static constexpr std::string_view name = "attempt by ssh";
  static constexpr std::array table{
      field<&Spec::to>("ssh", "the instance, by its name or by an address; sshd listens at port 22")
          .naming("instances|elastic_ips")
          .like("web-1")
          .required(),
      field<&Spec::from>("from", "who tries: an address outside, a client or an instance")
          .required(),
      field<&Spec::key>("key", "the key pair whose private key is shown")
          .naming("key_pairs")
          .like("alice")
          .otherwise("none is"),
  };
};

template <>
struct squall::Fields<squall::faults::TrySpec::Http> {
  using Spec = squall::faults::TrySpec::Http;
  static constexpr std::string_view name = "attempt by HTTP";
  static constexpr std::array table{
      field<&Spec::to>("http", "the instance, by its name or by an address")
          .naming("instances|elastic_ips")
          .like("web-1.public_ip")
          .required(),
      field<&Spec::from>("from", "who tries: an address outside, a client or an instance")
          .required(),
      field<&Spec::port>("port", "where it is asked"),
  };
};

template <>
struct squall::Fields<squall::faults::TrySpec::Tcp> {
  using Spec = squall::faults::TrySpec::Tcp;
  static constexpr std::string_view name = "attempt by TCP";
  static constexpr std::array table{
      field<&Spec::to>("tcp", "the instance, by its name or by an address, or the database")
          .naming("instances|elastic_ips|databases")
          .like("orders")
          .required(),
      field<&Spec::from>("from", "who tries: an address outside, a client or an instance")
          .required(),
      field<&Spec::port>("port", "where it is asked").like("3306").required(),
  };
};

template <>
struct squall::Alternatives<squall::faults::TrySpec> {
  using A = squall::faults::TrySpec;
  static constexpr std::string_view name = "attempt";
  static constexpr std::array table{
      whole_alternative<A, A::Ssh>("ssh", "to log in").like("web-1"),
      whole_alternative<A, A::Http>("http", "to be answered by the service").like("web-1"),
      whole_alternative<A, A::Tcp>("tcp", "to open a connection").like("web-1"),
  };
};
