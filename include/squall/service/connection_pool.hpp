#pragma once

#include "squall/core/list.hpp"
#include "squall/service/endpoint.hpp"

#include <cstdint>
#include <deque>
#include <limits>

namespace squall::service {

/// The connections that are open to one endpoint, from wherever.
struct Connections {
  std::uint32_t most = std::numeric_limits<std::uint32_t>::max();
  std::uint32_t open = 0;
};

/// The connections that the processes of a service hold to one endpoint: each at most so many.
///
/// An attempt takes a free one, else opens one more, else waits until one is free, first come
/// first served. A connection stays open until its process dies. Where the pool has room for one
/// more and the endpoint has none, the attempt is refused.
class ConnectionPool {
 public:
  /// offered = at_once + waited + refused + given_up + waiting
  struct Counts {
    std::uint64_t offered = 0;
    std::uint64_t at_once = 0;   ///< had a connection when they came
    std::uint64_t waited = 0;    ///< had one later
    std::uint64_t refused = 0;   ///< there was none to open
    std::uint64_t given_up = 0;  ///< left while they waited
    std::uint64_t waiting = 0;

    Counts& operator+=(const Counts& other);
  };

  /// `connections` are the endpoint's, and outlive the pool.
  ConnectionPool(Exchange& exchange, Endpoint& to, Connections& connections, std::uint32_t size);

  /// Processes are numbered from 0, in the order in which they are added.
  void add_process() { processes_.emplace_back(exchange_.attempts); }

  /// Sends the attempt on, at once or when a connection is free; it may return before this does.
  /// False where it is refused.
  bool offer(AttemptId attempt, std::uint32_t process);

  /// Nobody waits for it any more.  Requires: offered here, not refused, not returned.
  void abandon(AttemptId attempt, std::uint32_t process);

  /// The endpoint has returned an attempt of the process.
  void returned(std::uint32_t process);

  void die(std::uint32_t process);      ///< its connections close, who waits is sent nowhere
  void restart(std::uint32_t process);  ///< it has none yet

  const Counts& counts() const { return counts_; }

  void check() const;

 private:
  struct Process {
    explicit Process(Slab<Attempt>& attempts) : waiting(attempts) {}

    std::uint32_t open = 0;
    std::uint32_t busy = 0;
    bool dead = false;
    bool handing_on = false;
    List<&Attempt::at_server> waiting;  // no server has them yet
  };

  static constexpr std::uint8_t waits_here = 0x80;  // in an attempt's note

  void hand_on(Process& process);

  Exchange& exchange_;
  Endpoint& to_;
  Connections& connections_;
  const std::uint32_t size_;
  std::deque<Process> processes_;
  Counts counts_;
};

}  // namespace squall::service
