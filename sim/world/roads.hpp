#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/ratio.hpp"
#include "squall/network/paths.hpp"
#include "squall/service/way.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace squall::world {

/// The ways between those who ask and those who are asked, as long as the map says.
///
/// There is one only where it takes time: none within a zone, and none between a region and its
/// zones.
class Roads {
 public:
  /// Who asks.
  struct Asker {
    std::string place;     ///< empty: beside whoever is asked
    std::string client{};  ///< empty: nobody who comes again
  };

  /// What asks over a way: each draws for itself how long it takes.
  enum class Use : std::uint8_t { client, target, call };

  Roads(Engine& engine, service::Exchange& exchange, network::Paths paths, Ratio jitter);

  network::Paths& paths() { return paths_; }
  const network::Paths& paths() const { return paths_; }

  /// The map has changed: every way is as it says from now on.
  void look_again();

  /// The endpoint at `to`, as it is for the asker; itself where that is beside it.
  service::Endpoint& over(Use use, const Asker& from, const std::string& to,
                          service::Endpoint& endpoint);

  /// Whether anything gets from one place to another now; one that is empty is beside the other.
  bool has_way(const std::string& from, const std::string& to) const;

  /// What arrives from a client arrives as from these.
  std::vector<service::CallerId> callers_of(std::string_view client) const;

  /// Attempts that the ways carry.
  std::uint64_t open() const;

  void check() const;

 private:
  struct Ends {
    Use use;
    std::string client;
    std::string from;
    std::string to;

    friend bool operator<(const Ends& a, const Ends& b) {
      return std::tie(a.use, a.client, a.from, a.to) < std::tie(b.use, b.client, b.from, b.to);
    }
  };

  bool beside(const std::string& from, const std::string& to) const;
  service::WaySpec spec_of(const Ends& ends) const;

  Engine& engine_;
  service::Exchange& exchange_;
  network::Paths paths_;
  const Ratio jitter_;
  std::map<Ends, std::unique_ptr<service::Way>> ways_;  // null: the one is beside the other
};

}  // namespace squall::world
