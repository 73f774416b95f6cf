#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/lane.hpp"
#include "squall/service/call_site.hpp"
#include "squall/service/server.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace squall::service {

using ServiceId = std::uint32_t;
using ServerId = std::uint32_t;

/// All servers of a world, driven by the engine, and the caller of what their jobs call.
///
/// A server has at most one event ahead that counts: a change that moves it later leaves it where
/// it is, and one that nobody waits for any more is ignored. So requests that come to a busy CPU
/// cost no event.
class Fleet final : public Calls, public Caller {
 public:
  /// Of the plain calls that jobs make: sent = good + bad + refused + reset + timed_out + dropped +
  /// open.
  struct Counts {
    std::uint64_t sent = 0;
    std::uint64_t good = 0;
    std::uint64_t bad = 0;  ///< answered with 500 or more
    std::uint64_t refused = 0;
    std::uint64_t reset = 0;
    std::uint64_t timed_out = 0;
    std::uint64_t dropped = 0;  ///< the job died first
    std::uint64_t open = 0;
  };

  /// With a diary, what flips at a call is written there.
  Fleet(Engine& engine, Exchange& exchange, const Diary* diary = nullptr);

  /// Services and servers join in the same order in every build.
  ServiceId add(Service service);
  ServerId add_server(ServiceId service, int vcpus, NameId name = NameId::none);

  /// What the processes of the service do. So services may call each other: their servers come
  /// first.  Requires: nobody has asked them yet, and so far they call nobody.
  void teach(ServiceId service, Program program);

  /// Where requests to this server go.
  Endpoint& endpoint(ServerId server) { return posts_[server]; }

  const Server& server(ServerId server) const { return posts_[server].server; }
  const Service& service(ServiceId service) const { return services_[service]; }
  std::size_t size() const { return posts_.size(); }
  std::size_t jobs_open() const { return jobs_.pool.size(); }  ///< and strands, at all servers

  void hang(ServerId server);     ///< the process stands still
  void crash(ServerId server);    ///< the process dies
  void vanish(ServerId server);   ///< the host is gone
  void restart(ServerId server);  ///< it runs, with nothing to do.  Requires: dead or gone

  /// On another machine, with the programs of another service. Requires: gone.
  void equip(ServerId server, ServiceId service, int vcpus);

  /// Its jobs together may use so many parts of a vCPU from now on.
  void limit(ServerId server, int parts);

  const Counts& counts() const { return counts_; }

  /// From now on what goes into servers and out of them is counted.
  void meter_traffic() { jobs_.meter = &meter_; }
  TrafficMeter::Traffic traffic(ServerId server) const { return meter_.of(server); }

  /// What its processes put is recorded there from now on.
  void record_in(OwnValues& values) { jobs_.values = &values; }

  /// Attempts of all calls that are waited for.
  std::uint64_t attempts_open() const;

  /// Of the calls of a service that are not plain: by whom they ask.
  std::map<std::string, CallCounts> calls_of(ServiceId service) const;

  /// Checks that the counts balance, of each server and of the calls.
  void check() const;

  void call(JobId job, const Operation& operation) override;
  void drop(JobId job) override;
  void returned(AttemptId attempt, Outcome outcome) override;

 private:
  friend class CallSite;
  using CallLane = Lane<&Attempt::at_caller, &Attempt::sent>;

  static constexpr std::uint32_t no_lane = 0xffffffff;

  /// A server and its place in the engine.
  struct Post final : Endpoint {
    Post(Fleet& a_fleet, const Service& service, int vcpus, ServerId number)
        : fleet(a_fleet), server(a_fleet.jobs_, service, vcpus, number) {}

    void offer(AttemptId attempt) override;
    void abandon(AttemptId attempt) override { server.abandon(attempt); }
    bool is_reachable() const override { return server.state() != Server::State::gone; }
    bool has_room() const override { return server.has_room(); }

    void vanish(Time at) {
      doubt();
      server.vanish(at);
    }

    Fleet& fleet;
    Time armed_at = never;
    Server server;
  };
  static_assert(sizeof(Post) <= 256, "what an idle server costs");

  /// What the processes of a service call, where that is more than a plain call.
  struct Outgoing {
    std::vector<std::uint32_t> sites;
    std::map<std::string, std::unique_ptr<ConnectionPool>> pools;
    std::vector<NameId> processes;
  };

  /// Which process of which service a server is.
  struct Process {
    ServiceId service;
    std::uint32_t number;
  };

  void wake(ServerId server);       // event
  void give_up(AttemptId attempt);  // event

  void arm(Post& post, Time next);
  void connect(ServiceId service);
  void add_process(const Outgoing& outgoing, NameId name);
  void join(ServerId server, ServiceId service, NameId name);
  std::uint32_t lane_for(Duration timeout);
  std::uint32_t add_site(const CallTarget& target, const CallPlan& plan, Outgoing& outgoing);
  void lose_connections(ServerId server);
  const CallTarget& target_of(const Job& job) const;
  void end_call(AttemptId attempt, bool good);
  void meter_call(const Job& job, ClassId request_class);
  void meter_answer(const Job& job);
  void resume(JobId job, bool good);
  void close(AttemptId attempt, const CallTarget& target);
  void call_at_site(JobId job, const CallTarget& target);

  Engine& engine_;
  Exchange& exchange_;
  const Diary* diary_;
  Jobs jobs_;
  std::deque<Service> services_;
  std::deque<Outgoing> outgoing_;  // by service
  Slab<Post, 4> posts_;
  std::vector<Process> processes_;  // by server
  std::vector<std::unique_ptr<CallSite>> sites_;
  std::vector<Duration> timeouts_;                // of the lanes
  std::vector<std::unique_ptr<CallLane>> lanes_;  // one for each time-out
  Call<ServerId> wake_;
  CallerId as_caller_;
  Counts counts_;
  TrafficMeter meter_;
};

}  // namespace squall::service
