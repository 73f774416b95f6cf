#pragma once

#include "squall/compute/life.hpp"
#include "squall/core/draw.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/core/signal.hpp"
#include "squall/scaling/history.hpp"
#include "squall/scaling/member.hpp"
#include "squall/scaling/park.hpp"
#include "squall/scaling/policy.hpp"
#include "squall/scaling/spec.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace squall::scaling {

/// Between what and what a group may be, and how many instances it wants.
struct Sizes {
  int min = 0;
  int max = 0;
  int desired = 0;

  friend bool operator==(const Sizes&, const Sizes&) = default;
};

/// New values of some of them.
struct SizeChange {
  std::optional<int> min;
  std::optional<int> max;
  std::optional<int> desired;
};

/// Instances that come and go, so that there are as many as are desired, in each zone as many as in
/// any other, and all of them well.
///
///   launch:     pending --EC2 runs it--> joins its target groups, in_service --warm-up--> warm
///   terminate:  terminating: leaves its target groups --drained--> EC2 terminates it
///
/// Some seconds after the desired capacity has changed, the group looks how many it has, and
/// launches or terminates the difference. Who is found unhealthy is terminated, and another one is
/// launched meanwhile. Hooks hold an instance before it joins its target groups, and after it has
/// left them.
class Group final : public Capacities {
 public:
  struct Identity {
    GroupId id = 0;
    NameId name = NameId::none;
    Key key;
    std::size_t zones = 1;
  };

  /// How many are in which state, from a moment on.
  struct Point {
    Time at;
    Sizes sizes;
    int pending = 0;
    int in_service = 0;
    int standby = 0;
    int terminating = 0;
    int warm = 0;
  };

  Group(Engine& engine, Park& park, Journal& journal, const GroupSpec& spec,
        const Identity& identity);
  Group(const Group&) = delete;
  Group& operator=(const Group&) = delete;

  /// One that is in service, and warm, when the run begins.
  void adopt(compute::LifeId life, std::size_t zone);

  /// The run begins; what is desired and not there is launched.
  void start();

  /// EC2 runs it, or it has ended; something may be wrong with it.
  void runs(compute::LifeId life);
  void ended(compute::LifeId life);
  void doubt(compute::LifeId life);

  /// A zone has room again, or none.
  void room_changed();

  /// By a policy, within the sizes: `cause` is a sentence. What is launched for it is warm after so
  /// long, and its activity waits for that.
  void set_desired(int desired, const std::string& cause, Duration warmup);

  /// By hand or by the clock: `by` is "user request" or "scheduled action". Refused in the journal
  /// where the sizes do not fit.
  void update(const SizeChange& change, const std::string& by);

  void suspend(Process process) { suspended_.insert(process); }
  void resume(Process process);
  bool is_suspended(Process process) const { return suspended_.contains(process); }
  const std::set<Process>& suspended() const { return suspended_; }

  // By hand, each refused in the journal where the instance is not in such a state.
  void enter_standby(compute::LifeId life, bool decrement);
  void exit_standby(compute::LifeId life);
  void detach(compute::LifeId life, bool decrement);
  void protect(compute::LifeId life, bool is_protected);
  void say_health(compute::LifeId life, bool healthy);
  void terminate(compute::LifeId life, bool decrement);

  const GroupSpec& spec() const { return spec_; }
  NameId name() const { return identity_.name; }
  const Sizes& sizes() const { return sizes_; }
  const std::map<compute::LifeId, Member>& members() const { return members_; }
  const Member* member(compute::LifeId life) const;
  const History& history() const { return history_; }
  const std::vector<Point>& points() const { return points_; }

  int count(LifecycleState state) const;
  int warm() const;          ///< in service, and warm
  bool any_warming() const;  ///< launched, and not warm yet
  int warm_at(Time at) const override;

  /// Something is under way, or about to be.
  bool is_busy() const { return history_.under_way() > 0 || !causes_.empty(); }

  /// The time, as causes write it.
  std::string at_now() const;

  /// The number of members, or the sizes, are others.
  Signal<> changed;

 private:
  void reconcile();                          // event
  void look();                               // event
  void rebalance();                          // event
  void check_drained(compute::LifeId life);  // event
  void become_warm(compute::LifeId life);    // event
  void grow_old(compute::LifeId life);       // event

  int counted() const;
  std::vector<int> counts_by_zone() const;
  void reconcile_in(Duration delay);
  void launch(int many);
  bool launch_one(const std::string& cause, std::vector<bool>& tried);
  void shrink(int many);
  void take_out(Member& member, const std::string& cause);
  void end_machine(Member& member);
  void enter_service(Member& member);
  Fault fault_of(Member& member);
  void replace_unhealthy();
  std::string sentence_of(Fault fault) const;
  std::string taken_causes();
  void note();
  void move(Member& member, LifecycleState state, const std::string& description,
            const std::string& cause);
  bool may_shrink(NameId instance, bool decrement);
  Member* in_state(compute::LifeId life, LifecycleState state, const JournalKind& why);

  Engine& engine_;
  Park& park_;
  Journal& journal_;
  const GroupSpec spec_;
  const Identity identity_;
  const Call<void> reconcile_;
  const Call<void> look_;
  const Call<void> rebalance_;
  const Call<compute::LifeId> check_drained_;
  const Call<compute::LifeId> become_warm_;
  const Call<compute::LifeId> grow_old_;
  Sizes sizes_;
  std::set<Process> suspended_;
  std::map<compute::LifeId, Member> members_;  // all that ever were
  History history_;
  std::vector<Point> points_;
  std::vector<std::string> causes_;        // of the difference that the next look finds
  std::optional<Duration> policy_warmup_;  // of what that look launches
  std::set<compute::LifeId> doubted_;
  Time next_look_ = never;
  Time next_rebalance_ = never;
  int to_replace_ = 0;  // launches to come for those that were unhealthy
  int extra_ = 0;       // beyond what is desired, to even out the zones
  bool protection_told_ = false;
};

}  // namespace squall::scaling
