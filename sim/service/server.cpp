#include "squall/service/server.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <tuple>

namespace squall::service {

using Kind = Operation::Kind;

Server::Server(Jobs& jobs, const Service& service, int vcpus, std::uint32_t number)
    : jobs_(jobs),
      service_(&service),
      cpu_(vcpus),
      backlog_(jobs.exchange.attempts),
      number_(number) {}

// Where no message has a size, each is a packet and no more.
[[gnu::always_inline]] inline void Server::meter_request(AttemptId attempt) {
  if (jobs_.exchange.attempts[attempt].request_class == probe_class) return;
  TrafficMeter::Way& in = (*jobs_.meter)[number_].in;
  in.add(jobs_.exchange.messages.plain() ? Bytes{} : message_of(attempt).size);
}

[[gnu::always_inline]] inline void Server::meter_answer(AttemptId attempt, std::uint16_t status) {
  if (jobs_.exchange.attempts[attempt].request_class == probe_class) return;
  TrafficMeter::Way& out = (*jobs_.meter)[number_].out;
  const bool is_empty = jobs_.exchange.messages.plain() || status >= 500;
  out.add(is_empty ? Bytes{} : message_of(attempt).response);
}

// What came over a way is as large as what it carries; where nobody waits for that any more, nobody
// knows.
[[gnu::noinline]] const Message& Server::message_of(AttemptId attempt) const {
  const AttemptId origin = jobs_.exchange.origin(attempt);
  const Attempt& sent = jobs_.exchange.attempts[origin == no_slot ? attempt : origin];
  return jobs_.exchange.messages.of(sent.caller, sent.request_class);
}

[[gnu::always_inline]] inline void Server::answer(AttemptId attempt, std::uint16_t status) {
  if (jobs_.meter) meter_answer(attempt, status);
  jobs_.exchange.answer(attempt, {.status = status == 0 ? std::uint16_t{200} : status});
}

[[gnu::always_inline]] inline void Server::end(Time at, JobId id, Job& job) {
  const auto [parent, attempt, status] = std::tuple(job.parent, job.attempt, job.status);
  present_.remove(job);
  jobs_.pool.release(id);
  if (parent != no_slot) return join(at, parent, status);
  --in_service_;
  ++counts_.finished;
  if (attempt == no_slot) {
    ++counts_.wasted;
  } else {
    answer(attempt, status);
  }
}

[[gnu::always_inline]] inline void Server::work(Time at, JobId id, const Operation& operation,
                                                Key key) {
  cpu_.start(at, id, service_->program.draw(operation, key));
}

// A job that has asked for something may be over by the time that this returns.
[[gnu::always_inline]] inline void Server::run(Time at, JobId id, Job& job) {
  for (;;) {
    const Operation& operation = service_->program[job.step++];
    if (operation.kind == Kind::cpu) return work(at, id, operation, job.key);
    if (operation.kind == Kind::end) return end(at, id, job);
    if (!perform(at, id, job, operation)) return;
  }
}

void Server::equip(Time at, const Service& service, int vcpus) {
  INVARIANT(state_ == State::gone);
  service_ = &service;
  cpu_.equip(at, vcpus);
}

bool Server::has_room() const {
  if (state_ == State::dead || state_ == State::gone) return false;
  return in_service_ + backlog_.size() < std::uint64_t{service_->workers} + service_->backlog;
}

[[gnu::always_inline]] inline void Server::take(Time at, AttemptId id) {
  if (jobs_.exchange.onlooker) jobs_.exchange.onlooker->started(jobs_.exchange.origin(id));
  Attempt& attempt = jobs_.exchange.attempts[id];
  if (jobs_.meter) meter_request(id);
  const JobId number =
      jobs_.pool.allocate(Job{.key = attempt.key,
                              .server = number_,
                              .attempt = id,
                              .step = service_->program.entry(attempt.request_class),
                              .request_class = attempt.request_class,
                              .number = attempt.number});
  Job& job = jobs_.pool[number];
  attempt.note = served_here;
  attempt.at_server.previous = number;
  present_.push_back(job);
  ++in_service_;
  if (state_ == State::running) run(at, number, job);
}

// Handlers may end at once, and their workers take the next: a loop, so that a long backlog of
// these is no deep recursion.
[[gnu::always_inline]] inline void Server::fill_workers(Time at) {
  if (backlog_.empty() || filling_) return;
  filling_ = true;
  while (in_service_ < service_->workers && !backlog_.empty()) {
    take(at, backlog_.pop_front());
  }
  filling_ = false;
}

bool Server::offer(Time at, AttemptId attempt) {
  ++counts_.offered;
  // While answers go out there may be a free worker and a backlog at once: first come, first
  // served.
  if (backlog_.empty() && in_service_ < service_->workers && state_ < State::dead)
    return begin(at, attempt);
  if (has_room()) {
    jobs_.exchange.attempts[attempt].note = queued_here;
    backlog_.push_back(attempt);
  } else if (state_ == State::gone) {
    ++counts_.unheard;
    jobs_.exchange.attempts[attempt].note = unheard_here;
  } else {
    refuse(attempt);
  }
  return false;
}

[[gnu::noinline]] bool Server::begin(Time at, AttemptId attempt) {
  take(at, attempt);
  fill_workers(at);
  return true;
}

void Server::refuse(AttemptId attempt) {
  ++counts_.refused;
  jobs_.exchange.answer(attempt, {Outcome::Kind::refused, 0});
}

void Server::abandon(AttemptId attempt) {
  Attempt& gone = jobs_.exchange.attempts[attempt];
  if (gone.note == queued_here) {
    backlog_.remove(attempt);
    ++counts_.withdrawn;
  } else if (gone.note == served_here) {
    jobs_.pool[gone.at_server.previous].attempt = no_slot;
  }
}

Time Server::advance(Time until) {
  for (;;) {
    const Time next = next_change();
    if (next > until || next == never) return next;
    const JobId job = cpu_.next_finish() == next ? cpu_.finish() : waiting_.take_first();
    run(next, job, jobs_.pool[job]);
    fill_workers(next);
  }
}

void Server::call_ended(Time at, JobId id, bool good) {
  Job& job = jobs_.pool[id];
  job.call = no_slot;
  if (state_ == State::hung) return;
  if (good) {
    run(at, id, job);
  } else {
    job.status = 500;
    end(at, id, job);
  }
  fill_workers(at);
}

/// Whether the job goes on at once with what comes next.
bool Server::perform(Time at, JobId id, Job& job, const Operation& operation) {
  switch (operation.kind) {
    case Kind::wait: {
      const Duration time = service_->program.draw(operation, child(job.key, job.number));
      waiting_.add((at + time).time_since_epoch().count(), id);
      return false;
    }
    case Kind::call:
      jobs_.calls.call(id, operation);
      return false;
    case Kind::parallel: {
      const std::uint32_t first_branch = job.step;
      job.step = operation.target;
      if (operation.count == 0) return true;
      fork(at, id, first_branch, operation.count);
      return false;
    }
    case Kind::chance:
      if (!chance(job, operation)) job.step = operation.target;
      return true;
    case Kind::fail:
      job.status = operation.status;
      end(at, id, job);
      return false;
    case Kind::put:
      put(operation);
      return true;
    case Kind::branch:
    case Kind::cpu:
    case Kind::end:
      break;
  }
  return true;
}

void Server::put(const Operation& operation) {
  if (!jobs_.values) return;
  const OwnValue& own = service_->program.own_value(operation);
  jobs_.values->put(number_, own.metric, own.value);
}

bool Server::chance(const Job& job, const Operation& operation) const {
  return Draw(child(job.key, job.number), operation.purpose).uniform() < operation.chance;
}

void Server::fork(Time at, JobId id, std::uint32_t branch, std::uint32_t count) {
  const Job parent = jobs_.pool[id];
  jobs_.pool[id].strands = count;
  for (std::uint32_t i = 0; i < count; ++i) {
    const JobId strand = jobs_.pool.allocate(Job{.key = parent.key,
                                                 .server = number_,
                                                 .parent = id,
                                                 .step = branch,
                                                 .request_class = parent.request_class,
                                                 .number = parent.number});
    present_.push_back(jobs_.pool[strand]);
    branch = service_->program[branch].target;
    run(at, strand, jobs_.pool[strand]);
  }
}

void Server::join(Time at, JobId id, std::uint16_t status) {
  Job& parent = jobs_.pool[id];
  if (parent.status == 0) parent.status = status;
  if (--parent.strands > 0) return;
  if (parent.status == 0) return run(at, id, parent);
  end(at, id, parent);
}

void Server::crash(Time at) {
  if (state_ < State::dead) become(at, State::dead);
}

void Server::vanish(Time at) {
  if (state_ < State::gone) become(at, State::gone);
}

void Server::hang(Time at) {
  if (state_ != State::running) return;
  state_ = State::hung;
  cpu_.set_speed(at, Ratio{0});
  waiting_.clear();
}

void Server::restart(Time at) {
  INVARIANT(state_ == State::dead || state_ == State::gone);
  state_ = State::running;
  cpu_.set_speed(at, Ratio{1});
}

// It is what it becomes before anybody hears of it: who tries again at once meets the new state.
void Server::become(Time at, State state) {
  state_ = state;
  cpu_.clear(at);
  waiting_.clear();
  while (!present_.empty()) cut(jobs_.pool.id_of(present_.front()));
  backlog_.clear([this](AttemptId attempt) {
    ++counts_.cut;
    lose(attempt);
  });
}

void Server::cut(JobId id) {
  present_.remove(jobs_.pool[id]);
  if (jobs_.pool[id].call != no_slot) jobs_.calls.drop(id);
  const Job job = jobs_.pool[id];
  jobs_.pool.release(id);
  if (job.parent != no_slot) return;
  --in_service_;
  ++counts_.cut;
  if (job.attempt != no_slot) lose(job.attempt);
}

void Server::lose(AttemptId attempt) {
  if (state_ == State::gone) {
    jobs_.exchange.attempts[attempt].note = unheard_here;
  } else {
    jobs_.exchange.answer(attempt, {Outcome::Kind::reset, 0});
  }
}

void Server::check() const {
  const Counts& c = counts_;
  INVARIANT(c.offered ==
            c.refused + c.unheard + c.finished + c.cut + c.withdrawn + queued() + in_service());
  INVARIANT(c.wasted <= c.finished);
  INVARIANT(in_service_ <= service_->workers && backlog_.size() <= service_->backlog);
}

}  // namespace squall::service
