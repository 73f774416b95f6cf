#pragma once

#include "squall/core/type.hpp"

#include <span>
#include <string_view>

namespace squall::scenario {

/// A kind of values that are written as one text, for the reference.
struct ValueKind {
  TypeRef type;
  std::string_view examples;  ///< separated by two spaces
  std::string_view meaning;
  bool (*reads)(std::string_view text);  ///< whether the language takes this text
};

/// Every kind that the tables use, but closed sets of words.
std::span<const ValueKind> value_kinds();

}  // namespace squall::scenario
