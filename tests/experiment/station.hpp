#pragma once

#include "squall/scenario/loader.hpp"

#include <string>

#include <fmt/format.h>

namespace squall::test {

/// M/M/1, first come, first served, with a mean service time of 10 ms; the times are in these.
inline world::Scenario queue(double load, double from, double until, int seed,
                             const std::string& more = "") {
  return scenario::load_text("queue.yaml",
                             fmt::format(R"(
region: us-east-1
duration: {}ms
measure_from: {}ms
seed: {}
instance_types: {{one: {{vcpus: 1, memory: 1GiB}}}}
services: {{web: {{workers: 1, backlog: 1000000, handler: {{cpu: {{exponential: 10ms}}}}}}}}
instances: {{web: {{instance_type: one, service: web}}}}
clients: {{users: {{to: web, rate: {}/s, timeout: 1h}}}}
{}
)",
                                         10 * until, 10 * from, seed, 100 * load, more))
      .scenario;
}

}  // namespace squall::test
