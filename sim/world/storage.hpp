#pragma once

#include "squall/compute/backups.hpp"
#include "squall/compute/lives.hpp"
#include "squall/compute/volumes.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/faults/storage_actions.hpp"
#include "squall/world/result.hpp"
#include "squall/world/scenario.hpp"

#include <map>
#include <string>

namespace squall::world {

/// The volumes, snapshots and images of a world, and what is done to them. Instances are meant by
/// their lives; whoever acts knows whose these are.
class Storage {
 public:
  Storage(Engine& engine, Journal& journal, Names& names, const compute::Lives& lives,
          const Scenario& scenario);

  /// Where volumes stand when a run begins: with these instances.
  void begin_with(const std::string& volume, compute::LifeId holder);

  void act_on(const faults::CreateVolume& creation);
  void attach(const std::string& volume, compute::LifeId life, const std::string& zone);
  void act_on(const faults::DetachVolume& detachment);
  void act_on(const faults::DeleteVolume& end);
  void act_on(const faults::CreateSnapshot& creation);
  void act_on(const faults::CopySnapshot& copy);
  void act_on(const faults::DeleteSnapshot& end);
  void act_on(const faults::CopyImage& copy);
  void act_on(const faults::DeregisterImage& end);

  /// Whether the image begins to be made of it.
  bool create_image(const std::string& image, compute::LifeId life);

  /// Why it cannot be launched from the image of that name now; null where it can.
  const JournalKind* wrong_image(const std::string& image) const;

  bool lacks_root(compute::LifeId life) const { return volumes_.lacks_root(life); }
  void terminated(compute::LifeId life) { volumes_.terminated(life); }

  template <class NameOf>
  void report(Result& result, NameOf name_of) const {
    for (const auto& [name, id] : volume_ids_) {
      const compute::Volumes::Volume& volume = volumes_.volume(id);
      VolumeResult& out = result.volumes[name] = report_volume(name, volume);
      if (volume.holder != compute::Volumes::nobody) out.instance = name_of(volume.holder);
    }
    report_backups(result);
  }

 private:
  VolumeResult report_volume(const std::string& name, const compute::Volumes::Volume& volume) const;
  void report_backups(Result& result) const;

  Engine& engine_;
  Journal& journal_;
  Names& names_;
  const compute::Lives& lives_;
  const Scenario& scenario_;
  compute::Volumes volumes_;
  compute::Backups snapshots_;
  compute::Backups images_;
  std::map<std::string, compute::Volumes::VolumeId> volume_ids_;
  std::map<std::string, compute::Backups::BackupId> snapshot_ids_;
  std::map<std::string, compute::Backups::BackupId> image_ids_;
};

}  // namespace squall::world
