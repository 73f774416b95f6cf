#include "scenario/checks/checking.hpp"

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using compute::LaunchTemplateSpec;

void check_source(const Checking& checking, const LaunchTemplateSpec& spec, int version,
                  const Place& at) {
  const int source = spec.versions.at(version).source_version.value_or(0);
  if (source == 0 || (source < version && spec.versions.contains(source))) return;
  checking.error(at / "source_version",
                 source < version ? fmt::format("there is no version {}", source)
                                  : fmt::format("version {} is no earlier one", source),
                 at, "a version takes what it does not say from one before it");
}

void check_versions(const Checking& checking, const LaunchTemplateSpec& spec, const Place& at) {
  const Place place = at / "versions";
  for (const auto& [version, says] : spec.versions) {
    const Place its = place / fmt::format("{}", version);
    if (version < 1) {
      checking.key_error(its, fmt::format("{} is no version", version), at,
                         "versions are numbered from 1");
    } else {
      check_source(checking, spec, version, its);
    }
  }
  for (const Key& key : checking.written.find(at)->keys)
    if (key.text != "versions" && key.text != "default_version")
      checking.key_error(at / key.text, fmt::format("'{}' stands beside 'versions'", key.text), at,
                         "say it in a version");
}

void check_default(const Checking& checking, const LaunchTemplateSpec& spec, const Place& at) {
  const int version = spec.default_version.value_or(1);
  const bool known = spec.versions.empty() ? version == 1 : spec.versions.contains(version);
  if (known) return;
  const int latest = spec.versions.empty() ? 1 : spec.versions.rbegin()->first;
  checking.error(at / "default_version",
                 fmt::format("the default is version {}, which is not there", version), at,
                 fmt::format("write 'default_version: {}'", latest));
}

}  // namespace

void check_launch_templates(const Checking& checking) {
  for (const auto& [name, spec] : checking.scenario.launch_templates) {
    const Place at = Place{"launch_templates"} / name;
    if (!checking.sound(at)) continue;
    check_default(checking, spec, at);
    if (!spec.versions.empty()) check_versions(checking, spec, at);
  }
}

}  // namespace squall::scenario
