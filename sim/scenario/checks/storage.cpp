#include "squall/world/zones.hpp"

#include "scenario/checks/addresses.hpp"
#include "scenario/checks/checking.hpp"

#include <map>
#include <set>
#include <string>
#include <variant>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using compute::VolumeSpec;
using compute::VolumeType;

struct Sizes {
  Bytes least;
  Bytes most;
};

Sizes sizes_of(VolumeType type) {
  switch (type) {
    case VolumeType::gp2:
      return {1_GiB, 16_TiB};
    case VolumeType::gp3:
      return {1_GiB, 64_TiB};
    case VolumeType::io1:
      return {4_GiB, 16_TiB};
    case VolumeType::io2:
      return {4_GiB, 64_TiB};
    case VolumeType::st1:
    case VolumeType::sc1:
      return {125_GiB, 16_TiB};
    case VolumeType::standard:
      break;
  }
  return {1_GiB, 1_TiB};
}

std::string print(Bytes size) { return ScalarText<Bytes>::print(size); }

std::string_view word(VolumeType type) {
  return Words<VolumeType>::words[static_cast<std::size_t>(type)].word;
}

void check_kind(const Checking& checking, const VolumeSpec& volume, const Place& at) {
  const Sizes sizes = sizes_of(volume.type);
  if (checking.sound(at / "size") && (volume.size < sizes.least || volume.size > sizes.most))
    checking.error(at / "size", fmt::format("'size' is {}", print(volume.size)), at,
                   fmt::format("{} volumes have {} to {}", word(volume.type), print(sizes.least),
                               print(sizes.most)));
  const bool hard_disk = volume.type == VolumeType::st1 || volume.type == VolumeType::sc1;
  if (volume.root && hard_disk)
    checking.error(at / "type", fmt::format("no instance boots from {}", word(volume.type)), at,
                   "write 'type: gp3', or leave out 'root'");
}

void check_origin(const Checking& checking, const VolumeSpec& volume, const Place& at) {
  const world::Scenario& scenario = checking.scenario;
  const auto snapshot = scenario.snapshots.find(volume.snapshot);
  if (snapshot == scenario.snapshots.end()) return;
  const std::string& name = at.parts().back().key;
  if (volume.created)
    return checking.error(
        at / "snapshot",
        fmt::format("'{}' is there when the run begins, whatever it is made from", name), at,
        "write 'created: false', and create it in the timeline");
  const std::string& region = region_of(scenario, volume.region);
  const std::string& its = region_of(scenario, snapshot->second.region);
  if (region != its)
    checking.error(at / "snapshot",
                   fmt::format("'{}' is in {}, the snapshot in {}", name, region, its), at,
                   "'copy_snapshot' makes one in another region");
  if (snapshot->second.size && volume.size < *snapshot->second.size)
    checking.error(at / "size",
                   fmt::format("'size' is {}, the snapshot holds {}", print(volume.size),
                               print(*snapshot->second.size)),
                   at, "a volume is no smaller than what it is made from");
}

// Whether an instance can have it when the run begins.
bool check_holder(const Checking& checking, const VolumeSpec& volume, const Place& at) {
  const world::Scenario& scenario = checking.scenario;
  const std::string& name = at.parts().back().key;
  const Place holder = at / "attached_to";
  if (!volume.created) {
    checking.error(holder, fmt::format("'{}' is not created, no instance can have it", name), at,
                   "leave out 'created: false', or attach it in the timeline");
    return false;
  }
  if (const auto wrong = wrong_instance(volume.attached_to, scenario)) {
    checking.error(holder, wrong->what, at, wrong->hint);
    return false;
  }
  const std::string instance = instance_called(scenario, volume.attached_to);
  const std::string entry = instance.substr(0, instance.rfind('-'));
  if (!scenario.instances.at(entry).launched) {
    checking.error(holder, fmt::format("'{}' is not there when the run begins", instance), at,
                   "attach it in the timeline, once that is launched");
    return false;
  }
  const std::string zone = zone_of_instance(scenario, instance);
  const std::string its = zone_of(scenario, volume);
  if (its == zone) return true;
  checking.error(holder, fmt::format("'{}' is in {}, '{}' in {}", name, its, instance, zone), at,
                 "a volume does not leave its zone: leave out 'zone' and 'region', or name an "
                 "instance there");
  return false;
}

