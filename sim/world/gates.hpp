#pragma once

#include "squall/balancing/gate.hpp"
#include "squall/core/engine.hpp"
#include "squall/network/security_groups.hpp"
#include "squall/world/crossings.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace squall::world {

/// The gates where the security groups of a world look at what passes: one for each that asks and
/// each port that it asks, where either has a group.
class Gates {
 public:
  Gates(Engine& engine, service::Exchange& exchange,
        const std::map<std::string, network::SecurityGroupSpec>& groups);

  /// Whether anybody looks anywhere.
  bool any() const { return any_; }

  const network::SecurityGroups& groups() const { return groups_; }

  /// The endpoint as it is behind the gate; itself where there is none.
  service::Endpoint& before(service::Endpoint& endpoint, const Crossing& crossing);

  /// Another one has the address that a client asks, or nobody.
  void turn(const Crossing& crossing);

  /// An edit of the group. False, and nothing happens, where the rule is there already, or not, or
  /// there are too many.  Requires: the group is known.
  template <class Rule>
  bool allow(const std::string& group, const Rule& rule) {
    return groups_.allow(group, rule) && look_again();
  }
  template <class Rule>
  bool revoke(const std::string& group, const Rule& rule) {
    return groups_.revoke(group, rule) && look_again();
  }

  /// What passes from a client passes as from these.
  std::vector<service::CallerId> callers_of(std::string_view client) const;

  /// Attempts of the gates' own.
  std::uint64_t open() const;

  /// What they have dropped, where they have: "users to front, port 80".
  std::map<std::string, std::uint64_t> dropped() const;

  void check() const;

 private:
  struct Post {
    Crossing crossing;
    std::unique_ptr<balancing::Gate> gate;
  };

  bool look_again();

  Engine& engine_;
  service::Exchange& exchange_;
  const bool any_;
  network::SecurityGroups groups_;
  std::vector<Post> posts_;
  std::map<Crossing, std::size_t> by_crossing_;  // in posts_
};

}  // namespace squall::world
