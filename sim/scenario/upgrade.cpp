#include "squall/scenario/upgrade.hpp"

#include "squall/core/text.hpp"

#include <string>

#include <fmt/format.h>

namespace squall::scenario {

std::span<const UpgradeRule> upgrade_rules() { return {}; }

bool upgrade(Node& root, Diagnostics& diagnostics, std::span<const UpgradeRule> rules) {
  Node* const written = root.find("squall");
  std::int64_t version = 0;
  // Anything but a version is reported when the tree is read.
  if (!written || !written->is_scalar() || ScalarText<std::int64_t>::read(written->text, version) ||
      version < 1)
    return true;
  const int newest = rules.empty() ? 1 : rules.back().from + 1;
  if (version > newest) {
    diagnostics.error(written->mark,
                      fmt::format("the file is in version {} of the language, the newest known "
                                  "here is {}",
                                  version, newest),
                      {}, "a newer squall reads it");
    return false;
  }
  const Mark mark = written->mark;
  for (const UpgradeRule& rule : rules)
    if (rule.from >= version) rule.apply(root);
  root.set({"squall", mark}, Node::scalar(std::to_string(newest), mark));
  return true;
}

}  // namespace squall::scenario
