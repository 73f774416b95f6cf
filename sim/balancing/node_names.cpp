#include "squall/balancing/node_names.hpp"

#include <numeric>
#include <utility>

namespace squall::balancing {

namespace {

constexpr std::uint64_t age_purpose = hash_of("node_names/age");

std::vector<NodeIndex> first_nodes(NodeIndex count) {
  std::vector<NodeIndex> nodes(count);
  std::iota(nodes.begin(), nodes.end(), NodeIndex{0});
  return nodes;
}

}  // namespace

NodeNames::NodeNames(NodeIndex count, std::uint64_t purpose)
    : all_(first_nodes(count)), purpose_(purpose) {
  answers_.push_back({Time{}, all(), all_});
}

void NodeNames::name(Nodes nodes, Time now) {
  if (nodes == 0) nodes = all();
  if (nodes == named()) return;
  std::vector<NodeIndex> list;
  for (const NodeIndex node : all_)
    if (nodes >> node & 1) list.push_back(node);
  // What was said no longer than this instant nobody has heard.
  if (answers_.back().since == now) answers_.pop_back();
  while (answers_.size() > 1 && answers_[1].since + ttl <= now) answers_.erase(answers_.begin());
  if (!answers_.empty()) settled_at_ = now + ttl;
  answers_.push_back({now, nodes, std::move(list)});
}

NodeIndex NodeNames::node_while_changing(Key draws, Time now) const {
  Draw draw(draws, child(Key{purpose_}, age_purpose).word);
  const Time asked =
      now -
      Duration(static_cast<std::int64_t>(below(draw, static_cast<std::uint64_t>(ttl.count()))));
  std::size_t answer = answers_.size() - 1;
  while (answer > 0 && answers_[answer].since > asked) --answer;
  return pick(answers_[answer], draws);
}

}  // namespace squall::balancing
