#pragma once

#include "squall/core/field.hpp"
#include "squall/core/ratio.hpp"
#include "squall/core/text.hpp"
#include "squall/network/position.hpp"
#include "squall/network/round_trip.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace squall::network {

/// A region has no more: each has a letter.
constexpr std::size_t most_zones = 26;

/// A region that the catalogue does not know, or other zones for one that it does.
struct RegionSpec {
  std::vector<std::string> zones;
  std::string near;
  std::optional<Position> at;

  friend bool operator==(const RegionSpec&, const RegionSpec&) = default;
};

/// The two places that a link joins.
struct LinkEnds {
  std::string one;
  std::string other;

  friend bool operator==(const LinkEnds&, const LinkEnds&) = default;
};

/// How it goes on all ways.
struct NetworkSpec {
  Ratio jitter{};
  Duration between_zones = network::between_zones;

  friend bool operator==(const NetworkSpec&, const NetworkSpec&) = default;
};

/// A link of its own, instead of what the catalogue knows between the two.
struct LinkSpec {
  LinkEnds between;
  Duration round_trip{};
  bool cut = false;

  friend bool operator==(const LinkSpec&, const LinkSpec&) = default;
};

}  // namespace squall::network

template <>
struct squall::Fields<squall::network::RegionSpec> {
  using Spec = squall::network::RegionSpec;
  static constexpr std::string_view name = "region";
  static constexpr std::array table{
      field<&Spec::zones>("zones", "the letters of its zones").like("[a, b]").required(),
      field<&Spec::near>("near",
                         "the city or AWS's region that it is in, as 'squall places' names them")
          .like("seoul")
          .otherwise("where 'at' says"),
      field<&Spec::at>("at",
                       "where it is, in degrees to the north and to the east; a region with "
                       "neither 'near' nor 'at' is reached by its links alone")
          .like("[37.5, 127]")
          .otherwise("where 'near' says"),
  };
};

template <>
struct squall::Fields<squall::network::LinkEnds> {
  using Spec = squall::network::LinkEnds;
  static constexpr std::string_view name = "pair of places";
  static constexpr bool positional = true;
  static constexpr std::array table{
      field<&Spec::one>("one", "a region, a city, or a zone by its full name")
          .like("ap-northeast-2")
          .required(),
      field<&Spec::other>("other", "another one").like("my-dc").required(),
  };
};

template <>
struct squall::Fields<squall::network::LinkSpec> {
  using Spec = squall::network::LinkSpec;
  static constexpr std::string_view name = "link";
  static constexpr std::array table{
      field<&Spec::between>("between",
                            "the two places that it joins, there and back alike; what is known "
                            "of the two without it no longer counts")
          .like("[ap-northeast-2, my-dc]")
          .required(),
      field<&Spec::round_trip>("round_trip", "there and back")
          .like("4ms")
          .at_least("1us")
          .required(),
      field<&Spec::cut>("cut", "nothing passes it"),
  };
};

template <>
struct squall::Fields<squall::network::NetworkSpec> {
  using Spec = squall::network::NetworkSpec;
  static constexpr std::string_view name = "network";
  static constexpr std::array table{
      field<&Spec::jitter>("jitter",
                           "how much the time on the way varies, as a part of its mean: the "
                           "coefficient of variation of a lognormal distribution")
          .within("0%", "100%"),
      field<&Spec::between_zones>("between_zones",
                                  "from one zone of a region to another and back, where no link "
                                  "joins the two; 0: the zones of a region are beside each other, "
                                  "and no cut between them is felt")
          .within("0ms", "1s"),
  };
};
