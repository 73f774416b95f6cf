#pragma once

#include "squall/experiment/estimate.hpp"
#include "squall/experiment/replications.hpp"
#include "squall/world/result.hpp"
#include "squall/world/scenario.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace squall::experiment {

/// What is read of the runs of a scenario, to be held against theory.
struct Reading {
  enum class Kind : std::uint8_t {
    mean,        ///< seconds, of those answered well; as quantiles
    quantile,    ///< of all
    refused,     ///< a part of all
    failed,      ///< a part of all
    throughput,  ///< answered well, a second
    attempts,    ///< a request
  };

  Kind kind = Kind::mean;
  double part = 0;  ///< of a quantile

  friend bool operator==(const Reading&, const Reading&) = default;
};

/// A number that theory knows. Where it knows no more than two ends, `most` is above `exact`.
struct KnownNumber {
  Reading reading;
  double exact = 0;
  double most = exact;
};

/// A scenario of which theory knows some numbers.
struct KnownCase {
  std::string name;      ///< one word
  std::string system;    ///< in the words of queueing theory, short
  std::string sentence;  ///< what is simulated
  world::Scenario scenario;
  std::vector<KnownNumber> numbers;
};

/// Those that `squall verify` runs. What each leaves out at its begin is some ten times as long as
/// it takes to forget that it begins empty.
std::vector<KnownCase> known_cases();

/// Over so many runs, of the scenario that the reading is of.
Estimate read(const Reading& reading, const std::vector<world::Result>& runs);

/// How often and how long each case is run.
struct VerifyPlan {
  std::size_t runs = 60;
  int times_longer = 1;  ///< what counts of each run
  std::int64_t seed = 42;
  unsigned threads = 0;  ///< 0: one a core
};

/// A number of theory beside what came of the runs.
struct CheckedNumber {
  KnownNumber known;
  Estimate simulated;
  double standard_error = 0;
  double deviation = 0;  ///< of what is simulated, above theory, in standard errors

  /// At most so many standard errors.
  static constexpr double limit = 4;
  bool holds() const { return deviation >= -limit && deviation <= limit; }
};

struct CheckedCase {
  std::string name;
  std::string system;
  std::string sentence;
  std::vector<CheckedNumber> numbers;
};

struct Verification {
  std::vector<CheckedCase> cases;
  std::size_t runs = 0;

  std::size_t numbers() const;
  std::size_t failed() const;  ///< numbers that do not hold
  bool holds() const { return failed() == 0; }

  /// How likely a number or more would not hold if theory and simulation were at one, by Student's
  /// distribution.
  double chance_of_false_alarm() const;
};

/// The seed of one of the cases: no two have the same chance.
std::int64_t seed_of_case(std::int64_t seed, const std::string& name);

/// Runs the cases and holds what comes of them against theory. Throws BrokenRun.
/// Requires: at least two runs.
Verification verify(const std::vector<KnownCase>& cases, const VerifyPlan& plan,
                    Watcher* watcher = nullptr);

}  // namespace squall::experiment
