#include "squall/compute/backups.hpp"

#include <algorithm>

namespace squall::compute {

Backups::Backups(Engine& engine, Journal& journal, const Sentences& sentences)
    : engine_(engine),
      journal_(journal),
      sentences_(sentences),
      finish_(engine.bind<&Backups::finish>(Phase::change, *this)) {}

Backups::BackupId Backups::add(NameId name, Duration takes, bool is_there) {
  backups_.push_back({name, takes, is_there ? State::ready : State::absent});
  return static_cast<BackupId>(backups_.size() - 1);
}

bool Backups::create(BackupId id, NameId of, std::size_t most_pending) {
  Backup& backup = backups_[id];
  if (!is_new(backup)) return false;
  const auto pending = std::count_if(backups_.begin(), backups_.end(), [of](const Backup& each) {
    return each.state == State::pending && each.of == of;
  });
  if (static_cast<std::size_t>(pending) >= most_pending) {
    journal_.append(engine_.now(), sentences_.too_many, {backup.name, of}, pending);
    return false;
  }
  backup.of = of;
  write(sentences_.made, {backup.name, of});
  begin(id);
  return true;
}

void Backups::copy(BackupId id, BackupId source) {
  Backup& backup = backups_[id];
  const Backup& original = backups_[source];
  if (!is_new(backup)) return;
  if (original.state != State::ready)
    return write(
        original.state == State::pending ? sentences_.source_pending : sentences_.no_source,
        {backup.name, original.name});
  write(sentences_.copied, {backup.name, original.name});
  begin(id);
}

bool Backups::is_new(const Backup& backup) {
  const bool is_new = backup.state == State::absent || backup.state == State::removed;
  if (!is_new) write(sentences_.there_already, backup.name);
  return is_new;
}

void Backups::begin(BackupId id) {
  Backup& backup = backups_[id];
  backup.state = State::pending;
  backup.goes = false;
  engine_.after(backup.takes, finish_, id);
}

void Backups::finish(BackupId id) {
  Backup& backup = backups_[id];
  backup.state = State::ready;
  write(sentences_.ready, backup.name);
  if (backup.goes) remove(id);
}

void Backups::remove(BackupId id) {
  Backup& backup = backups_[id];
  if (backup.state == State::pending) {
    backup.goes = true;
    return;
  }
  if (backup.state != State::ready) return write(sentences_.not_there, backup.name);
  backup.state = State::removed;
  write(sentences_.removed, backup.name);
}

void Backups::write(const JournalKind& kind, Journal::About about) {
  journal_.append(engine_.now(), kind, about);
}

}  // namespace squall::compute
