#pragma once

#include "squall/service/attempt.hpp"
#include "squall/service/sender.hpp"

#include <cstdint>

namespace squall::service {

/// One wish of a client or of a job: one of its attempts fulfils it, or none does.
struct Request {
  Key key;
  Time born;              ///< when its first attempt was sent
  std::uint32_t who = 0;  ///< its owner's: which user or job it is for
  ClassId request_class = 0;
  std::uint8_t attempts = 0;           ///< sent so far
  bool retried_after_timeout = false;  ///< the last of them
};
static_assert(sizeof(Request) == 24);

/// How a request ended: as its last attempt did.
enum class Ending : std::uint8_t {
  succeeded,
  failed,     ///< answered with 500 or more
  timed_out,  ///< nobody answered in time
  refused,    ///< refused, or reset
};

/// What a request meets with on its way.
enum class Incident : std::uint8_t {
  retried,          ///< one more attempt is about to be sent
  denied,           ///< there would be one more, but the budget has no retry left: it ends
  hedged,           ///< one more attempt is about to be sent beside the one that is open
  short_circuited,  ///< an attempt is refused unsent: the circuit breaker is open
};

/// Whether an attempt follows, which comes on a connection of its own.
inline bool sends_one_more(Incident incident) {
  return incident == Incident::retried || incident == Incident::hedged;
}

/// Whose requests a Requester makes.
class RequestOwner {
 public:
  virtual ~RequestOwner() = default;

  virtual void met(const Request& request, Incident incident) = 0;

  /// The request has ended and nothing of it is left.
  virtual void settled(const Request& request, Ending ending) = 0;

  /// Who sends the next attempt of the request, or the one that is open.
  virtual Sender sender(const Request&) const { return {}; }
};

}  // namespace squall::service
