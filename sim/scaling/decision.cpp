#include "squall/scaling/decision.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace squall::scaling {

std::string reason_of(const Decision& decision) {
  const auto& all = decision.proposals;
  const auto its = std::find_if(
      all.begin(), all.end(), [&](const Proposal& each) { return each.policy == decision.winner; });
  std::string text = decision.winner;
  if (its != all.end()) text = fmt::format("{} ({}): {}", its->policy, its->alarm, its->reason);
  if (decision.limit == Limit::none) return text;
  const bool by_size = decision.limit == Limit::max_size || decision.limit == Limit::min_size;
  return by_size
             ? fmt::format("{}; {} keeps it from {}", text, word(decision.limit), decision.wanted)
             : fmt::format("{}; not {} yet: {}", text, decision.wanted, word(decision.limit));
}

}  // namespace squall::scaling
