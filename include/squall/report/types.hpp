#pragma once

#include "squall/compute/instance_type.hpp"

#include <limits>
#include <optional>
#include <string>
#include <string_view>

namespace squall::report {

/// From and to, both included.
struct Span {
  double least = 0;
  double most = std::numeric_limits<double>::infinity();

  bool holds(double value) const { return least <= value && value <= most; }
};

/// "4", "2..8", "2.." or "..8"; nothing for anything else.
std::optional<Span> read_span(std::string_view text);

/// Which types of the catalogue are asked for.
struct TypesQuestion {
  std::string region = "us-east-1";  ///< whose prices are shown
  std::string part;                  ///< of their names
  Span vcpus;
  Span memory_gib;

  bool asks_for(const compute::InstanceType& type) const;
};

/// The types as a table that is at most `width` wide, or one wide line each where it does not fit;
/// empty where there are none.
std::string types_text(const TypesQuestion& question, int width);

}  // namespace squall::report
