#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <string>
#include <vector>

namespace squall::network {

/// A region that the catalogue does not know, or other zones for one that it does.
struct RegionSpec {
  std::vector<std::string> zones;

  friend bool operator==(const RegionSpec&, const RegionSpec&) = default;
};

}  // namespace squall::network

template <>
struct squall::Fields<squall::network::RegionSpec> {
  using Spec = squall::network::RegionSpec;
  static constexpr std::string_view name = "region";
  static constexpr std::array table{
      field<&Spec::zones>("zones", "the letters of its zones").like("[a, b]").required(),
  };
};
