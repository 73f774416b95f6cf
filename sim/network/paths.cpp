#include "squall/network/paths.hpp"

#include "squall/core/invariant.hpp"
#include "squall/network/catalogue.hpp"
#include "squall/network/round_trip.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/filtered_graph.hpp>
#include <boost/property_map/function_property_map.hpp>

namespace squall::network {

namespace {

struct Link {
  Duration round_trip{};
  Paths::Basis basis = Paths::Basis::inside;
  std::string name{};
  bool cut = false;
  Duration slow{};  // longer by this

  Duration time() const { return round_trip + slow; }
};

struct EdgeLabel {
  std::size_t link = 0;
};

using Edges = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS,
                                    boost::no_property, EdgeLabel>;
using Vertex = Edges::vertex_descriptor;
using Edge = Edges::edge_descriptor;

// Fewest links first: a measured pair stays what was measured, whatever a detour would take.
struct Length {
  std::int64_t links = 0;
  Duration time{};
};

bool operator<(const Length& a, const Length& b) {
  return a.links != b.links ? a.links < b.links : a.time < b.time;
}

Length operator+(const Length& a, const Length& b) { return {a.links + b.links, a.time + b.time}; }

struct IsOpen {
  const Edges* edges = nullptr;
  const std::vector<Link>* links = nullptr;
  bool operator()(const Edge& edge) const { return !(*links)[(*edges)[edge].link].cut; }
};

using OpenEdges = boost::filtered_graph<Edges, IsOpen>;

std::string_view nearest_region(Position at) {
  const auto regions = known_regions();
  return std::min_element(regions.begin(), regions.end(),
                          [&](const KnownRegion& a, const KnownRegion& b) {
                            return distance_round_trip(a.at, at) < distance_round_trip(b.at, at);
                          })
      ->name;
}

}  // namespace

class Paths::Graph {
 public:
  Graph(const std::map<std::string, RegionSpec>& regions,
        const std::map<std::string, LinkSpec>& links, const NetworkSpec& network)
      : between_zones_(network.between_zones) {
    add_regions(regions);
    for (const KnownPlace& city : known_places())
      add({std::string(city.name), Kind::city, std::string(city.nearest_region)});
    for (const auto& [name, link] : links) {
      const auto one = find(link.between.one), other = find(link.between.other);
      if (one && other && *one != *other)
        connect(*one, *other, {link.round_trip, Basis::written, name, link.cut});
    }
    connect_known_places();
    for (const auto& [name, region] : regions) connect_own_region(name, region);
  }

  const std::vector<Place>& places() const { return places_; }

  std::optional<Vertex> find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? std::nullopt : std::optional(found->second);
  }

  std::vector<Leg> way(Vertex from, Vertex to) const {
    if (is_inside(from, to)) return {inside(from, to)};
    const std::vector<Edge> edges = shortest(from, to);
    std::vector<Leg> legs = legs_of(edges, from);
    mark_single_points(edges, legs);
    return legs;
  }

  std::optional<Duration> round_trip(Vertex from, Vertex to) const {
    if (is_inside(from, to)) return inside(from, to).round_trip;
    const std::vector<Leg> legs = legs_of(shortest(from, to), from);
    if (legs.empty()) return std::nullopt;
    Duration sum{};
    for (const Leg& leg : legs) sum += leg.round_trip;
    return sum;
  }

  bool linked(Vertex one, Vertex other) const { return !between(one, other).empty(); }

  void set_slow(Vertex one, Vertex other, Duration by) {
    for (const Edge& edge : between(one, other)) links_[edges_[edge].link].slow = by;
  }

  bool set_cut(Vertex one, Vertex other, bool cut) {
    bool any = false;
    for (const Edge& edge : between(one, other)) {
      links_[edges_[edge].link].cut = cut;
      any = true;
    }
    return any;
  }

 private:
  void add(Place place) {
    const Vertex vertex = boost::add_vertex(edges_);
    INVARIANT(vertex == places_.size());
    by_name_.emplace(place.name, vertex);
    places_.push_back(std::move(place));
  }

  void add_region(const std::string& name, std::string city,
                  const std::vector<std::string>& zones) {
    add({name, Kind::region, std::move(city)});
    const Vertex region = places_.size() - 1;
    for (std::size_t i = 0; i < std::min(zones.size(), most_zones); ++i) {
      add({zone_name(name, zones[i]), Kind::zone, name});
      connect(region, places_.size() - 1, {between_zones_ / 2, Basis::inside});
    }
  }

