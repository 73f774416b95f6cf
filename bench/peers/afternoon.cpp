// What one would write in an afternoon: a std::priority_queue of std::function, requests in
// shared pointers, std::deque and the standard library's random numbers.

#include "peer.hpp"

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <queue>
#include <random>
#include <utility>
#include <vector>

namespace {

class Simulator {
 public:
  explicit Simulator(std::uint64_t seed) : generator_(seed) {}

  double now() const { return now_; }

  void after(double delay, std::function<void()> action) {
    events_.push({now_ + delay, next_order_++, std::move(action)});
  }

  void step() {
    const Event event = events_.top();
    events_.pop();
    now_ = event.when;
    event.action();
  }

  double exponential(double rate) {
    return std::exponential_distribution<double>(rate)(generator_);
  }

 private:
  struct Event {
    double when;
    std::uint64_t order;
    std::function<void()> action;

    bool operator<(const Event& other) const {
      return when != other.when ? when > other.when : order > other.order;
    }
  };

  std::priority_queue<Event> events_;
  std::mt19937_64 generator_;
  double now_ = 0;
  std::uint64_t next_order_ = 0;
};

class HoldModel {
 public:
  explicit HoldModel(const peer::Hold& spec) : simulator_(spec.seed) {
    for (std::uint32_t i = 0; i < spec.events; ++i) put_back();
  }

  peer::HoldAnswer run(std::uint64_t holds) {
    while (made_ < holds) simulator_.step();
    return {made_, simulator_.now()};
  }

 private:
  void put_back() {
    simulator_.after(simulator_.exponential(1), [this] {
      ++made_;
      put_back();
    });
  }

  Simulator simulator_;
  std::uint64_t made_ = 0;
};

struct Request {
  double arrived;
};

struct Instance {
  std::uint32_t idle;
  std::deque<std::shared_ptr<Request>> waiting;
};

class W1Model {
 public:
  explicit W1Model(const peer::W1& spec)
      : spec_(spec), simulator_(spec.seed), instances_(spec.instances, {spec.workers, {}}) {
    expect_arrival();
  }

  peer::W1Answer run() {
    while (finished_ < spec_.requests) simulator_.step();
    return {finished_, total_ / static_cast<double>(finished_)};
  }

 private:
  void expect_arrival() {
    simulator_.after(simulator_.exponential(spec_.arrivals_per_second()), [this] { arrive(); });
  }

  void arrive() {
    expect_arrival();
    auto request = std::make_shared<Request>(Request{simulator_.now()});
    Instance& instance = instances_[arrivals_++ % instances_.size()];
    if (instance.idle > 0) {
      --instance.idle;
      serve(instance, request);
    } else {
      instance.waiting.push_back(request);
    }
  }

  void serve(Instance& instance, std::shared_ptr<Request> request) {
    simulator_.after(simulator_.exponential(1), [this, &instance, request = std::move(request)] {
      finish(instance, *request);
    });
  }

  void finish(Instance& instance, const Request& request) {
    total_ += simulator_.now() - request.arrived;
    ++finished_;
    if (instance.waiting.empty()) {
      ++instance.idle;
    } else {
      serve(instance, instance.waiting.front());
      instance.waiting.pop_front();
    }
  }

  const peer::W1 spec_;
  Simulator simulator_;
  std::vector<Instance> instances_;
  std::uint64_t arrivals_ = 0;
  std::uint64_t finished_ = 0;
  double total_ = 0;
};

peer::HoldAnswer hold(const peer::Hold& spec) { return HoldModel(spec).run(spec.holds); }

peer::W1Answer w1(const peer::W1& spec) { return W1Model(spec).run(); }

}  // namespace

int main(int argc, char** argv) { return peer::run(argc, argv, hold, w1); }
