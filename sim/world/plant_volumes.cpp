#include "squall/compute/storage_journal.hpp"
#include "squall/world/zones.hpp"

#include "world/plant.hpp"

namespace squall::world {

using compute::LifeState;

void World::Plant::build_volumes() {
  for (const auto& [name, spec] : scenario_.volumes) {
    if (!spec.created) continue;
    const bool has_holder = !spec.attached_to.empty();
    storage_.begin_with(name, has_holder ? life_of(spec.attached_to) : compute::Volumes::nobody);
  }
}

void World::Plant::act_on(const faults::Action::AttachVolume& attachment) {
  const Instance& instance = instances_.at(instance_called(scenario_, attachment.instance));
  storage_.attach(attachment.volume, instance.life, instance.zone);
}

void World::Plant::act_on(const faults::Action::CreateImage& creation) {
  const compute::LifeId life = life_of(creation.instance);
  const bool runs = lives_.life(life).state() == LifeState::running;
  if (storage_.create_image(creation.image, life) && runs && !creation.no_reboot)
    act_on(faults::Action::Reboot{{by_life_[life]->first}});
}

void World::Plant::act_on(const faults::Action::Launch& launch) {
  for_each_instance(launch.instances, [this](const Instance& instance) {
    const std::string& name = by_life_[instance.life]->first;
    const std::string& image = spec_of(name).image.name;
    const bool is_new = lives_.life(instance.life).state() == LifeState::not_launched;
    if (const JournalKind* why = is_new ? storage_.wrong_image(image) : nullptr)
      return journal_.append(engine.now(), *why, {names_.id(name), names_.id(image)});
    lives_.launch(instance.life);
  });
}

bool World::Plant::can_start(const Instance& instance) {
  const bool stopped = lives_.life(instance.life).state() == LifeState::stopped;
  if (!stopped || !storage_.lacks_root(instance.life)) return true;
  journal_.append(engine.now(), compute::no_root_volume, lives_.name(instance.life));
  return false;
}

}  // namespace squall::world
