#pragma once

#include "squall/compute/life.hpp"
#include "squall/core/draw.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/core/sampler.hpp"
#include "squall/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

namespace squall::compute {

/// What becomes of a machine, whatever its state is called.
enum class Machine : std::uint8_t {
  off,     ///< silent
  up,      ///< its system answers; where the service should be, nobody listens
  serving  ///< the service runs
};

/// Who has the machines.
class LifeWatcher {
 public:
  virtual void entered(LifeId life, LifeState state) = 0;
  virtual void becomes(LifeId life, Machine machine) = 0;

 protected:
  ~LifeWatcher() = default;
};

/// Instances as they are launched, stopped, started, rebooted and terminated, with the time that
/// each step takes.
///
///     launch, start: pending --8 s--> running --rest of the boot--> up --startup--> serving
///     reboot:        up --> off --a boot without its first 8 s--> up --startup--> serving
///     stop:          off, stopping --30 s--> stopped
///     terminate:     off, shutting-down --30 s--> terminated
///
/// What was saved by hibernation needs no start-up. What is asked of an instance whose state does
/// not allow it is refused in the journal, as EC2 refuses the call.
class Lives {
 public:
  /// What instances of one kind are made of.
  struct Kind {
    Sampler boot;        ///< from the launch until the system answers
    Duration startup{};  ///< of the service, after that
    bool can_hibernate = false;
    bool is_protected = false;  ///< from being terminated
  };
  using KindId = std::uint32_t;

  Lives(Engine& engine, Journal& journal, LifeWatcher& watcher);

  /// In the same order in every build.
  KindId add(Kind kind);

  /// So many instances are to come in all.
  void reserve(std::size_t count) { records_.reserve(count); }

  /// It is there already, and serves.
  LifeId add_running(KindId kind, NameId name, Key key);

  /// From now on it is pending.
  LifeId launch(KindId kind, NameId name, Key key);

  /// It may be launched later.
  LifeId add_unlaunched(KindId kind, NameId name, Key key);
  void launch(LifeId life);

  void start(LifeId life);
  void stop(LifeId life);
  void hibernate(LifeId life);
  void reboot(LifeId life);
  void terminate(LifeId life);

  /// EC2 terminates none of a call's instances in a zone where one of them is protected.
  void refuse_to_terminate(LifeId life);

  const Life& life(LifeId life) const { return records_[life].life; }
  NameId name(LifeId life) const { return records_[life].name; }

  /// On its way until its system answers.
  bool boots(LifeId life) const;

  /// Its system answers, and its service is on its way.
  bool starts_up(LifeId life) const;

  bool is_protected(LifeId life) const { return kinds_[records_[life].kind].is_protected; }

 private:
  enum class Step : std::uint8_t { run, boot, serve, stopped, terminated };

  struct Record {
    Life life;
    Key key;
    KindId kind;
    NameId name;
    std::uint32_t boot_count = 0;
  };

  /// An instance on its way to where it stays.
  struct Passage {
    Time due{};  // the next step; what else falls due is of no use any more
    Step next{};
    bool resumes = false;  // what was saved
    Duration boots{};      // once it runs
    Time begun{};          // the boot
  };

  void begin_boot(LifeId life);
  Duration draw_boot(LifeId life);
  void stop(LifeId life, bool hibernates);
  void plan(LifeId life, Step next, Duration after);
  void step(LifeId life);  // event
  void run(LifeId life, Passage& passage);
  void boot(LifeId life, const Passage& passage);
  void serve(LifeId life, Time begun);
  void arrive(LifeId life, LifeState state);
  void refuse(LifeId life, const JournalKind& why);

  Engine& engine_;
  Journal& journal_;
  LifeWatcher& watcher_;
  Call<LifeId> step_;
  std::vector<Kind> kinds_;
  std::vector<Record> records_;
  std::map<LifeId, Passage> passages_;  // few at a time
};

}  // namespace squall::compute
