// Squall's engine under both models, written the way its own models are: a class for each thing,
// events as methods. No statistics beside the mean, as in every other program here.

#include "squall/core/draw.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/random.hpp"
#include "squall/core/slab.hpp"
#include "squall/core/ziggurat.hpp"

#include "peer.hpp"

#include <vector>

namespace {

using namespace squall;

Duration exponential(Random& random, double mean) {
  return from_seconds(mean * standard_exponential(random));
}

/// Events that come back a while after they have come.
class Juggler {
 public:
  Juggler(Engine& engine, std::uint64_t seed)
      : engine_(engine),
        random_(seed, "hold"),
        catch_(engine.bind<&Juggler::caught>(Phase::change, *this)) {}

  void throw_up(std::uint32_t ball) { engine_.after(exponential(random_, 1), catch_, ball); }

 private:
  void caught(std::uint32_t ball) { throw_up(ball); }  // event

  Engine& engine_;
  Random random_;
  Call<std::uint32_t> catch_;
};

/// A first-come queue of requests, as a ring that grows to what it has held.
class Backlog {
 public:
  bool empty() const { return first_ == end_; }

  void push(std::uint32_t request) {
    if (end_ - first_ == ring_.size()) grow();
    ring_[end_++ & (ring_.size() - 1)] = request;
  }

  std::uint32_t pop() { return ring_[first_++ & (ring_.size() - 1)]; }

 private:
  void grow() {
    std::vector<std::uint32_t> larger(ring_.empty() ? 8 : 2 * ring_.size());
    for (std::uint32_t i = first_; i != end_; ++i)
      larger[i & (larger.size() - 1)] = ring_[i & (ring_.size() - 1)];
    ring_.swap(larger);
  }

  std::vector<std::uint32_t> ring_;
  std::uint32_t first_ = 0;
  std::uint32_t end_ = 0;
};

struct Request {
  Time arrived;
};

/// Instances with a few workers each, in front of which requests queue.
class Fleet {
 public:
  Fleet(Engine& engine, const peer::W1& model)
      : engine_(engine),
        service_(model.seed, "service"),
        finish_(engine.bind<&Fleet::finish>(Phase::finish, *this)),
        instances_(model.instances, Instance{model.workers, {}}) {}

  void offer(std::uint32_t instance, std::uint32_t request) {
    Instance& chosen = instances_[instance];
    if (chosen.free_workers == 0) return chosen.backlog.push(request);
    --chosen.free_workers;
    serve(instance, request);
  }

  std::uint32_t arrive() { return requests_.allocate(Request{engine_.now()}); }
  std::uint64_t finished() const { return finished_; }
  double mean() const { return seconds(total_) / static_cast<double>(finished_); }

 private:
  struct Work {
    std::uint32_t instance;
    std::uint32_t request;
  };

  struct Instance {
    std::uint32_t free_workers;
    Backlog backlog;
  };

  void serve(std::uint32_t instance, std::uint32_t request) {
    engine_.after(exponential(service_, 1), finish_, Work{instance, request});
  }

  void finish(Work work) {  // event
    total_ += engine_.now() - requests_[work.request].arrived;
    ++finished_;
    requests_.release(work.request);
    Instance& instance = instances_[work.instance];
    if (instance.backlog.empty()) {
      ++instance.free_workers;
    } else {
      serve(work.instance, instance.backlog.pop());
    }
  }

  Engine& engine_;
  Random service_;
  Call<Work> finish_;
  std::vector<Instance> instances_;
  Slab<Request> requests_;
  Duration total_{};
  std::uint64_t finished_ = 0;
};

/// Sends requests to the instances in turn.
class Client {
 public:
  Client(Engine& engine, const peer::W1& model, Fleet& fleet)
      : engine_(engine),
        arrivals_(model.seed, "arrivals"),
        fleet_(fleet),
        arrive_(engine.bind<&Client::arrive>(Phase::arrival, *this)),
        mean_gap_(1 / model.arrivals_per_second()),
        instances_(model.instances) {
    wait();
  }

 private:
  void wait() { engine_.after(exponential(arrivals_, mean_gap_), arrive_); }

  void arrive() {  // event
    fleet_.offer(next_, fleet_.arrive());
    if (++next_ == instances_) next_ = 0;
    wait();
  }

  Engine& engine_;
  Random arrivals_;
  Fleet& fleet_;
  Call<void> arrive_;
  double mean_gap_;
  std::uint32_t instances_;
  std::uint32_t next_ = 0;
};

peer::HoldAnswer hold(const peer::Hold& model) {
  Engine engine;
  Juggler juggler(engine, model.seed);
  for (std::uint32_t ball = 0; ball < model.events; ++ball) juggler.throw_up(ball);
  while (engine.executed() < model.holds) engine.step();
  return {engine.executed(), seconds(engine.now() - Time{})};
}

peer::W1Answer w1(const peer::W1& model) {
  Engine engine;
  Fleet fleet(engine, model);
  Client client(engine, model, fleet);
  while (fleet.finished() < model.requests) engine.step();
  return {fleet.finished(), fleet.mean()};
}

}  // namespace

int main(int argc, char** argv) { return peer::run(argc, argv, hold, w1); }
