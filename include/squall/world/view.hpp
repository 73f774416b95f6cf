#pragma once

#include "squall/service/server.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace squall::world {

/// An instance or a database at one moment.
struct ServerView {
  service::Server::State state = service::Server::State::running;
  std::uint64_t queued = 0;      ///< requests that wait for a worker
  std::uint64_t in_service = 0;  ///< workers taken
};

/// How things stand at one moment, as plain data: what an operator would look at before acting.
struct View {
  std::map<std::string, ServerView> instances;
  std::map<std::string, ServerView> databases;
};

}  // namespace squall::world
