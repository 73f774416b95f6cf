#include "squall/balancing/cookies.hpp"

#include <algorithm>

namespace squall::balancing {

void Cookies::give(service::CallerId caller, const service::Sender& sender, std::uint32_t place,
                   Time now) {
  if (sender.user == service::Sender::nobody) return;
  if (caller >= callers_.size()) callers_.resize(std::size_t{caller} + 1);
  auto& users = callers_[caller];
  if (sender.user >= users.size()) users.resize(std::size_t{sender.user} + 1);
  users[sender.user] = {now + lasts_, sender.visit, place};
}

}  // namespace squall::balancing