void check_volumes(const Checking& checking) {
  std::map<std::string, std::string> roots;  // by the instance
  for (const auto& [name, volume] : checking.scenario.volumes) {
    const Place at = Place{"volumes"} / name;
    if (!checking.sound(at)) continue;
    check_kind(checking, volume, at);
    check_origin(checking, volume, at);
    if (volume.attached_to.empty()) {
      if (volume.zone.empty())
        checking.key_error(at, fmt::format("'{}' is in no zone", name), {"volumes"},
                           "write 'zone: a', or 'attached_to: web-1' for that of an instance");
      continue;
    }
    if (!check_holder(checking, volume, at) || !volume.root) continue;
    const std::string instance = instance_called(checking.scenario, volume.attached_to);
    const auto [known, is_new] = roots.try_emplace(instance, name);
    if (is_new) continue;
    checking.error(at / "root", fmt::format("'{}' boots from '{}'", instance, known->second), at,
                   "an instance has one root");
  }
}

template <class Spec>
void check_image(const Checking& checking, const Spec& spec, const Place& at) {
  const world::Scenario& scenario = checking.scenario;
  const auto image = scenario.images.find(spec.image.name);
  if (image == scenario.images.end()) return;
  const std::string& region = region_of(scenario, spec.region);
  const std::string& its = region_of(scenario, image->second.region);
  if (region != its)
    return checking.error(at / "image",
                          fmt::format("'{}' is in {}, these are in {}, where it cannot be "
                                      "launched from (InvalidAMIID.NotFound)",
                                      image->first, its, region),
                          at, "'copy_image' makes one in another region");
  if (spec.launched && !image->second.created)
    checking.error(at / "image", fmt::format("'{}' is not there when the run begins", image->first),
                   at, "write 'launched: false', and launch them in the timeline");
}

}  // namespace

void check_storage(const Checking& checking) {
  for (const char* section : {"region", "regions", "zones", "instances"})
    if (!checking.sound({section})) return;
  if (checking.sound({"snapshots"})) check_volumes(checking);
  if (!checking.sound({"images"})) return;
  for (const auto& [name, spec] : checking.scenario.instances)
    check_image(checking, spec, Place{"instances"} / name);
}

void review_storage(const Checking& checking) {
  const world::Scenario& scenario = checking.scenario;
  std::set<std::string> made;  // by any line of the timeline
  for (const faults::TimelineSpec& line : scenario.timeline) {
    const auto& form = line.action.form;
    if (const auto* its = std::get_if<faults::CreateVolume>(&form)) made.insert(its->volume);
    if (const auto* its = std::get_if<faults::CreateSnapshot>(&form)) made.insert(its->snapshot);
    if (const auto* its = std::get_if<faults::CopySnapshot>(&form)) made.insert(its->snapshot);
    if (const auto* its = std::get_if<faults::CreateImage>(&form)) made.insert(its->image);
    if (const auto* its = std::get_if<faults::CopyImage>(&form)) made.insert(its->image);
    const auto* launch = std::get_if<faults::Action::Launch>(&form);
    if (!launch) continue;
    for (const std::string& name : launch->instances)
      made.insert(scenario.instances.contains(name) ? name : name.substr(0, name.rfind('-')));
  }
  const auto warn = [&](std::string_view section, const std::string& name, bool is_there,
                        std::string_view action) {
    if (is_there || made.contains(name)) return;
    checking.key_warning(Place{section} / name, fmt::format("'{}' never comes to be", name),
                         {section}, fmt::format("write '{}: {}' in the timeline", action, name));
  };
  for (const auto& [name, spec] : scenario.volumes)
    warn("volumes", name, spec.created, "create_volume");
  for (const auto& [name, spec] : scenario.snapshots)
    warn("snapshots", name, spec.created, "create_snapshot");
  for (const auto& [name, spec] : scenario.images)
    warn("images", name, spec.created, "create_image");
  for (const auto& [name, spec] : scenario.instances)
    warn("instances", name, spec.launched, "launch");
}

}  // namespace squall::scenario
