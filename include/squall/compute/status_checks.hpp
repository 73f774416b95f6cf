#pragma once

#include "squall/compute/life.hpp"
#include "squall/core/draw.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"

#include <map>

namespace squall::compute {

/// What a look at an instance finds. Where its host fails, the instance does not answer either.
struct Finding {
  bool system_fails = false;
  bool instance_fails = false;
};

/// Who has the instances and their hosts.
class StatusWatcher {
 public:
  /// Requires: it was doubted.
  virtual Finding look_at(LifeId life) const = 0;

  /// Whether there is anything to look at: it runs.
  virtual bool is_checked(LifeId life) const = 0;

  /// Its system check has failed twice in a row.
  virtual void recover(LifeId life) = 0;

 protected:
  ~StatusWatcher() = default;
};

/// EC2's status checks: each instance is looked at once a minute, at a second of its own.
///
///     ok --a look finds a failure--> impaired --a look finds none--> ok
///
/// Only who is doubted is really looked at, until all is well.
class StatusChecks {
 public:
  StatusChecks(Engine& engine, Journal& journal, StatusWatcher& watcher);

  /// Something may be wrong with the instance from now on.
  void doubt(LifeId life, NameId name, Key key);

  bool doubts(LifeId life) const { return doubts_.contains(life); }

  /// What the last look has found.
  Finding found(LifeId life) const;

 private:
  struct Doubt {
    NameId name;
    Finding found{};
    int system_failures = 0;  // in a row
  };

  void look(LifeId life);  // event
  void write(const Doubt& doubt, const Finding& now);

  Engine& engine_;
  Journal& journal_;
  StatusWatcher& watcher_;
  Call<LifeId> look_;
  std::map<LifeId, Doubt> doubts_;  // few at a time
};

}  // namespace squall::compute
