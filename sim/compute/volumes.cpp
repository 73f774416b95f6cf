#include "squall/compute/volumes.hpp"

#include "squall/compute/storage_journal.hpp"

namespace squall::compute {

namespace {

constexpr Duration creating_takes = 5s;
constexpr Duration attaching_takes = 3s;
constexpr Duration detaching_takes = 3s;
constexpr Duration deleting_takes = 5s;

}  // namespace

Volumes::Volumes(Engine& engine, Journal& journal, const Lives& lives)
    : engine_(engine),
      journal_(journal),
      lives_(lives),
      step_(engine.bind<&Volumes::step>(Phase::change, *this)) {}

Volumes::VolumeId Volumes::add(const Terms& terms) {
  volumes_.push_back({terms});
  return static_cast<VolumeId>(volumes_.size() - 1);
}

void Volumes::begin_with(VolumeId id, LifeId holder) {
  Volume& volume = volumes_[id];
  volume.holder = holder;
  volume.state = holder == nobody ? State::available : State::in_use;
  volume.attachment = holder == nobody ? Attachment::none : Attachment::attached;
}

void Volumes::create(VolumeId id) {
  Volume& volume = volumes_[id];
  if (volume.state != State::absent && volume.state != State::deleted)
    return write(volume_there_already, volume.terms.name);
  volume.state = State::creating;
  plan(id, creating_takes);
}

void Volumes::attach(VolumeId id, LifeId life, NameId zone_of_instance) {
  Volume& volume = volumes_[id];
  if (const JournalKind* why = refusal(volume, life, zone_of_instance))
    return write(*why, {volume.terms.name, lives_.name(life)});
  volume.state = State::in_use;
  volume.attachment = Attachment::attaching;
  volume.holder = life;
  if (volume.terms.root) rootless_.erase(life);
  plan(id, attaching_takes);
}

const JournalKind* Volumes::refusal(const Volume& volume, LifeId life,
                                    NameId zone_of_instance) const {
  const LifeState state = lives_.life(life).state();
  if (volume.state == State::absent || volume.state == State::deleted) return &no_such_volume;
  if (volume.state == State::in_use) return &attached_elsewhere;
  if (volume.state != State::available) return &volume_not_ready;
  if (volume.terms.zone != zone_of_instance) return &in_other_zone;
  if (state != LifeState::running && state != LifeState::stopped) return &instance_not_ready;
  return volume.terms.root && has_root(life) ? &has_root_already : nullptr;
}

// One that the scenario does not name is there as long as none of its own has been taken away.
bool Volumes::has_root(LifeId life) const { return !rootless_.contains(life); }

void Volumes::detach(VolumeId id) {
  Volume& volume = volumes_[id];
  if (volume.attachment != Attachment::attached) return write(not_attached, volume.terms.name);
  const bool stopped = lives_.life(volume.holder).state() == LifeState::stopped;
  if (volume.terms.root && !stopped)
    return write(root_of_running, {volume.terms.name, lives_.name(volume.holder)});
  volume.attachment = Attachment::detaching;
  if (volume.terms.root) rootless_.insert(volume.holder);
  plan(id, detaching_takes);
}

void Volumes::remove(VolumeId id) {
  Volume& volume = volumes_[id];
  if (volume.state == State::absent || volume.state == State::deleted)
    return write(nothing_to_delete, volume.terms.name);
  if (volume.state == State::in_use)
    return write(volume_in_use, {volume.terms.name, lives_.name(volume.holder)});
  if (volume.state != State::available) return write(volume_not_deleted, volume.terms.name);
  volume.state = State::deleting;
  plan(id, deleting_takes);
}

// Deleted at once, as far as anybody can see: nobody can ask for it any more.
void Volumes::terminated(LifeId life) {
  for (Volume& volume : volumes_) {
    if (volume.holder != life) continue;
    leave(volume);
    if (!volume.terms.ends_with_instance) continue;
    volume.state = State::deleted;
    write(volume_deleted, volume.terms.name);
  }
}

bool Volumes::has_content(VolumeId id) const {
  const State state = volumes_[id].state;
  return state == State::available || state == State::in_use;
}

// Whatever it was about to do before, it does this instead.
void Volumes::plan(VolumeId id, Duration after) {
  volumes_[id].due = engine_.now() + after;
  engine_.after(after, step_, id);
}

void Volumes::step(VolumeId id) {
  Volume& volume = volumes_[id];
  if (volume.due != engine_.now()) return;
  volume.due = never;
  if (volume.state == State::creating) {
    volume.state = State::available;
    write(volume_created, volume.terms.name);
  } else if (volume.state == State::deleting) {
    volume.state = State::deleted;
    write(volume_deleted, volume.terms.name);
  } else if (volume.attachment == Attachment::detaching) {
    leave(volume);
  } else {
    volume.attachment = Attachment::attached;
    write(volume_attached, {volume.terms.name, lives_.name(volume.holder)});
  }
}

void Volumes::leave(Volume& volume) {
  write(volume_detached, {volume.terms.name, lives_.name(volume.holder)});
  volume.state = State::available;
  volume.attachment = Attachment::none;
  volume.holder = nobody;
  volume.due = never;
}

void Volumes::write(const JournalKind& kind, Journal::About about) {
  journal_.append(engine_.now(), kind, about);
}

std::string_view word(Volumes::State state) {
  switch (state) {
    case Volumes::State::absent:
      return "not-created";
    case Volumes::State::creating:
      return "creating";
    case Volumes::State::available:
      return "available";
    case Volumes::State::in_use:
      return "in-use";
    case Volumes::State::deleting:
      return "deleting";
    case Volumes::State::deleted:
      break;
  }
  return "deleted";
}

std::string_view word(Volumes::Attachment attachment) {
  switch (attachment) {
    case Volumes::Attachment::attaching:
      return "attaching";
    case Volumes::Attachment::attached:
      return "attached";
    case Volumes::Attachment::detaching:
      return "detaching";
    case Volumes::Attachment::none:
      break;
  }
  return {};
}

}  // namespace squall::compute
