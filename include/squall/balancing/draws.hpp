#pragma once

#include "squall/service/attempt.hpp"

namespace squall::balancing {

/// What an attempt draws at a balancer: another try may find another node, group and target.
inline Key draws_of(const service::Attempt& attempt) { return child(attempt.key, attempt.number); }

}  // namespace squall::balancing
