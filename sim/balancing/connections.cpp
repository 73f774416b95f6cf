#include "squall/balancing/connections.hpp"

#include "squall/core/invariant.hpp"

#include <cstddef>

namespace squall::balancing {

Connections::Connection& Connections::open(service::CallerId caller, const service::Sender& sender,
                                           std::uint32_t place, Time now) {
  INVARIANT(sender.user != service::Sender::nobody);
  if (caller >= callers_.size()) callers_.resize(caller + std::size_t{1});
  std::vector<Connection>& users = callers_[caller];
  if (sender.user >= users.size()) users.resize(sender.user + std::size_t{1});
  return users[sender.user] = {sender.visit, sender.connection, place, true, now, now};
}

}  // namespace squall::balancing