  void add_regions(const std::map<std::string, RegionSpec>& own) {
    auto next = own.begin();
    const auto add_own_until = [&](std::string_view name) {
      for (; next != own.end() && next->first < name; ++next)
        add_region(next->first, next->second.near, next->second.zones);
    };
    for (const KnownRegion& region : known_regions()) {
      add_own_until(region.name);
      std::vector<std::string> zones;
      for (const char letter : region.zones) zones.emplace_back(1, letter);
      const bool is_written = next != own.end() && next->first == region.name;
      if (is_written) zones = (next++)->second.zones;
      add_region(std::string(region.name), std::string(region.place), zones);
    }
    for (; next != own.end(); ++next)
      add_region(next->first, next->second.near, next->second.zones);
  }

  void connect(Vertex one, Vertex other, Link link) {
    boost::add_edge(one, other, EdgeLabel{links_.size()}, edges_);
    links_.push_back(std::move(link));
  }

  // Where the scenario says nothing of the two.
  void connect_if_free(std::string_view one, std::string_view other, Link link) {
    const Vertex from = find(one).value(), to = find(other).value();
    if (between(from, to).empty()) connect(from, to, std::move(link));
  }

  void connect_known_places() {
    const auto regions = known_regions();
    for (std::size_t i = 0; i < regions.size(); ++i) {
      for (std::size_t j = i + 1; j < regions.size(); ++j) {
        const auto measured = measured_round_trip(regions[i].name, regions[j].name);
        connect_if_free(
            regions[i].name, regions[j].name,
            measured ? Link{*measured, Basis::measured}
                     : Link{distance_round_trip(regions[i].at, regions[j].at), Basis::distance});
      }
    }
    for (const KnownPlace& city : known_places()) {
      const Duration way = distance_round_trip(city.at, position_of(city.nearest_region).value());
      connect_if_free(city.name, city.nearest_region, {way, Basis::distance});
    }
  }

  void connect_own_region(const std::string& name, const RegionSpec& region) {
    const auto at = region.at ? region.at : position_of(region.near);
    if (!at || find_region(name)) return;
    const std::string_view nearest = nearest_region(*at);
    connect_if_free(name, nearest,
                    {distance_round_trip(*at, position_of(nearest).value()), Basis::distance});
  }

  Vertex region_of(Vertex vertex) const {
    return places_[vertex].kind == Kind::zone ? find(places_[vertex].in).value() : vertex;
  }

  bool is_inside(Vertex from, Vertex to) const {
    const bool zones = places_[from].kind == Kind::zone && places_[to].kind == Kind::zone;
    return from == to || (!zones && region_of(from) == region_of(to));
  }

  // Somewhere in a region is in another of its zones.
  Leg inside(Vertex from, Vertex to) const {
    const bool within = from == to && places_[from].kind != Kind::region;
    return {places_[from].name, places_[to].name, within ? within_a_zone : between_zones_,
            Basis::inside};
  }

  OpenEdges open_edges() const { return {edges_, IsOpen{&edges_, &links_}}; }

  std::vector<Edge> between(Vertex one, Vertex other) const {
    if (boost::out_degree(other, edges_) < boost::out_degree(one, edges_)) std::swap(one, other);
    std::vector<Edge> found;
    const auto [first, last] = boost::out_edges(one, edges_);
    for (auto edge = first; edge != last; ++edge)
      if (boost::target(*edge, edges_) == other) found.push_back(*edge);
    return found;
  }

  Vertex other_end(const Edge& edge, Vertex end) const {
    const Vertex source = boost::source(edge, edges_);
    return source == end ? boost::target(edge, edges_) : source;
  }

  // Empty where no way leads there.
  std::vector<Edge> shortest(Vertex from, Vertex to) const {
    const OpenEdges open = open_edges();
    std::vector<Length> lengths(places_.size());
    std::vector<Vertex> before(places_.size());
    const auto index = boost::get(boost::vertex_index, edges_);
    const auto weight = boost::make_function_property_map<Edge>([this](const Edge& edge) {
      return Length{1, links_[edges_[edge].link].time()};
    });
    boost::dijkstra_shortest_paths(
        open, from,
        boost::weight_map(weight)
            .distance_map(boost::make_iterator_property_map(lengths.begin(), index))
            .predecessor_map(boost::make_iterator_property_map(before.begin(), index))
            .distance_compare(std::less<Length>())
            .distance_combine(std::plus<Length>())
            .distance_inf(Length{std::numeric_limits<std::int64_t>::max()})
            .distance_zero(Length{}));
    std::vector<Edge> edges;
    for (Vertex at = to; at != from; at = before[at]) {
      if (before[at] == at) return {};
      edges.push_back(fastest(before[at], at));
    }
    std::reverse(edges.begin(), edges.end());
    return edges;
  }

  Edge fastest(Vertex one, Vertex other) const {
    std::vector<Edge> edges = between(one, other);
    const IsOpen is_open{&edges_, &links_};
    edges.erase(std::remove_if(edges.begin(), edges.end(),
                               [&](const Edge& edge) { return !is_open(edge); }),
                edges.end());
    return *std::min_element(edges.begin(), edges.end(), [this](const Edge& a, const Edge& b) {
      return links_[edges_[a].link].time() < links_[edges_[b].link].time();
    });
  }

