#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::compute {

/// Snapshots, or images: of a region, and made in the background. What EC2 would not do is refused
/// in the journal with its error.
///
///     absent --create, copy--> pending --> ready --remove--> removed
///
/// One that is removed while it is pending goes once it is ready.
class Backups {
 public:
  using BackupId = std::uint32_t;

  enum class State : std::uint8_t { absent, pending, ready, removed };

  /// What the journal says of this sort of backups.
  struct Sentences {
    const JournalKind& made;
    const JournalKind& copied;
    const JournalKind& ready;
    const JournalKind& removed;
    const JournalKind& there_already;
    const JournalKind& too_many;
    const JournalKind& no_source;
    const JournalKind& source_pending;
    const JournalKind& not_there;
  };

  Backups(Engine& engine, Journal& journal, const Sentences& sentences);

  /// In the same order in every build.
  BackupId add(NameId name, Duration takes, bool is_there);

  /// Of what it is told; that may have so many pending at a time. Whether it begins.
  bool create(BackupId backup, NameId of, std::size_t most_pending);
  void copy(BackupId backup, BackupId source);
  void remove(BackupId backup);

  State state(BackupId backup) const { return backups_[backup].state; }

 private:
  struct Backup {
    NameId name;
    Duration takes;
    State state;
    NameId of = NameId::none;
    bool goes = false;  // once it is ready
  };

  bool is_new(const Backup& backup);
  void begin(BackupId id);
  void finish(BackupId id);  // event
  void write(const JournalKind& kind, Journal::About about);

  Engine& engine_;
  Journal& journal_;
  const Sentences sentences_;
  Call<BackupId> finish_;
  std::vector<Backup> backups_;
};

}  // namespace squall::compute
