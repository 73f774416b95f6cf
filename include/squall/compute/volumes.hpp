#pragma once

#include "squall/compute/lives.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"

#include <cstdint>
#include <set>
#include <string_view>
#include <vector>

namespace squall::compute {

/// Who has which volume. What EC2 would not do is refused in the journal with its error.
///
///     absent --create--> creating --> available <--attach, detach--> in_use
///                                         '--delete--> deleting --> deleted
///
/// A volume is attached to one instance of its zone, running or stopped, and stays attached while
/// that is stopped. When it is terminated, what is to end with it is deleted, and the rest
/// available. Each step takes some seconds.
class Volumes {
 public:
  using VolumeId = std::uint32_t;
  static constexpr LifeId nobody = 0xffffffff;

  enum class State : std::uint8_t { absent, creating, available, in_use, deleting, deleted };
  enum class Attachment : std::uint8_t { none, attaching, attached, detaching };

  struct Terms {
    NameId name;
    NameId zone;
    bool root = false;
    bool ends_with_instance = false;
  };

  struct Volume {
    Terms terms;
    State state = State::absent;
    Attachment attachment = Attachment::none;
    LifeId holder = nobody;
    Time due = never;  // the next step
  };

  Volumes(Engine& engine, Journal& journal, const Lives& lives);

  /// In the same order in every build.
  VolumeId add(const Terms& terms);

  /// What a run begins with.
  void begin_with(VolumeId volume, LifeId holder);

  void create(VolumeId volume);
  void attach(VolumeId volume, LifeId life, NameId zone_of_instance);
  void detach(VolumeId volume);
  void remove(VolumeId volume);

  /// It is no more.
  void terminated(LifeId life);

  /// Whether it has been without the volume that it boots from since that was detached.
  bool lacks_root(LifeId life) const { return rootless_.contains(life); }

  /// Whether it has content, of which there can be a snapshot.
  bool has_content(VolumeId volume) const;

  const Volume& volume(VolumeId id) const { return volumes_[id]; }

 private:
  void plan(VolumeId id, Duration after);
  void step(VolumeId id);  // event
  void leave(Volume& volume);
  bool has_root(LifeId life) const;
  const JournalKind* refusal(const Volume& volume, LifeId life, NameId zone_of_instance) const;
  void write(const JournalKind& kind, Journal::About about);

  Engine& engine_;
  Journal& journal_;
  const Lives& lives_;
  Call<VolumeId> step_;
  std::vector<Volume> volumes_;
  std::set<LifeId> rootless_;
};

/// In AWS's words: "in-use", "attaching".
std::string_view word(Volumes::State state);
std::string_view word(Volumes::Attachment attachment);

}  // namespace squall::compute
