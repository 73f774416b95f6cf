#pragma once

#include "squall/core/draw.hpp"
#include "squall/service/routing/algorithm.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace squall::service {

/// Any of them, each as likely.  Requires: there is one.
inline Candidate one_of(std::span<const Candidate> candidates, Draw& draw) {
  return candidates[below(draw, candidates.size())];
}

/// Two of them, different where there are two; each pair and order as likely.
/// Requires: there is one.
inline std::pair<Candidate, Candidate> two_of(std::span<const Candidate> candidates, Draw& draw) {
  const std::uint64_t first = below(draw, candidates.size());
  if (candidates.size() == 1) return {candidates[first], candidates[first]};
  const std::uint64_t second = below(draw, candidates.size() - 1);
  return {candidates[first], candidates[second < first ? second : second + 1]};
}

}  // namespace squall::service
