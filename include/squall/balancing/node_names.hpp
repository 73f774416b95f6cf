#pragma once

#include "squall/balancing/target.hpp"
#include "squall/core/draw.hpp"
#include "squall/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace squall::balancing {

/// To which nodes the name of a balancer leads. A client asks DNS once in `ttl` and keeps to what
/// it was told, so a node that is withdrawn fades out:
///
///   requests of the node   1/2 ------.
///                                      `-.
///                            0            `------
///                               withdrawn   +60 s
///
/// Each attempt comes from a client that has asked at any moment of the last `ttl`, alike, and took
/// any of the nodes that it was told, alike.
class NodeNames {
 public:
  static constexpr Duration ttl = 60s;

  /// A set of nodes; bit n is node n.
  using Nodes = std::uint32_t;

  /// All of them are named.  `purpose` is of the draws.
  NodeNames(NodeIndex count, std::uint64_t purpose);

  /// Only these from now on; all, where there is none among them.
  void name(Nodes nodes, Time now);

  Nodes all() const { return (Nodes{1} << all_.size()) - 1; }

  /// What DNS says now.
  Nodes named() const { return answers_.back().nodes; }

  NodeIndex node_for(Key draws, Time now) const {
    if (all_.size() == 1) return 0;
    if (now < settled_at_) return node_while_changing(draws, now);
    return pick(answers_.back(), draws);
  }

 private:
  struct Answer {
    Time since;
    Nodes nodes;
    std::vector<NodeIndex> list;
  };

  NodeIndex pick(const Answer& answer, Key draws) const {
    return answer.list[below(Draw(draws, purpose_), answer.list.size())];
  }
  NodeIndex node_while_changing(Key draws, Time now) const;

  const std::vector<NodeIndex> all_;
  const std::uint64_t purpose_;
  std::vector<Answer> answers_;  // those that clients may still have, in the order of time
  Time settled_at_{};            // from then on they have only the last
};

}  // namespace squall::balancing
