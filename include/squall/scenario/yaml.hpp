#pragma once

#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"

#include <cstdint>
#include <string>

namespace squall::scenario {

/// What a source may hold at most: a scenario is far below, and what is above cannot exhaust
/// memory, stack or patience.
struct YamlLimits {
  std::size_t bytes = 16 << 20;
  std::size_t line = 256 << 10;        ///< bytes
  std::size_t values = 1'300'000;      ///< keys and values, as written
  std::size_t alias_values = 200'000;  ///< what aliases stand for, all in all
  int depth = 48;
  std::size_t brackets = 1000;  ///< open at once, those in quotes too
};

/// Reads the YAML text of a source into a tree. What YAML lets pass and people do not mean is an
/// error here: keys given twice, a second document, an alias of what holds it, keys that are not
/// texts, bytes that are not UTF-8. A syntax error is a diagnostic like any other.
Node read_yaml(const Sources& sources, std::uint32_t source, Diagnostics& diagnostics,
               const YamlLimits& limits = {});

/// The tree as YAML text, in block style; reading it gives the tree again.
std::string write_yaml(const Node& node);

}  // namespace squall::scenario
