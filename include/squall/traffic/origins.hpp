#pragma once

#include "squall/core/draw.hpp"
#include "squall/core/time.hpp"
#include "squall/service/sender.hpp"
#include "squall/traffic/spec.hpp"

#include <cstdint>
#include <vector>

namespace squall::traffic {

/// From which addresses a client's requests come, and on which connections.
///
/// Users have numbers. A user keeps a connection from one request to the next, but opens a new one
/// after a request that met nobody, for a retry, and where the last one has been idle for
/// `keep_alive`. Strangers come once, each on a connection of its own.
class Origins {
 public:
  explicit Origins(const ClientSpec& spec);

  /// Requests without a session go by so many connections that stay; 0: each by its own.
  std::uint32_t shared_connections() const { return shared_; }

  /// The connection that a request with this key goes by.  Requires: some are shared.
  std::uint32_t connection_for(Key request) const;

  /// The user asks now.
  void use(std::uint32_t user, Time now);

  /// The user's next request comes on a new connection.
  void hang_up(std::uint32_t user);

  /// `visit` tells users who had the number one after the other apart.
  service::Sender of_user(std::uint32_t user, std::uint32_t visit) const;

  service::Sender of_stranger(Key request) const;

 private:
  std::uint32_t address(std::uint64_t of) const;
  void make_room(std::uint32_t user);

  const std::uint32_t shared_;
  const Duration keep_alive_;
  const std::uint32_t first_address_;
  std::uint64_t addresses_;
  std::vector<std::uint32_t> connections_;  // of each user, how many it has had before
  std::vector<Time> used_;                  // when each asked last, where that matters
};

}  // namespace squall::traffic
