#include "world/storage.hpp"

#include "squall/compute/storage_journal.hpp"
#include "squall/core/field.hpp"
#include "squall/world/zones.hpp"

namespace squall::world {

namespace {

using compute::Backups;
using compute::LifeState;
using compute::Volumes;
using compute::VolumeType;

constexpr Backups::Sentences of_snapshots{
    compute::snapshot_begun,     compute::snapshot_copied,         compute::snapshot_completed,
    compute::snapshot_deleted,   compute::snapshot_there_already,  compute::too_many_snapshots,
    compute::no_source_snapshot, compute::source_snapshot_pending, compute::no_snapshot_to_delete};

constexpr Backups::Sentences of_images{
    compute::image_begun,        compute::image_copied,         compute::image_available,
    compute::image_deregistered, compute::image_there_already,  compute::too_many_images,
    compute::no_source_image,    compute::source_image_pending, compute::no_image_to_deregister};

// Pending of one volume at a time.
constexpr std::size_t most_snapshots = 5;
constexpr std::size_t most_of_hard_disk = 1;
constexpr std::size_t most_images = 100;

std::string_view word(Backups::State state, std::string_view ready, std::string_view removed) {
  switch (state) {
    case Backups::State::absent:
      return "not-created";
    case Backups::State::pending:
      return "pending";
    case Backups::State::ready:
      return ready;
    case Backups::State::removed:
      break;
  }
  return removed;
}

}  // namespace

Storage::Storage(Engine& engine, Journal& journal, Names& names, const compute::Lives& lives,
                 const Scenario& scenario)
    : engine_(engine),
      journal_(journal),
      names_(names),
      lives_(lives),
      scenario_(scenario),
      volumes_(engine, journal, lives),
      snapshots_(engine, journal, of_snapshots),
      images_(engine, journal, of_images) {
  for (const auto& [name, spec] : scenario.volumes)
    volume_ids_[name] = volumes_.add({names.id(name), names.id(zone_of(scenario, spec)), spec.root,
                                      spec.delete_on_termination.value_or(spec.root)});
  for (const auto& [name, spec] : scenario.snapshots)
    snapshot_ids_[name] = snapshots_.add(names.id(name), spec.takes, spec.created);
  for (const auto& [name, spec] : scenario.images)
    image_ids_[name] = images_.add(names.id(name), spec.takes, spec.created);
}

void Storage::begin_with(const std::string& volume, compute::LifeId holder) {
  volumes_.begin_with(volume_ids_.at(volume), holder);
}

void Storage::act_on(const faults::CreateVolume& creation) {
  const compute::VolumeSpec& spec = scenario_.volumes.at(creation.volume);
  if (!spec.snapshot.empty()) {
    const Backups::State its = snapshots_.state(snapshot_ids_.at(spec.snapshot));
    const bool pending = its == Backups::State::pending;
    if (its != Backups::State::ready)
      return journal_.append(engine_.now(),
                             pending ? compute::snapshot_pending : compute::no_snapshot,
                             {names_.id(creation.volume), names_.id(spec.snapshot)});
  }
  volumes_.create(volume_ids_.at(creation.volume));
}

void Storage::attach(const std::string& volume, compute::LifeId life, const std::string& zone) {
  volumes_.attach(volume_ids_.at(volume), life, names_.id(zone));
}

void Storage::act_on(const faults::DetachVolume& detachment) {
  volumes_.detach(volume_ids_.at(detachment.volume));
}

void Storage::act_on(const faults::DeleteVolume& end) {
  volumes_.remove(volume_ids_.at(end.volume));
}

void Storage::act_on(const faults::CreateSnapshot& creation) {
  const Volumes::VolumeId volume = volume_ids_.at(creation.volume);
  const NameId snapshot = names_.id(creation.snapshot);
  if (!volumes_.has_content(volume)) {
    const bool creating = volumes_.volume(volume).state == Volumes::State::creating;
    return journal_.append(engine_.now(),
                           creating ? compute::volume_is_created : compute::no_volume_to_take,
                           {snapshot, names_.id(creation.volume)});
  }
  const VolumeType type = scenario_.volumes.at(creation.volume).type;
  const bool hard_disk = type == VolumeType::st1 || type == VolumeType::sc1;
  snapshots_.create(snapshot_ids_.at(creation.snapshot), names_.id(creation.volume),
                    hard_disk ? most_of_hard_disk : most_snapshots);
}

void Storage::act_on(const faults::CopySnapshot& copy) {
  snapshots_.copy(snapshot_ids_.at(copy.snapshot), snapshot_ids_.at(copy.source));
}

void Storage::act_on(const faults::DeleteSnapshot& end) {
  snapshots_.remove(snapshot_ids_.at(end.snapshot));
}

bool Storage::create_image(const std::string& image, compute::LifeId life) {
  const LifeState state = lives_.life(life).state();
  if (state == LifeState::running || state == LifeState::stopped)
    return images_.create(image_ids_.at(image), lives_.name(life), most_images);
  journal_.append(engine_.now(), compute::not_made_of, {names_.id(image), lives_.name(life)});
  return false;
}

void Storage::act_on(const faults::CopyImage& copy) {
  images_.copy(image_ids_.at(copy.image), image_ids_.at(copy.source));
}

void Storage::act_on(const faults::DeregisterImage& end) {
  images_.remove(image_ids_.at(end.image));
}

const JournalKind* Storage::wrong_image(const std::string& image) const {
  if (image.empty()) return nullptr;
  const Backups::State state = images_.state(image_ids_.at(image));
  if (state == Backups::State::ready) return nullptr;
  return state == Backups::State::pending ? &compute::image_pending : &compute::no_image;
}

VolumeResult Storage::report_volume(const std::string& name, const Volumes::Volume& volume) const {
  const compute::VolumeSpec& spec = scenario_.volumes.at(name);
  VolumeResult out;
  out.zone = names_.text(volume.terms.zone);
  out.type = Words<VolumeType>::words[static_cast<std::size_t>(spec.type)].word;
  out.size = spec.size;
  out.state = compute::word(volume.state);
  out.attachment = compute::word(volume.attachment);
  return out;
}

void Storage::report_backups(Result& result) const {
  for (const auto& [name, id] : snapshot_ids_)
    result.snapshots[name] = {region_of(scenario_, scenario_.snapshots.at(name).region),
                              std::string(word(snapshots_.state(id), "completed", "deleted"))};
  for (const auto& [name, id] : image_ids_)
    result.images[name] = {region_of(scenario_, scenario_.images.at(name).region),
                           std::string(word(images_.state(id), "available", "deregistered"))};
}

}  // namespace squall::world
