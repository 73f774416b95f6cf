#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/core/signal.hpp"
#include "squall/network/paths.hpp"
#include "squall/network/spec.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace squall::faults {

/// Links that are cut or slow for a while. One that is cut twice is whole when both cuts are over;
/// one that is slow twice is as slow as both together.
class LinkFaults {
 public:
  LinkFaults(Engine& engine, network::Paths& paths, Journal& journal, Names& names);

  /// From now on; without a duration for good.
  void cut(const network::LinkEnds& link, std::optional<Duration> duration);
  void slow(const network::LinkEnds& link, Duration by, std::optional<Duration> duration);

  Signal<> changed;  ///< ways may be other ones, or longer or shorter

 private:
  struct Fault {
    network::LinkEnds link;
    bool cuts = false;
    Duration by{};
    bool over = false;
  };

  void begin(const Fault& fault, std::optional<Duration> duration);
  void end(std::uint32_t fault);  // event
  void settle(const Fault& news);

  Engine& engine_;
  network::Paths& paths_;
  Journal& journal_;
  Names& names_;
  Call<std::uint32_t> end_;
  std::vector<Fault> faults_;
};

}  // namespace squall::faults
