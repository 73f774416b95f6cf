#include "squall/service/fleet.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <utility>

namespace squall::service {

void CallSite::settled(const Request& request, Ending ending) {
  fleet_.resume(request.who, ending == Ending::succeeded);
}

Fleet::Fleet(Engine& engine, Exchange& exchange, const Diary* diary)
    : engine_(engine),
      exchange_(exchange),
      diary_(diary),
      jobs_(exchange, *this),
      wake_(engine.bind<&Fleet::wake>(Phase::finish, *this)),
      as_caller_(exchange.join(*this)) {}

ServiceId Fleet::add(Service service) {
  outgoing_.emplace_back();
  services_.push_back(std::move(service));
  const auto id = static_cast<ServiceId>(services_.size() - 1);
  connect(id);
  return id;
}

void Fleet::teach(ServiceId service, Program program) {
  INVARIANT(services_[service].program.calls().empty());
  services_[service].program = std::move(program);
  connect(service);
}

// What its program calls is called from here on.
void Fleet::connect(ServiceId id) {
  Program& program = services_[id].program;
  Outgoing& outgoing = outgoing_[id];
  for (CallTarget& call : program.calls()) {
    if (call.site == CallTarget::plain) {
      call.lane = lane_for(call.timeout);
    } else {
      call.site = add_site(call, program.plans()[call.site], outgoing);
    }
  }
  for (const NameId process : outgoing.processes) add_process(outgoing, process);
}

void Fleet::add_process(const Outgoing& outgoing, NameId name) {
  for (const std::uint32_t site : outgoing.sites) sites_[site]->requester.add_party(name);
  for (const auto& [to, pool] : outgoing.pools) pool->add_process();
}

std::uint32_t Fleet::lane_for(Duration timeout) {
  if (timeout == Duration::max()) return no_lane;
  const auto found = std::find(timeouts_.begin(), timeouts_.end(), timeout);
  const auto lane = static_cast<std::uint32_t>(found - timeouts_.begin());
  if (found == timeouts_.end()) {
    timeouts_.push_back(timeout);
    lanes_.push_back(std::make_unique<CallLane>(engine_, exchange_.attempts, timeout,
                                                Phase::time_out, handler<&Fleet::give_up>, *this));
  }
  return lane;
}

std::uint32_t Fleet::add_site(const CallTarget& target, const CallPlan& plan, Outgoing& outgoing) {
  Destination destination{exchange_, *target.to};
  if (plan.pool > 0) {
    std::unique_ptr<ConnectionPool>& pool = outgoing.pools[plan.to];
    if (!pool) {
      pool = std::make_unique<ConnectionPool>(exchange_, *target.to, *plan.connections, plan.pool);
    }
    destination.pool = pool.get();
  }
  if (diary_) {
    destination.journal = &diary_->journal;
    destination.name = diary_->names.id(plan.to);
  }
  const auto site = static_cast<std::uint32_t>(sites_.size());
  sites_.push_back(std::make_unique<CallSite>(*this, engine_, destination, plan.spec, plan.to));
  outgoing.sites.push_back(site);
  return site;
}

ServerId Fleet::add_server(ServiceId service, int vcpus, NameId name) {
  const auto number = static_cast<ServerId>(posts_.size());
  const ServerId id = posts_.allocate(*this, services_[service], vcpus, number);
  INVARIANT(id == number);
  processes_.emplace_back();
  join(id, service, name);
  return id;
}

void Fleet::join(ServerId server, ServiceId service, NameId name) {
  Outgoing& outgoing = outgoing_[service];
  processes_[server] = {service, static_cast<std::uint32_t>(outgoing.processes.size())};
  outgoing.processes.push_back(name);
  add_process(outgoing, name);
}

void Fleet::equip(ServerId server, ServiceId service, int vcpus) {
  const Process its = processes_[server];
  posts_[server].server.equip(engine_.now(), services_[service], vcpus);
  if (its.service != service) join(server, service, outgoing_[its.service].processes[its.number]);
}

[[gnu::always_inline]] inline void Fleet::arm(Post& post, Time next) {
  if (next >= post.armed_at) return;
  post.armed_at = next;
  engine_.at(next, wake_, post.server.number());
}

void Fleet::Post::offer(AttemptId attempt) {
  if (server.offer(fleet.engine_.now(), attempt)) fleet.arm(*this, server.next_change());
}

void Fleet::wake(ServerId server) {
  Post& post = posts_[server];
  if (post.armed_at != engine_.now()) return;
  // Still armed meanwhile: what comes back to this server while it advances plans nothing.
  const Time next = post.server.advance(engine_.now());
  post.armed_at = never;
  arm(post, next);
}

void Fleet::crash(ServerId server) {
  lose_connections(server);
  posts_[server].server.crash(engine_.now());
}

void Fleet::vanish(ServerId server) {
  lose_connections(server);
  posts_[server].vanish(engine_.now());
}

void Fleet::hang(ServerId server) { posts_[server].server.hang(engine_.now()); }

void Fleet::restart(ServerId server) {
  posts_[server].server.restart(engine_.now());
  const Process process = processes_[server];
  for (const auto& [to, pool] : outgoing_[process.service].pools) pool->restart(process.number);
}

void Fleet::limit(ServerId server, int parts) {
  Post& post = posts_[server];
  post.server.limit(engine_.now(), parts);
  arm(post, post.server.next_change());
}

// Before its jobs die: what they leave is no use to those that wait beside them.
void Fleet::lose_connections(ServerId server) {
  const Process process = processes_[server];
  for (const auto& [to, pool] : outgoing_[process.service].pools) pool->die(process.number);
}

// The key is that of the calling job and step, so all attempts of a request ask for the same.
void Fleet::call(JobId id, const Operation& operation) {
  Job& job = jobs_.pool[id];
  const CallTarget& target = posts_[job.server].server.service().program.call(operation);
  if (jobs_.meter) meter_call(job, target.same_class ? job.request_class : target.request_class);
  if (target.site != CallTarget::plain) return call_at_site(id, target);
  const AttemptId attempt = exchange_.attempts.allocate(
      Attempt{.key = child(job.key, target.purpose),
              .sent = engine_.now(),
              .who = id,
              .caller = as_caller_,
              .via = as_caller_,
              .request_class = target.same_class ? job.request_class : target.request_class,
              .number = job.number});
  job.call = attempt;
  ++counts_.sent;
  ++counts_.open;
  if (target.lane != no_lane) lanes_[target.lane]->join(attempt);
  target.to->offer(attempt);
}

void Fleet::call_at_site(JobId id, const CallTarget& target) {
  Job& job = jobs_.pool[id];
  const ClassId request_class = target.same_class ? job.request_class : target.request_class;
  const Request request{child(job.key, target.purpose), engine_.now(), id, request_class};
  Requester& requester = sites_[target.site]->requester;
  job.call = requester.prepare(request, {processes_[job.server].number, job.number});
  requester.start(job.call);
}

// Attempts that a call makes beside its first are not told apart here.
[[gnu::noinline]] void Fleet::meter_call(const Job& job, ClassId request_class) {
  meter_[job.server].out.add(exchange_.messages.of(as_caller_, request_class).size);
}

[[gnu::noinline]] void Fleet::meter_answer(const Job& job) {
  const CallTarget& target = target_of(job);
  const ClassId request_class = target.same_class ? job.request_class : target.request_class;
  meter_[job.server].in.add(exchange_.messages.of(as_caller_, request_class).response);
}

void Fleet::drop(JobId id) {
  const Job& job = jobs_.pool[id];
  const CallTarget& target = target_of(job);
  if (target.site != CallTarget::plain) return sites_[target.site]->requester.withdraw(job.call);
  ++counts_.dropped;
  target.to->abandon(job.call);
  close(job.call, target);
}

void Fleet::returned(AttemptId attempt, Outcome outcome) {
  switch (outcome.kind) {
    case Outcome::Kind::answered:
      ++(outcome.good() ? counts_.good : counts_.bad);
      break;
    case Outcome::Kind::refused:
      ++counts_.refused;
      break;
    case Outcome::Kind::reset:
      ++counts_.reset;
      break;
  }
  end_call(attempt, outcome.good());
}

void Fleet::give_up(AttemptId attempt) {
  ++counts_.timed_out;
  target_of(jobs_.pool[exchange_.attempts[attempt].who]).to->abandon(attempt);
  end_call(attempt, false);
}

void Fleet::end_call(AttemptId attempt, bool good) {
  const JobId id = exchange_.attempts[attempt].who;
  close(attempt, target_of(jobs_.pool[id]));
  resume(id, good);
}

void Fleet::resume(JobId job, bool good) {
  if (jobs_.meter && good) meter_answer(jobs_.pool[job]);
  Post& post = posts_[jobs_.pool[job].server];
  post.server.call_ended(engine_.now(), job, good);
  arm(post, post.server.next_change());
}

void Fleet::close(AttemptId attempt, const CallTarget& target) {
  --counts_.open;
  if (target.lane != no_lane) lanes_[target.lane]->leave(attempt);
  exchange_.attempts.release(attempt);
}

// A job that waits for a call stands behind it in its program.
const CallTarget& Fleet::target_of(const Job& job) const {
  const Program& program = posts_[job.server].server.service().program;
  return program.call(program[job.step - 1]);
}

std::uint64_t Fleet::attempts_open() const {
  std::uint64_t open = counts_.open;
  for (const auto& site : sites_) open += site->requester.counts().open;
  return open;
}

std::map<std::string, CallCounts> Fleet::calls_of(ServiceId service) const {
  const Outgoing& outgoing = outgoing_[service];
  std::map<std::string, CallCounts> calls;
  for (const std::uint32_t site : outgoing.sites)
    calls[sites_[site]->to()].requests += sites_[site]->requester.counts();
  for (const auto& [to, pool] : outgoing.pools) calls[to].connections = pool->counts();
  return calls;
}

void Fleet::check() const {
  for (const auto& site : sites_) site->requester.check();
  for (const Outgoing& outgoing : outgoing_)
    for (const auto& [to, pool] : outgoing.pools) pool->check();
  for (ServerId server = 0; server < posts_.size(); ++server) posts_[server].server.check();
  const Counts& c = counts_;
  INVARIANT(c.sent == c.good + c.bad + c.refused + c.reset + c.timed_out + c.dropped + c.open);
}

}  // namespace squall::service
