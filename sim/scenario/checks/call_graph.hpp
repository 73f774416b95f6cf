#pragma once

#include "squall/service/spec.hpp"

#include "scenario/checks/checking.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace squall::scenario {

/// Which work makes which other work: requests of a class at an endpoint, at the fleets behind it,
/// at what their handlers call. A call that names no handler hands its own class on.
class CallGraph {
 public:
  struct Edge {
    std::size_t to;
    double times;                             // how often, for one request, where all are healthy
    const service::CallStep* call = nullptr;  // null from a balancer to a fleet
    Place place;                              // of the call
  };

  /// Requests of one class at one thing: a balancer, a fleet or a database.
  struct Work {
    std::string_view at;
    std::string request_class;  // 'default' for all that nothing tells apart
    const Fleet* fleet = nullptr;
    const service::Steps* steps = nullptr;    // of a fleet
    const DistributionSpec* query = nullptr;  // of a database
    Saying saying;                            // to a balancer
    std::vector<Edge> edges;
  };

  /// Follows every class of every client, and every probe, as far as it goes.
  explicit CallGraph(const Checking& checking);

  static constexpr std::size_t most_followed = 300'000;  // steps and edges

  /// Whether all was followed; a scenario may be too large for it.
  bool complete() const { return complete_; }

  const std::vector<Work>& works() const { return works_; }

  /// Each before those that ask for it; without what stands on a cycle it is complete.
  const std::vector<std::size_t>& callees_first() const { return callees_first_; }

  /// The work that a client's requests of a class begin with; nothing where nobody answers.
  const std::size_t* entry(const std::string& client, const std::string& request_class) const;

  /// Calls that lead back to where they came from: the works on the way, the first once more. Not
  /// all where they are very many.
  struct Cycle {
    std::vector<std::size_t> works;
    Place place;
  };
  const std::vector<Cycle>& cycles() const { return cycles_; }

 private:
  struct Visit {
    std::size_t work;
    std::size_t next_edge = 0;
  };

  void add_entries(const Checking& checking, const std::string& name,
                   const traffic::ClientSpec& client);
  std::size_t work(const Checking& checking, const std::string& endpoint,
                   const std::string& request_class, const std::string& client = {});
  std::string told_apart(const Checking& checking, const std::string& endpoint,
                         const std::string& request_class) const;
  void expand(const Checking& checking, std::size_t index);
  double expand_steps(const Checking& checking, const std::string& request_class,
                      const service::Steps& steps, const Place& at, double times,
                      std::vector<Edge>& edges);
  void put_in_order();
  void add_cycle(const std::vector<Visit>& open);

  std::set<std::string_view> handlers_;  // the names of those of all services
  std::set<std::string> with_rules_;     // the balancers, and the records that lead to them
  std::vector<Work> works_;
  std::map<std::tuple<std::string, std::string, std::string>, std::size_t> known_;
  std::map<std::pair<std::string, std::string>, std::size_t> entries_;
  std::vector<std::size_t> callees_first_;
  std::vector<Cycle> cycles_;
  std::size_t followed_ = 0;  // steps and edges
  bool complete_ = true;
};

}  // namespace squall::scenario
