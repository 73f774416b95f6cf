#pragma once

#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"

#include <span>

namespace squall::scenario {

/// How a file in one version of the language is written in the next.
struct UpgradeRule {
  int from;
  void (*apply)(Node& root);
};

/// Every rule there is, by version; the newest version has none.
std::span<const UpgradeRule> upgrade_rules();

/// Brings the tree of one file to the newest version, the one behind the last rule's, by the rules
/// from its `squall: N` on. A file that names no version is in the newest. False, with an error,
/// where the file is newer than the rules know: reading on would misread it.
bool upgrade(Node& root, Diagnostics& diagnostics,
             std::span<const UpgradeRule> rules = upgrade_rules());

}  // namespace squall::scenario
