#pragma once

#include "squall/core/invariant.hpp"
#include "squall/world/result.hpp"
#include "squall/world/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace squall::experiment {

/// How many runs there are to be.
struct Plan {
  std::size_t runs = 20;  ///< with a precision: at most
  /// Enough is when every headline number is known to within this part of itself.
  std::optional<double> precision;
  unsigned threads = 0;  ///< 0: one a core
  /// At how many moments of each run it is noted how many requests are inside (Result::inside),
  /// which changes nothing else.
  std::size_t looks = 0;
  bool history = false;  ///< whether each result has one (world::Recording)
};

/// The seed of one of many runs. The first has the scenario's own; the others', and those of
/// scenarios with other seeds, have nothing to do with each other.
std::int64_t seed_of(std::int64_t seed, std::size_t run);

/// Something does not hold in a run that must: an error of Squall's own.
struct BrokenRun {
  std::int64_t seed = 0;
  InvariantBroken broken;
};

/// Hears of every run that has ended, from any thread but never from two at once.
class Watcher {
 public:
  virtual ~Watcher() = default;
  virtual void ended() = 0;

  /// Whether nobody wants to wait any longer. Asked often, from any thread.
  virtual bool stopped() const { return false; }
};

/// Runs a scenario again and again, each time with another seed, on all cores. What comes of it is
/// the same for any number of threads: whether there have been enough runs is asked of the first
/// so many, in their order, and what has been run beyond is forgotten. Where the watcher stops it,
/// those are left that had ended before any that had not; perhaps none.
/// Throws BrokenRun. Requires: the scenario has been checked and can be run.
std::vector<world::Result> replicate(const world::Scenario& scenario, const Plan& plan,
                                     Watcher* watcher = nullptr);

/// The same of several scenarios with the same seeds, side by side: the runs of each, and of all of
/// them equally many. Requires: the plan has no precision.
std::vector<std::vector<world::Result>> replicate_all(
    const std::vector<const world::Scenario*>& scenarios, const Plan& plan,
    Watcher* watcher = nullptr);

}  // namespace squall::experiment
