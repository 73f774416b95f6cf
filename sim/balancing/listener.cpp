#include "squall/balancing/listener.hpp"

#include "squall/balancing/load_balancer.hpp"
#include "squall/core/invariant.hpp"

#include <utility>

namespace squall::balancing {

Listener::Listener(LoadBalancer& balancer, std::vector<Share> shares, std::uint64_t purpose)
    : balancer_(balancer), shares_(std::move(shares)), purpose_(purpose) {
  INVARIANT(!shares_.empty() && shares_.back().up_to > 0);
}

void Listener::offer(service::AttemptId attempt) { balancer_.receive(attempt, *this); }

void Listener::abandon(service::AttemptId attempt) { balancer_.abandon(attempt); }

std::uint32_t Listener::drawn_group(Key draws) const {
  const double point = Draw(draws, purpose_).uniform() * shares_.back().up_to;
  std::size_t share = 0;
  while (share + 1 < shares_.size() && point >= shares_[share].up_to) ++share;
  return shares_[share].group;
}

}  // namespace squall::balancing
