#include "squall/balancing/node_names.hpp"

namespace squall::balancing {

NodeNames::NodeNames(NodeIndex count, std::uint64_t purpose)
    : count_(count), purpose_(purpose), answers_(ttl, purpose, answer_of(all())) {}

NodeNames::Answer NodeNames::answer_of(Nodes nodes) {
  Answer answer{nodes, {}};
  for (NodeIndex node = 0; nodes >> node != 0; ++node)
    if (nodes >> node & 1) answer.list.push_back(node);
  return answer;
}

NodeIndex NodeNames::drawn_node(Key draws, Time now) const {
  const std::vector<NodeIndex>& told = answers_.heard(draws, now).list;
  return told[below(Draw(draws, purpose_), told.size())];
}

void NodeNames::name(Nodes nodes, Time now) {
  if (nodes == 0) nodes = all();
  if (nodes != named()) answers_.say(answer_of(nodes), now);
}

}  // namespace squall::balancing
