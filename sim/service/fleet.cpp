#include "squall/service/fleet.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <utility>

namespace squall::service {

Fleet::Fleet(Engine& engine, Exchange& exchange)
    : engine_(engine),
      exchange_(exchange),
      jobs_(exchange, *this),
      wake_(engine.bind<&Fleet::wake>(Phase::finish, *this)),
      as_caller_(exchange.join(*this)) {}

ServiceId Fleet::add(Service service) {
  for (CallTarget& call : service.program.calls()) call.lane = lane_for(call.timeout);
  services_.push_back(std::move(service));
  return static_cast<ServiceId>(services_.size() - 1);
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

ServerId Fleet::add_server(ServiceId service, int vcpus) {
  const auto number = static_cast<ServerId>(posts_.size());
  const ServerId id = posts_.allocate(*this, services_[service], vcpus, number);
  INVARIANT(id == number);
  return id;
}

void Fleet::Post::offer(AttemptId attempt) {
  server.offer(fleet.engine_.now(), attempt);
  fleet.arm(*this);
}

void Fleet::arm(Post& post) {
  const Time next = post.server.next_change();
  if (next >= post.armed_at) return;
  post.armed_at = next;
  engine_.at(next, wake_, post.server.number());
}

void Fleet::wake(ServerId server) {
  Post& post = posts_[server];
  if (post.armed_at != engine_.now()) return;
  // Still armed meanwhile: what comes back to this server while it advances plans nothing.
  post.server.advance(engine_.now());
  post.armed_at = never;
  arm(post);
}

void Fleet::crash(ServerId server) { posts_[server].server.crash(engine_.now()); }

void Fleet::vanish(ServerId server) { posts_[server].server.vanish(engine_.now()); }

void Fleet::hang(ServerId server) { posts_[server].server.hang(engine_.now()); }

void Fleet::restart(ServerId server) { posts_[server].server.restart(engine_.now()); }

// The key is that of the calling job and step, so all attempts of a request ask for the same.
void Fleet::call(JobId id, const Operation& operation) {
  Job& job = jobs_.pool[id];
  const CallTarget& target = posts_[job.server].server.service().program.call(operation);
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

void Fleet::drop(JobId id) {
  const Job& job = jobs_.pool[id];
  const CallTarget& target = target_of(job);
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
  const Job& job = jobs_.pool[id];
  Post& post = posts_[job.server];
  close(attempt, target_of(job));
  post.server.call_ended(engine_.now(), id, good);
  arm(post);
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

void Fleet::check() const {
  for (ServerId server = 0; server < posts_.size(); ++server) posts_[server].server.check();
  const Counts& c = counts_;
  INVARIANT(c.sent == c.good + c.bad + c.refused + c.reset + c.timed_out + c.dropped + c.open);
}

}  // namespace squall::service
