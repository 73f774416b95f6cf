#include "squall/experiment/replications.hpp"

#include "squall/core/draw.hpp"
#include "squall/core/invariant.hpp"
#include "squall/experiment/headlines.hpp"
#include "squall/world/world.hpp"

#include <algorithm>
#include <exception>
#include <limits>
#include <mutex>
#include <thread>
#include <utility>

namespace squall::experiment {

namespace {

constexpr std::size_t fewest = 10;  // runs before their spread tells anything

// How many runs there are when it is next asked whether they are enough.
std::size_t next_look(std::size_t runs) { return runs + std::max<std::size_t>(1, runs / 10); }

bool are_enough(const std::vector<world::Result>& runs, std::size_t count, double precision) {
  std::vector<const traffic::Tally*> totals;
  for (std::size_t i = 0; i < count; ++i) totals.push_back(&runs[i].totals);
  const Duration counted = runs.front().simulated - runs.front().measure_from;
  return is_precise(headlines_of(totals, counted), precision);
}

// Hands out runs to threads and takes what came of them.
class Runs {
 public:
  Runs(const world::Scenario& scenario, const Plan& plan, Watcher* watcher)
      : scenario_(scenario), plan_(plan), watcher_(watcher), end_(plan.runs) {
    results_.resize(plan.runs);
    ended_.resize(plan.runs, false);
  }

  void work() {
    while (const auto run = take()) {
      world::Scenario its = scenario_;
      its.seed = seed_of(scenario_.seed, *run);
      try {
        world::World world(its);
        world.run();
        put(*run, world.result());
      } catch (const InvariantBroken& broken) {
        give_up(*run, std::make_exception_ptr(BrokenRun{its.seed, broken}));
        return;
      } catch (...) {
        give_up(*run, std::current_exception());
        return;
      }
    }
  }

  std::vector<world::Result> take_all() {
    if (failure_ && failed_ <= end_) std::rethrow_exception(failure_);
    results_.resize(end_);
    return std::move(results_);
  }

 private:
  std::optional<std::size_t> take() {
    const std::lock_guard lock(mutex_);
    if (next_ >= end_) return std::nullopt;
    return next_++;
  }

  void put(std::size_t run, world::Result result) {
    const std::lock_guard lock(mutex_);
    results_[run] = std::move(result);
    ended_[run] = true;
    if (watcher_) watcher_->ended();
    while (complete_ < end_ && ended_[complete_]) {
      ++complete_;
      if (plan_.precision && complete_ == look_) {
        look_ = next_look(look_);
        if (are_enough(results_, complete_, *plan_.precision)) end_ = complete_;
      }
    }
  }

  // Of several that fail, the first.
  void give_up(std::size_t run, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (run >= end_) return;
    failed_ = end_ = run;
    failure_ = std::move(failure);
  }

  const world::Scenario& scenario_;
  const Plan& plan_;
  Watcher* watcher_;
  std::mutex mutex_;
  std::size_t end_;           // no run from here on counts
  std::size_t next_ = 0;      // to be taken
  std::size_t complete_ = 0;  // so many of the first have ended
  std::size_t look_ = fewest;
  std::vector<world::Result> results_;
  std::vector<bool> ended_;
  std::size_t failed_ = std::numeric_limits<std::size_t>::max();
  std::exception_ptr failure_;
};

}  // namespace

std::int64_t seed_of(std::int64_t seed, std::size_t run) {
  if (run == 0) return seed;
  const Key key = child(key_of(static_cast<std::uint64_t>(seed), "replications"), run);
  return static_cast<std::int64_t>(key.word >> 1);
}

std::vector<world::Result> replicate(const world::Scenario& scenario, const Plan& plan,
                                     Watcher* watcher) {
  INVARIANT(plan.runs > 0);
  Runs runs(scenario, plan, watcher);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads =
      std::min<std::size_t>(plan.threads == 0 ? cores : plan.threads, plan.runs);
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back([&] { runs.work(); });
    runs.work();
  }
  return runs.take_all();
}

}  // namespace squall::experiment
