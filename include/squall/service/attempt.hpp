#pragma once

#include "squall/core/draw.hpp"
#include "squall/core/list.hpp"
#include "squall/core/slab.hpp"
#include "squall/core/time.hpp"

#include <cstdint>

namespace squall::service {

using AttemptId = std::uint32_t;

/// The number of a class of requests: the same for its name at every client and service.
using ClassId = std::uint16_t;

/// The class of health probes: no client's requests have it.
inline constexpr ClassId probe_class = 0xffff;

/// The number of a Caller in an Exchange.
using CallerId = std::uint16_t;

/// One try of one request. It is made by its caller, lies in the exchange's pool, and each party
/// that handles it keeps its own notes in it, so that an open attempt costs 64 bytes in all.
struct Attempt {
  Key key;           ///< of its request: the work it needs is drawn from it
  Time sent;         ///< when its caller sent it: the moment at which it is offered
  Hook at_caller{};  ///< the caller's, to find those that wait too long
  Hook at_target{};  ///< a balancer's, to find those that a target of a node has
  Hook at_server{};  ///< a server's: its place in the backlog; in service, `previous` is its job
  std::uint32_t who = 0;    ///< the caller's: which user or job it is for
  std::uint32_t place = 0;  ///< a balancer's: at which node, group and target it is
  CallerId caller = 0;      ///< who sent it
  CallerId via = 0;         ///< who hears the answer first: the caller, or a balancer in between
  ClassId request_class = 0;
  std::uint8_t number = 1;  ///< 1 is the first attempt of its request
  std::uint8_t note = 0;    ///< the server's: whether it waits or is in service
};
static_assert(sizeof(Attempt) == 56);

/// How an attempt ended, as whoever sent it sees it.
struct Outcome {
  enum class Kind : std::uint8_t {
    answered,  ///< with a status; 500 and more is a failure
    refused,   ///< nobody listens there, or the backlog is full
    reset,     ///< whoever had it died
  };

  Kind kind = Kind::answered;
  std::uint16_t status = 200;

  bool good() const { return kind == Kind::answered && status < 500; }

  friend bool operator==(Outcome, Outcome) = default;
};

}  // namespace squall::service
