#pragma once

#include "squall/core/time.hpp"
#include "squall/service/attempt.hpp"
#include "squall/service/sender.hpp"

#include <cstdint>
#include <vector>

namespace squall::balancing {

/// The connections that users keep to a balancer from one request to the next, each with what the
/// balancer has noted on it. A user has one at a time.
class Connections {
 public:
  struct Connection {
    std::uint32_t visit = 0;   ///< as its sender says
    std::uint32_t number = 0;  ///< as its sender says
    std::uint32_t place = 0;   ///< the balancer's note: where it leads
    bool open = false;
    Time opened{};
    Time used{};  ///< when something last went over it
  };

  /// The connection that the sender comes on; null where the balancer knows none.
  Connection* find(service::CallerId caller, const service::Sender& sender) {
    if (caller >= callers_.size() || sender.user >= callers_[caller].size()) return nullptr;
    Connection& its = callers_[caller][sender.user];
    const bool same = its.visit == sender.visit && its.number == sender.connection;
    return its.open && same ? &its : nullptr;
  }

  /// A new one, in the place of any that the user had.  Requires: the sender is a user.
  Connection& open(service::CallerId caller, const service::Sender& sender, std::uint32_t place,
                   Time now);

  /// Calls visit(connection) for each that is open.
  template <class Visit>
  void each(Visit visit) const {
    for (const std::vector<Connection>& users : callers_)
      for (const Connection& its : users)
        if (its.open) visit(its);
  }

 private:
  std::vector<std::vector<Connection>> callers_;  // by caller, then by user
};

}  // namespace squall::balancing
