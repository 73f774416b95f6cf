#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

namespace squall::network {

/// A point of the earth, in degrees: north and east are above 0.
struct Position {
  double latitude = 0;
  double longitude = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

}  // namespace squall::network

template <>
struct squall::Fields<squall::network::Position> {
  using Spec = squall::network::Position;
  static constexpr std::string_view name = "point of the earth";
  static constexpr bool positional = true;
  static constexpr std::array table{
      field<&Spec::latitude>("latitude", "degrees to the north; the south is below 0")
          .within("-90", "90")
          .like("37.5")
          .required(),
      field<&Spec::longitude>("longitude", "degrees to the east; the west is below 0")
          .within("-180", "180")
          .like("127")
          .required(),
  };
};
