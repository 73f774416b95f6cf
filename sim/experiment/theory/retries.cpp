#include "squall/experiment/theory/retries.hpp"

#include "squall/core/invariant.hpp"

namespace squall::experiment::theory {

Retried retried(double failure, int attempts) {
  INVARIANT(failure >= 0 && failure <= 1 && attempts > 0);
  Retried its{0, 1};
  for (int i = 0; i < attempts; ++i) {
    its.attempts += its.failed;
    its.failed *= failure;
  }
  return its;
}

}  // namespace squall::experiment::theory
