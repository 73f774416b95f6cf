#include "squall/service/routing/turn.hpp"

#include <algorithm>

namespace squall::service {

void Turn::find_place(std::span<const Candidate> eligible) {
  const auto next = std::lower_bound(eligible.begin(), eligible.end(), least_);
  place_ = static_cast<std::size_t>(next - eligible.begin());
}

}  // namespace squall::service
