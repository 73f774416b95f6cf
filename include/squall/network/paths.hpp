#pragma once

#include "squall/core/time.hpp"
#include "squall/network/spec.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::network {

/// The map: regions, their zones, cities, and the links between them.
///
///   city --by distance-- its nearest region --measured, or else by distance-- region
///                                       |
///                                      zone
///
/// A scenario's own region hangs on the nearest of AWS's, where it says where it is, and on the
/// links that it has. Whoever goes from one place to another takes the way of fewest links, and of
/// those the fastest, as routers do between networks.
///
///     Paths paths(scenario.regions, scenario.links);
///     paths.round_trip("busan", "us-east-1");  // 182.9ms
///     paths.cut("ap-northeast-2", "us-east-1");
///     paths.round_trip("busan", "us-east-1");  // over another region
///
/// Every question searches the graph: ask while a world is built, and keep what it says.
class Paths {
 public:
  enum class Kind : std::uint8_t { region, zone, city };

  struct Place {
    std::string name;
    Kind kind = Kind::region;
    std::string in;  ///< of a region its city, of a zone its region, of a city its nearest region
  };

  /// How it is known how long a link is.
  enum class Basis : std::uint8_t { inside, measured, distance, written };

  /// One link of a way.
  struct Leg {
    std::string from;
    std::string to;
    Duration round_trip;  ///< 0 for a zone on the way to another region: measured with the rest
    Basis basis;
    std::string name{};       ///< of a link of the scenario's own
    bool only_link = false;   ///< without it there is no way at all
    bool only_place = false;  ///< nor without the place that it leads to, in the midst of the way
  };

  /// The catalogue's map and what a scenario adds. A link that names no place is left out.
  explicit Paths(const std::map<std::string, RegionSpec>& regions = {},
                 const std::map<std::string, LinkSpec>& links = {},
                 const NetworkSpec& network = {});
  ~Paths();
  Paths(Paths&&) noexcept;

  /// Regions by name, each before its zones, then cities.
  const std::vector<Place>& places() const;
  bool knows(std::string_view place) const;

  /// The region of a region or a zone; null for anything else.
  const std::string* region_of(std::string_view place) const;

  /// From something at one place to something at the other and back; nothing where no way leads
  /// there, or where one of the places is not known.
  std::optional<Duration> round_trip(std::string_view from, std::string_view to) const;

  /// Link by link; empty where no way leads there.
  std::vector<Leg> way(std::string_view from, std::string_view to) const;

  /// Nothing passes the links between the two until they are restored. False where there is none.
  bool cut(std::string_view one, std::string_view other);
  bool restore(std::string_view one, std::string_view other);

  /// What passes the links between the two takes so much longer, there and back, than they are
  /// long.  False where there is none.
  bool slow(std::string_view one, std::string_view other, Duration by);

  /// Whether a link joins the two, be it cut.
  bool linked(std::string_view one, std::string_view other) const;

 private:
  class Graph;
  std::unique_ptr<Graph> graph_;
};

}  // namespace squall::network
