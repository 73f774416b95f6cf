#pragma once

#include "squall/balancing/dns_answers.hpp"
#include "squall/balancing/draws.hpp"
#include "squall/balancing/target.hpp"
#include "squall/core/draw.hpp"
#include "squall/core/time.hpp"

#include <cstdint>
#include <vector>

namespace squall::balancing {

/// To which nodes the name of a balancer leads: each attempt comes from a client that took any of
/// the nodes that DNS told it, alike. A node that is withdrawn fades out; see DnsAnswers.
class NodeNames {
 public:
  static constexpr Duration ttl = 60s;

  /// A set of nodes; bit n is node n.
  using Nodes = std::uint32_t;

  /// All of them are named.  `purpose` is of the draws.
  NodeNames(NodeIndex count, std::uint64_t purpose);

  /// Only these from now on; all, where there is none among them.
  void name(Nodes nodes, Time now);

  Nodes all() const { return (Nodes{1} << count_) - 1; }

  /// What DNS says now.
  Nodes named() const { return answers_.last().nodes; }

  NodeIndex node_for(Key draws, Time now) const { return count_ == 1 ? 0 : drawn_node(draws, now); }

  NodeIndex node_for(const service::Attempt& attempt, Time now) const {
    return count_ == 1 ? 0 : drawn_node(draws_of(attempt), now);
  }

 private:
  struct Answer {
    Nodes nodes;
    std::vector<NodeIndex> list;
  };

  static Answer answer_of(Nodes nodes);
  NodeIndex drawn_node(Key draws, Time now) const;

  const NodeIndex count_;
  const std::uint64_t purpose_;
  DnsAnswers<Answer> answers_;
};

}  // namespace squall::balancing
