#pragma once

#include "squall/balancing/load_balancer.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/service/fleet.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace squall::faults {

/// Hosts and nodes of balancers that are lost with the place they are in, and come back with it.
///
///   there --first loss--> lost --end of the last--> there again
///
/// A host that comes back runs a fresh process, unless it had stopped or its process had died
/// before. A node comes back empty.
class Outages {
 public:
  using Node = std::pair<balancing::LoadBalancer*, balancing::NodeIndex>;

  /// What is lost at once.
  struct Extent {
    NameId name;
    const JournalKind* back;  ///< what the journal says when it is over
    std::vector<service::ServerId> servers{};
    std::vector<Node> nodes{};
  };

  Outages(Engine& engine, service::Fleet& fleet, Journal& journal);

  /// From now on; without a duration for good.
  void begin(const Extent& extent, std::optional<Duration> duration);

  /// One host, from now on, until restore() ends it.
  void lose(service::ServerId server);
  void restore(service::ServerId server);

  /// One node of a balancer, likewise.
  void lose(const Node& node);
  void restore(const Node& node);

  bool is_lost(service::ServerId server) const;

  /// Whether the host is lost; then this is what it is once it comes back.
  bool holds(service::ServerId server, service::Server::State state);

 private:
  struct Host {
    int losses = 0;
    service::Server::State before{};
  };

  void end(std::uint32_t outage);  // event
  int& losses(const Node& node);

  Engine& engine_;
  service::Fleet& fleet_;
  Journal& journal_;
  Call<std::uint32_t> end_;
  std::vector<Extent> outages_;
  std::map<service::ServerId, Host> hosts_;
  std::vector<std::pair<Node, int>> nodes_;  // losses, in the order of the first
};

}  // namespace squall::faults
