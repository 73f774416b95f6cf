#include "squall/traffic/pieces.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace squall::traffic {

Pieces::Pieces(std::vector<Time> cuts) : cuts_(std::move(cuts)) {
  INVARIANT(cuts_.size() > 1);
  INVARIANT(std::adjacent_find(cuts_.begin(), cuts_.end(), std::greater_equal()) == cuts_.end());
}

std::size_t Pieces::at(Time born) const {
  const auto next = std::upper_bound(cuts_.begin(), cuts_.end(), born);
  return static_cast<std::size_t>(next - cuts_.begin()) - 1;
}

}  // namespace squall::traffic
