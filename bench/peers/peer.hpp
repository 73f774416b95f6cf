#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <string_view>

/// What every program of the comparison shares: its command line and its one line of answer.
namespace peer {

/// A queue of `events`; the earliest is taken out and put back Exp(1) later, `holds` times.
struct Hold {
  std::uint32_t events;
  std::uint64_t holds;
  std::uint64_t seed;
};

/// Poisson arrivals go in turn to `instances`, each one queue in front of `workers`. Service times
/// are Exp(1), utilisation is 0.8, all start empty; ends when `requests` have finished.
struct W1 {
  std::uint32_t instances;
  std::uint32_t workers;
  std::uint64_t requests;
  std::uint64_t seed;

  double arrivals_per_second() const { return 0.8 * instances * workers; }
};

struct HoldAnswer {
  std::uint64_t count;  ///< holds made
  double now;           ///< seconds on the model's clock after the last one
};

struct W1Answer {
  std::uint64_t count;  ///< requests finished
  double mean;          ///< seconds between arrival and finish
};

/// The most memory this process has held, in KiB; 0 where the system does not tell. What wait4()
/// reports to a parent is no smaller than the parent itself, hence from inside.
inline unsigned long peak_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string word; status >> word;)
    if (word == "VmHWM:" && status >> word) return std::stoul(word);
  return 0;
}

/// Prints the one line of answer; `value` is called `name` in it.
inline void print(const char* model, std::uint64_t count, const char* name, double value) {
  std::printf("{\"model\": \"%s\", \"count\": %llu, \"%s\": %.9g, \"peak_kib\": %lu}\n", model,
              static_cast<unsigned long long>(count), name, value, peak_kib());
}

/// Reads `hold N HOLDS SEED` or `w1 INSTANCES WORKERS REQUESTS SEED`, runs that model and prints
/// its answer as JSON. Words after these are left to the caller. Returns the exit status.
inline int run(int argc, char** argv, HoldAnswer (*hold)(const Hold&), W1Answer (*w1)(const W1&)) {
  const std::string_view model = argc > 1 ? argv[1] : "";
  const auto number = [&](int i) { return std::stoull(argv[i]); };
  const auto small = [&](int i) { return static_cast<std::uint32_t>(number(i)); };
  try {
    if (model == "hold" && argc >= 5) {
      const HoldAnswer answer = hold({small(2), number(3), number(4)});
      print("hold", answer.count, "now", answer.now);
      return EXIT_SUCCESS;
    }
    if (model == "w1" && argc >= 6) {
      const W1Answer answer = w1({small(2), small(3), number(4), number(5)});
      print("w1", answer.count, "mean", answer.mean);
      return EXIT_SUCCESS;
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", argv[0], error.what());
    return EXIT_FAILURE;
  }
  std::fprintf(stderr,
               "usage: %s hold N HOLDS SEED\n"
               "       %s w1 INSTANCES WORKERS REQUESTS SEED\n",
               argv[0], argv[0]);
  return 2;
}

}  // namespace peer
