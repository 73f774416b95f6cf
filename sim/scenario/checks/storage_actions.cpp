#include "squall/world/zones.hpp"

#include "scenario/checks/addresses.hpp"
#include "scenario/checks/storage.hpp"

#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using world::Scenario;

const std::string& region_of_instance(const Scenario& scenario, const std::string& instance) {
  const std::string name = instance_called(scenario, instance);
  return region_of(scenario, scenario.instances.at(name.substr(0, name.rfind('-'))).region);
}

// What is made is of the region in which it is made.
std::optional<WrongPlace> wrong_region(std::string_view key, const std::string& made,
                                       const std::string& region, const std::string& of,
                                       const std::string& region_of_source) {
  if (region == region_of_source) return std::nullopt;
  return WrongPlace{key,
                    fmt::format("'{}' is in {}, '{}' in {}", of, region_of_source, made, region),
                    "make it in the same region, and copy it from there"};
}

template <class Specs>
std::optional<WrongPlace> wrong_copy(const std::string& made, const std::string& source,
                                     const Specs& specs) {
  if (made != source || !specs.contains(made)) return std::nullopt;
  return WrongPlace{"source", fmt::format("'{}' is no copy of itself", made), "name another"};
}

// Visits the entries of those instances that are there.
template <class Visit>
std::optional<WrongPlace> first_wrong(const std::vector<std::string>& instances,
                                      const Scenario& scenario, Visit visit) {
  for (const std::string& name : instances) {
    const std::string& entry =
        scenario.instances.contains(name) ? name : name.substr(0, name.rfind('-'));
    const auto its = scenario.instances.find(entry);
    if (its == scenario.instances.end()) continue;
    if (auto wrong = visit(name, its->first, its->second)) return wrong;
  }
  return std::nullopt;
}

}  // namespace

std::optional<WrongPlace> wrong_in(const faults::AttachVolume& attachment,
                                   const Scenario& scenario) {
  const auto volume = scenario.volumes.find(attachment.volume);
  if (volume == scenario.volumes.end()) return std::nullopt;
  if (auto wrong = wrong_instance(attachment.instance, scenario))
    return WrongPlace{"instance", std::move(wrong->what), std::move(wrong->hint)};
  const std::string zone = zone_of_instance(scenario, attachment.instance);
  const std::string& attached = volume->second.attached_to;
  if (volume->second.zone.empty() && (attached.empty() || wrong_instance(attached, scenario)))
    return std::nullopt;
  const std::string its = zone_of(scenario, volume->second);
  if (its.empty() || its == zone) return std::nullopt;
  return WrongPlace{"instance",
                    fmt::format("'{}' is in {}, '{}' in {}, where EC2 refuses to attach it "
                                "(InvalidVolume.ZoneMismatch)",
                                attachment.volume, its, attachment.instance, zone),
                    fmt::format("a volume in {} can be made of a snapshot of it", zone)};
}

std::optional<WrongPlace> wrong_in(const faults::CreateSnapshot& creation,
                                   const Scenario& scenario) {
  const auto snapshot = scenario.snapshots.find(creation.snapshot);
  const auto volume = scenario.volumes.find(creation.volume);
  if (snapshot == scenario.snapshots.end() || volume == scenario.volumes.end()) return std::nullopt;
  return wrong_region("volume", creation.snapshot, region_of(scenario, snapshot->second.region),
                      creation.volume, region_of(scenario, volume->second.region));
}

std::optional<WrongPlace> wrong_in(const faults::CopySnapshot& copy, const Scenario& scenario) {
  return wrong_copy(copy.snapshot, copy.source, scenario.snapshots);
}

std::optional<WrongPlace> wrong_in(const faults::CreateImage& creation, const Scenario& scenario) {
  const auto image = scenario.images.find(creation.image);
  if (image == scenario.images.end()) return std::nullopt;
  if (auto wrong = wrong_instance(creation.instance, scenario))
    return WrongPlace{"instance", std::move(wrong->what), std::move(wrong->hint)};
  return wrong_region("instance", creation.image, region_of(scenario, image->second.region),
                      creation.instance, region_of_instance(scenario, creation.instance));
}

std::optional<WrongPlace> wrong_in(const faults::CopyImage& copy, const Scenario& scenario) {
  return wrong_copy(copy.image, copy.source, scenario.images);
}

std::optional<WrongPlace> wrong_in(const faults::Action::Launch& launch, const Scenario& scenario) {
  return first_wrong(launch.instances, scenario,
                     [](const std::string& name, const std::string& entry,
                        const compute::InstanceSpec& spec) -> std::optional<WrongPlace> {
                       if (!spec.launched) return std::nullopt;
                       return WrongPlace{
                           "launch", fmt::format("'{}' is there when the run begins", name),
                           fmt::format("write 'launched: false' in instances.{}", entry)};
                     });
}

std::optional<WrongPlace> wrong_in(const faults::Action::Hibernate& hibernation,
                                   const Scenario& scenario) {
  return first_wrong(hibernation.instances, scenario,
                     [](const std::string& name, const std::string& entry,
                        const compute::InstanceSpec& spec) -> std::optional<WrongPlace> {
                       if (spec.hibernation) return std::nullopt;
                       return WrongPlace{
                           "hibernate", fmt::format("'{}' cannot be hibernated", name),
                           fmt::format("write 'hibernation: true' in instances.{}", entry)};
                     });
}

}  // namespace squall::scenario
