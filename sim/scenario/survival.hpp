#pragma once

#include "scenario/checks/call_graph.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace squall::scenario {

/// What is gone.
struct Loss {
  std::set<std::string, std::less<>> zones;
  std::string_view fleet;  // its only instance
  std::string_view database;
  const network::LinkSpec* link = nullptr;
};

/// Whether requests are answered while something is gone.
class Survival {
 public:
  Survival(const world::Scenario& scenario, const Topology& topology, const CallGraph& graph);

  /// The parts of the world that may be lost from now on, until the next call.
  void lose(const Loss& loss);

  /// Whether all requests of a client get an answer.
  bool serves(const std::string& client, const traffic::ClientSpec& spec);

  /// What all questions so far have cost.
  std::size_t looks() const { return looks_; }

 private:
  enum class Answer : std::uint8_t { unknown, yes, no };

  bool answers(std::size_t work);
  bool ask(std::size_t work);
  bool answers_here(const CallGraph::Work& work);
  bool balances(const CallGraph::Work& work);
  bool resolves(const CallGraph::Work& work, const balancing::DnsRecordSpec& record);
  bool has_nodes(const std::string& balancer) const;
  bool has_a_zone(const std::vector<std::string>& zones) const;
  bool reaches(std::string_view from, std::string_view to) const;
  std::string_view region_of(const CallGraph::Work& work) const;

  const world::Scenario& scenario_;
  const Topology& topology_;
  const CallGraph& graph_;
  Loss loss_;
  std::optional<network::Paths> paths_;  // without a link that is gone
  std::map<std::pair<const Fleet*, std::string_view>, std::size_t> of_fleets_;  // works, by class
  std::vector<Answer> known_;                                                   // by work
  std::size_t looks_ = 0;  // at works and their edges
};

}  // namespace squall::scenario
