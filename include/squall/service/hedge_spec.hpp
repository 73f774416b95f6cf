#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

namespace squall::service {

/// A second attempt of a request while the first is still open.
struct HedgeSpec {
  static constexpr int most = 3;

  Duration after{};
  int at_most = 1;

  friend bool operator==(const HedgeSpec&, const HedgeSpec&) = default;
};

}  // namespace squall::service

template <>
struct squall::Fields<squall::service::HedgeSpec> {
  using Spec = squall::service::HedgeSpec;
  static constexpr std::string_view name = "hedge";
  static constexpr std::string_view shorthand = "after";
  static constexpr std::array table{
      field<&Spec::after>("after",
                          "how long nothing may have come back before one more attempt of the "
                          "request is sent; the first good answer counts, what else is open is "
                          "abandoned")
          .like("50ms")
          .at_least("1us")
          .required(),
      field<&Spec::at_most>("at_most", "how many such attempts a request may have")
          .within("1", "3"),
  };
};
