// The two models on SimGrid's s4u: an event of `hold` is an actor that sleeps again and again, a
// worker of `w1` is an actor that waits for its instance's semaphore and sleeps as long as the
// service takes. Asking s4u's CPU model to execute the service instead takes about three times as
// long.

#include "peer.hpp"

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include <simgrid/s4u.hpp>
#include <xbt/random.hpp>

namespace {

namespace s4u = simgrid::s4u;

double exponential(double rate) { return simgrid::xbt::random::exponential(rate); }

/// An engine without command line, and one host on which all actors live.
class Stage {
 public:
  explicit Stage(std::uint64_t seed) {
    simgrid::xbt::random::set_mersenne_seed(static_cast<int>(seed));
    auto* const zone = s4u::create_full_zone("zone");
    host_ = zone->create_host("host", 1e9)->seal();
    zone->seal();
  }

  template <class Body>
  void act(const std::string& name, Body body) {
    s4u::Actor::create(name, host_, body);
  }

  /// The run ends when only such actors are left.
  template <class Body>
  void act_in_background(const std::string& name, Body body) {
    s4u::Actor::create(name, host_, body)->daemonize();
  }

  void run() { engine_.run(); }

 private:
  s4u::Engine engine_{"with_simgrid"};
  s4u::Host* host_ = nullptr;
};

peer::HoldAnswer hold(const peer::Hold& spec) {
  Stage stage(spec.seed);
  std::uint64_t made = 0;
  double now = 0;
  for (std::uint32_t i = 0; i < spec.events; ++i) {
    stage.act("event", [&made, &now, holds = spec.holds] {
      while (made < holds) {
        s4u::this_actor::sleep_for(exponential(1));
        if (++made == holds) now = s4u::Engine::get_clock();
      }
    });
  }
  stage.run();
  return {spec.holds, now};
}

struct Instance {
  s4u::SemaphorePtr ready = s4u::Semaphore::create(0);
  std::deque<double> arrived = {};
};

peer::W1Answer w1(const peer::W1& spec) {
  Stage stage(spec.seed);
  std::vector<Instance> instances(spec.instances);
  std::uint64_t finished = 0;
  double total = 0;

  for (Instance& instance : instances) {
    for (std::uint32_t i = 0; i < spec.workers; ++i) {
      stage.act_in_background("worker", [&instance, &finished, &total, &spec] {
        while (true) {
          instance.ready->acquire();
          const double arrived = instance.arrived.front();
          instance.arrived.pop_front();
          s4u::this_actor::sleep_for(exponential(1));
          if (finished == spec.requests) continue;
          ++finished;
          total += s4u::Engine::get_clock() - arrived;
        }
      });
    }
  }
  stage.act("arrivals", [&instances, &finished, &spec] {
    for (std::size_t turn = 0; finished < spec.requests; turn = (turn + 1) % instances.size()) {
      s4u::this_actor::sleep_for(exponential(spec.arrivals_per_second()));
      instances[turn].arrived.push_back(s4u::Engine::get_clock());
      instances[turn].ready->release();
    }
  });
  stage.run();
  return {finished, total / static_cast<double>(finished)};
}

}  // namespace

int main(int argc, char** argv) { return peer::run(argc, argv, hold, w1); }
