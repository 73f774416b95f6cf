#pragma once

#include "squall/core/list.hpp"
#include "squall/core/ring.hpp"
#include "squall/service/agenda.hpp"
#include "squall/service/cpu.hpp"
#include "squall/service/job.hpp"

#include <algorithm>
#include <cstdint>

namespace squall::service {

/// One process of a service on one instance, or a database: workers in front of a CPU.
///
///     running --hang--> hung --crash--> dead --vanish--> gone     a step may be left out;
///        ^-------------------restart-----'-----------------'      none goes back otherwise
///
/// running: a request takes a worker, or waits in the backlog, or is refused; it holds its worker
/// until its handler has ended, also while that waits or calls. hung: takes requests into workers
/// and backlog as ever and finishes none. dead: what it had is reset, what comes is refused.
/// gone: the host is silent, for what it had and for what comes.
///
/// Time is given, never asked for: whoever drives it calls advance() at next_change(). A handler
/// whose call fails ends with 500; with one branch of a `parallel` failed it ends once all are
/// done.
class Server {
 public:
  enum class State : std::uint8_t { running, hung, dead, gone };

  /// offered = refused + unheard + finished + cut + withdrawn + queued() + in_service()
  struct Counts {
    std::uint64_t offered = 0;
    std::uint64_t refused = 0;
    std::uint64_t unheard = 0;    ///< came when it was gone
    std::uint64_t finished = 0;   ///< the handler has ended, well or not
    std::uint64_t wasted = 0;     ///< of these: nobody waited any more
    std::uint64_t cut = 0;        ///< died with the server, queued or in service
    std::uint64_t withdrawn = 0;  ///< abandoned in the backlog, so they cost nothing
  };

  /// `number` is what its jobs know it by. It runs at once.
  Server(Jobs& jobs, const Service& service, int vcpus, std::uint32_t number);

  /// As an Endpoint; whether next_change() may be sooner than before.
  /// Requires: everything due before `at` is done, by advance().
  bool offer(Time at, AttemptId attempt);
  void abandon(AttemptId attempt);

  /// When it does something next if nobody comes; `never` where it does nothing.
  Time next_change() const { return std::min(cpu_.next_finish(), next_waited_for()); }

  /// Does all that is due until `until`, that moment included, and says when it does something
  /// next.
  Time advance(Time until);

  /// What the job had called has answered, or not.
  void call_ended(Time at, JobId job, bool good);

  // What is further right in the picture already stays there.
  void hang(Time at);     ///< the process stands still
  void crash(Time at);    ///< the process dies
  void vanish(Time at);   ///< the host is gone
  void restart(Time at);  ///< it runs, with nothing to do.  Requires: dead or gone

  /// On another machine, with another program, from now on. Requires: gone.
  void equip(Time at, const Service& service, int vcpus);

  /// Its jobs together may use so many parts of a vCPU from now on.
  void limit(Time at, int parts) { cpu_.limit(at, parts); }

  State state() const { return state_; }
  std::uint32_t number() const { return number_; }
  const Counts& counts() const { return counts_; }
  std::uint64_t queued() const { return backlog_.size(); }
  std::uint64_t in_service() const { return in_service_; }
  const Service& service() const { return *service_; }
  const Cpu& cpu() const { return cpu_; }

  /// A connection would be accepted: there is a worker, or room in the backlog.
  bool has_room() const;

  /// Checks that the counts balance.
  void check() const;

 private:
  // What a server notes in an attempt.
  enum Note : std::uint8_t { queued_here = 1, served_here, unheard_here };

  Time next_waited_for() const {
    return waiting_.empty() ? never : Time(Duration(waiting_.first_due()));
  }

  void meter_request(AttemptId attempt);
  void meter_answer(AttemptId attempt, std::uint16_t status);
  const Message& message_of(AttemptId attempt) const;
  bool begin(Time at, AttemptId attempt);
  void refuse(AttemptId attempt);
  void take(Time at, AttemptId attempt);
  void fill_workers(Time at);
  void run(Time at, JobId id, Job& job);
  void work(Time at, JobId id, const Operation& operation, Key key);
  bool perform(Time at, JobId id, Job& job, const Operation& operation);
  void put(const Operation& operation);
  void fork(Time at, JobId job, std::uint32_t first_branch, std::uint32_t count);
  void end(Time at, JobId id, Job& job);
  void join(Time at, JobId parent, std::uint16_t status);
  void answer(AttemptId attempt, std::uint16_t status);
  void become(Time at, State state);
  void cut(JobId job);
  void lose(AttemptId attempt);
  bool chance(const Job& job, const Operation& operation) const;

  Jobs& jobs_;
  const Service* service_;
  [[no_unique_address]] Cpu cpu_;  // the next three lie in its padding
  State state_ = State::running;
  bool filling_ = false;
  std::uint32_t in_service_ = 0;  // workers taken
  List<&Attempt::at_server> backlog_;
  Ring<&Job::at_server> present_;         // jobs and strands, in the order of their start
  [[no_unique_address]] Agenda waiting_;  // by when they go on; the number lies in its padding
  std::uint32_t number_;
  Counts counts_;
};

}  // namespace squall::service
