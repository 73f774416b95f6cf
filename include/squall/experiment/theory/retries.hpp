#pragma once

namespace squall::experiment::theory {

/// What becomes of requests each attempt of which fails by chance, whatever became of the others.
struct Retried {
  double attempts = 1;  ///< of each request, on average
  double failed = 0;    ///< the part of requests whose last attempt fails
};

/// Requires: 0 <= failure <= 1, attempts > 0: how many there are at most.
Retried retried(double failure, int attempts);

}  // namespace squall::experiment::theory