  // A zone on the way to another region takes no time: regions are measured from zone to zone.
  std::vector<Leg> legs_of(const std::vector<Edge>& edges, Vertex at) const {
    std::vector<Leg> legs;
    for (const Edge& edge : edges) {
      const Vertex next = other_end(edge, at);
      const Link& link = links_[edges_[edge].link];
      legs.push_back({places_[at].name, places_[next].name, link.time(), link.basis, link.name});
      at = next;
    }
    const auto inside = [&](std::size_t i) {
      return i < legs.size() && legs[i].basis == Basis::inside;
    };
    for (std::size_t i = 0; i < legs.size(); ++i)
      if (inside(i) && !inside(i - 1) && !inside(i + 1))
        legs[i].round_trip = links_[edges_[edges[i]].link].slow;
    return legs;
  }

  // A way passes each point without which there is none. A link is such a point if it is a part of
  // the graph by itself, and a place if the way enters and leaves it by two parts.
  void mark_single_points(const std::vector<Edge>& edges, std::vector<Leg>& legs) const {
    const std::vector<std::size_t> parts = biconnected_parts();
    std::map<std::size_t, int> links_in;
    for (const std::size_t part : parts) ++links_in[part];
    const auto part = [&](std::size_t i) { return parts[edges_[edges[i]].link]; };
    for (std::size_t i = 0; i < edges.size(); ++i) {
      legs[i].only_link = links_in[part(i)] == 1;
      legs[i].only_place = i + 1 < edges.size() && part(i) != part(i + 1);
    }
  }

  // Of each open link. Boost gives no part to the second of two links that join the same places.
  std::vector<std::size_t> biconnected_parts() const {
    const std::size_t none = links_.size();
    const OpenEdges open = open_edges();
    std::vector<std::size_t> parts(links_.size(), none);
    boost::biconnected_components(open, boost::make_iterator_property_map(
                                            parts.begin(), boost::get(&EdgeLabel::link, edges_)));
    for (auto [edge, last] = boost::edges(open); edge != last; ++edge) {
      std::size_t& part = parts[edges_[*edge].link];
      for (const Edge& twin : between(boost::source(*edge, edges_), boost::target(*edge, edges_)))
        if (part == none) part = parts[edges_[twin].link];
    }
    return parts;
  }

  const Duration between_zones_;
  Edges edges_;
  std::vector<Link> links_;
  std::vector<Place> places_;
  std::map<std::string, Vertex, std::less<>> by_name_;
};

Paths::Paths(const std::map<std::string, RegionSpec>& regions,
             const std::map<std::string, LinkSpec>& links, const NetworkSpec& network)
    : graph_(std::make_unique<Graph>(regions, links, network)) {}

Paths::~Paths() = default;
Paths::Paths(Paths&&) noexcept = default;

const std::vector<Paths::Place>& Paths::places() const { return graph_->places(); }

bool Paths::knows(std::string_view place) const { return graph_->find(place).has_value(); }

const std::string* Paths::region_of(std::string_view place) const {
  const auto vertex = graph_->find(place);
  if (!vertex) return nullptr;
  const Place& found = graph_->places()[*vertex];
  if (found.kind == Kind::city) return nullptr;
  return found.kind == Kind::zone ? &found.in : &found.name;
}

std::vector<Paths::Leg> Paths::way(std::string_view from, std::string_view to) const {
  const auto one = graph_->find(from), other = graph_->find(to);
  return one && other ? graph_->way(*one, *other) : std::vector<Leg>();
}

std::optional<Duration> Paths::round_trip(std::string_view from, std::string_view to) const {
  const auto one = graph_->find(from), other = graph_->find(to);
  return one && other ? graph_->round_trip(*one, *other) : std::nullopt;
}

bool Paths::cut(std::string_view one, std::string_view other) {
  const auto from = graph_->find(one), to = graph_->find(other);
  return from && to && graph_->set_cut(*from, *to, true);
}

bool Paths::restore(std::string_view one, std::string_view other) {
  const auto from = graph_->find(one), to = graph_->find(other);
  return from && to && graph_->set_cut(*from, *to, false);
}

bool Paths::slow(std::string_view one, std::string_view other, Duration by) {
  if (!linked(one, other)) return false;
  graph_->set_slow(*graph_->find(one), *graph_->find(other), by);
  return true;
}

bool Paths::linked(std::string_view one, std::string_view other) const {
  const auto from = graph_->find(one), to = graph_->find(other);
  return from && to && graph_->linked(*from, *to);
}

}  // namespace squall::network
