#include "squall/service/connection_pool.hpp"

#include "squall/core/invariant.hpp"

namespace squall::service {

ConnectionPool::Counts& ConnectionPool::Counts::operator+=(const Counts& other) {
  offered += other.offered;
  at_once += other.at_once;
  waited += other.waited;
  refused += other.refused;
  given_up += other.given_up;
  waiting += other.waiting;
  return *this;
}

ConnectionPool::ConnectionPool(Exchange& exchange, Endpoint& to, Connections& connections,
                               std::uint32_t size)
    : exchange_(exchange), to_(to), connections_(connections), size_(size) {}

bool ConnectionPool::offer(AttemptId attempt, std::uint32_t number) {
  Process& process = processes_[number];
  ++counts_.offered;
  const bool free = process.busy < process.open && process.waiting.empty();
  if (!free && process.open == size_) {
    ++counts_.waiting;
    exchange_.attempts[attempt].note = waits_here;
    process.waiting.push_back(attempt);
    return true;
  }
  if (!free && connections_.open == connections_.most) {
    ++counts_.refused;
    return false;
  }
  if (!free) {
    ++process.open;
    ++connections_.open;
  }
  ++process.busy;
  ++counts_.at_once;
  to_.offer(attempt);
  return true;
}

void ConnectionPool::abandon(AttemptId attempt, std::uint32_t number) {
  Process& process = processes_[number];
  if (exchange_.attempts[attempt].note == waits_here) {
    process.waiting.remove(attempt);
    --counts_.waiting;
    ++counts_.given_up;
    return;
  }
  to_.abandon(attempt);
  returned(number);
}

void ConnectionPool::returned(std::uint32_t number) {
  Process& process = processes_[number];
  --process.busy;
  hand_on(process);
}

// An attempt may return at once, and its connection goes to the next: a loop, so that many of these
// are no deep recursion.
void ConnectionPool::hand_on(Process& process) {
  if (process.handing_on || process.dead) return;
  process.handing_on = true;
  while (!process.dead && process.busy < process.open && !process.waiting.empty()) {
    const AttemptId next = process.waiting.front();
    process.waiting.remove(next);
    exchange_.attempts[next].note = 0;
    --counts_.waiting;
    ++counts_.waited;
    ++process.busy;
    to_.offer(next);
  }
  process.handing_on = false;
}

void ConnectionPool::die(std::uint32_t number) {
  Process& process = processes_[number];
  process.dead = true;
  connections_.open -= process.open;
  process.open = 0;
}

void ConnectionPool::restart(std::uint32_t number) {
  Process& process = processes_[number];
  INVARIANT(process.busy == 0 && process.waiting.empty());
  process.dead = false;
}

void ConnectionPool::check() const {
  const Counts& c = counts_;
  INVARIANT(c.offered == c.at_once + c.waited + c.refused + c.given_up + c.waiting);
  std::uint64_t waiting = 0;
  for (const Process& process : processes_) {
    INVARIANT(process.busy <= process.open || process.dead);
    INVARIANT(process.open <= size_);
    waiting += process.waiting.size();
  }
  INVARIANT(waiting == c.waiting);
  INVARIANT(connections_.open <= connections_.most);
}

}  // namespace squall::service
