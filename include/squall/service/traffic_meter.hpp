#pragma once

#include "squall/core/units.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::service {

/// What has gone into servers and out of them, as somebody on their network card would count it.
/// A message has the bytes that its class says; its packets hold 1,460 of these, and each message
/// is one at least.
class TrafficMeter {
 public:
  static constexpr std::int64_t packet_payload = 1460;

  struct Way {
    std::int64_t bytes = 0;
    std::int64_t packets = 0;

    void add(Bytes message) {
      bytes += message.count;
      packets += message.count <= packet_payload
                     ? 1
                     : (message.count + packet_payload - 1) / packet_payload;
    }
  };

  struct Traffic {
    Way in;
    Way out;
  };

  /// By the number of the server.
  Traffic& operator[](std::uint32_t server) {
    if (server >= servers_.size()) servers_.resize(server + std::size_t{1});
    return servers_[server];
  }

  Traffic of(std::uint32_t server) const {
    return server < servers_.size() ? servers_[server] : Traffic{};
  }

 private:
  std::vector<Traffic> servers_;
};

}  // namespace squall::service
