#include "squall/experiment/replications.hpp"

#include "squall/core/draw.hpp"
#include "squall/core/invariant.hpp"
#include "squall/experiment/headlines.hpp"
#include "squall/world/world.hpp"

#include <algorithm>
#include <exception>
#include <limits>
#include <mutex>
#include <optional>
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
  const Duration counted = runs.front().counted();
  return is_precise(headlines_of(totals, counted), precision);
}

// How often a run looks whether anybody still waits for it, where nobody asks for more looks.
constexpr std::size_t usual_looks = 256;

// To its end, and what was inside where somebody wants to know; nothing where it was stopped on the
// way. Each look is in the middle of its part of the run.
std::optional<world::Result> run(world::World& world, Duration duration, const Plan& plan,
                                 const Watcher* watcher) {
  const std::size_t looks = plan.looks > 0 ? plan.looks : watcher ? usual_looks : 0;
  std::vector<double> inside;
  for (std::size_t i = 0; i < looks; ++i) {
    if (watcher && watcher->stopped()) return std::nullopt;
    world.run_until(Time(duration / static_cast<std::int64_t>(2 * looks) *
                         static_cast<std::int64_t>(2 * i + 1)));
    if (plan.looks > 0) inside.push_back(static_cast<double>(world.inside()));
  }
  world.run();
  world::Result result = world.result();
  result.inside = std::move(inside);
  return result;
}

// Hands out runs to threads and takes what came of them. Those of all scenarios with one seed come
// after each other.
class Runs {
 public:
  Runs(std::vector<const world::Scenario*> scenarios, const Plan& plan, Watcher* watcher)
      : scenarios_(std::move(scenarios)),
        plan_(plan),
        watcher_(watcher),
        end_(plan.runs),
        results_(scenarios_.size()),
        ended_(plan.runs, 0) {
    for (auto& each : results_) each.resize(plan.runs);
  }

  void work() {
    while (const auto job = take()) {
      const std::size_t number = *job / scenarios_.size();
      const std::size_t which = *job % scenarios_.size();
      world::Scenario its = *scenarios_[which];
      its.seed = seed_of(scenarios_.front()->seed, number);
      try {
        world::World world(its, {plan_.history});
        auto result = run(world, its.duration, plan_, watcher_);
        if (!result) return;
        put(number, which, std::move(*result));
      } catch (const InvariantBroken& broken) {
        give_up(*job, std::make_exception_ptr(BrokenRun{its.seed, broken}));
        return;
      } catch (...) {
        give_up(*job, std::current_exception());
        return;
      }
    }
  }

  std::vector<std::vector<world::Result>> take_all() {
    if (failure_ && failed_ < end_ * scenarios_.size()) std::rethrow_exception(failure_);
    for (auto& each : results_) each.resize(complete_);
    return std::move(results_);
  }

 private:
  std::optional<std::size_t> take() {
    const std::lock_guard lock(mutex_);
    if (next_ >= end_ * scenarios_.size() || next_ >= failed_) return std::nullopt;
    return next_++;
  }

  void put(std::size_t number, std::size_t which, world::Result result) {
    const std::lock_guard lock(mutex_);
    results_[which][number] = std::move(result);
    ++ended_[number];
    if (watcher_) watcher_->ended();
    while (complete_ < end_ && ended_[complete_] == scenarios_.size()) {
      ++complete_;
      if (plan_.precision && complete_ == look_) {
        look_ = next_look(look_);
        if (are_enough(results_.front(), complete_, *plan_.precision)) end_ = complete_;
      }
    }
  }

  // Of several that fail, the first; and none that nobody would have needed.
  void give_up(std::size_t job, std::exception_ptr failure) {
    const std::lock_guard lock(mutex_);
    if (job >= std::min(failed_, end_ * scenarios_.size())) return;
    failed_ = job;
    failure_ = std::move(failure);
  }

  const std::vector<const world::Scenario*> scenarios_;
  const Plan& plan_;
  Watcher* watcher_;
  std::mutex mutex_;
  std::size_t end_;           // no run from here on counts
  std::size_t next_ = 0;      // to be taken: a run of a scenario
  std::size_t complete_ = 0;  // so many of the first have ended, of all scenarios
  std::size_t look_ = fewest;
  std::vector<std::vector<world::Result>> results_;  // by scenario
  std::vector<std::size_t> ended_;                   // of how many scenarios each has
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
  return std::move(replicate_all({&scenario}, plan, watcher).front());
}

std::vector<std::vector<world::Result>> replicate_all(
    const std::vector<const world::Scenario*>& scenarios, const Plan& plan, Watcher* watcher) {
  INVARIANT(plan.runs > 0 && !scenarios.empty());
  INVARIANT(scenarios.size() == 1 || !plan.precision);
  Runs runs(scenarios, plan, watcher);
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads =
      std::min<std::size_t>(plan.threads == 0 ? cores : plan.threads, plan.runs * scenarios.size());
  {
    std::vector<std::jthread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back([&] { runs.work(); });
    runs.work();
  }
  return runs.take_all();
}

}  // namespace squall::experiment
