// The two models on the core of ns-3: Simulator::Schedule of member functions, requests as
// Ptr<Request>, its own random variables. A last word may name a scheduler; without one it is
// ns3::PriorityQueueScheduler, faster on both models than Map, Calendar and Heap.

#include "peer.hpp"

#include <cstdint>
#include <queue>
#include <string>
#include <vector>

#include <ns3/double.h>
#include <ns3/object-factory.h>
#include <ns3/ptr.h>
#include <ns3/random-variable-stream.h>
#include <ns3/rng-seed-manager.h>
#include <ns3/simple-ref-count.h>
#include <ns3/simulator.h>

namespace {

std::string scheduler = "ns3::PriorityQueueScheduler";

void set_up(std::uint64_t seed) {
  ns3::RngSeedManager::SetSeed(static_cast<std::uint32_t>(seed));
  ns3::Simulator::SetScheduler(ns3::ObjectFactory(scheduler));
}

ns3::Ptr<ns3::ExponentialRandomVariable> exponential(double mean) {
  auto variable = ns3::CreateObject<ns3::ExponentialRandomVariable>();
  variable->SetAttribute("Mean", ns3::DoubleValue(mean));
  return variable;
}

class HoldModel {
 public:
  explicit HoldModel(const peer::Hold& spec) : left_(spec.holds) {
    for (std::uint32_t i = 0; i < spec.events; ++i) put_back();
  }

 private:
  void put_back() {
    ns3::Simulator::Schedule(ns3::Seconds(delay_->GetValue()), &HoldModel::come_out, this);
  }

  void come_out() {
    put_back();
    if (--left_ == 0) ns3::Simulator::Stop();
  }

  ns3::Ptr<ns3::ExponentialRandomVariable> delay_ = exponential(1);
  std::uint64_t left_;
};

struct Request : ns3::SimpleRefCount<Request> {
  ns3::Time arrived = ns3::Simulator::Now();
};

class W1Model {
 public:
  explicit W1Model(const peer::W1& spec)
      : spec_(spec),
        gap_(exponential(1 / spec.arrivals_per_second())),
        instances_(spec.instances, {spec.workers, {}}) {
    expect_arrival();
  }

  peer::W1Answer answer() const {
    return {finished_, total_.GetSeconds() / static_cast<double>(finished_)};
  }

 private:
  struct Instance {
    std::uint32_t idle;
    std::queue<ns3::Ptr<Request>> waiting;
  };

  void expect_arrival() {
    ns3::Simulator::Schedule(ns3::Seconds(gap_->GetValue()), &W1Model::arrive, this);
  }

  void arrive() {
    expect_arrival();
    const ns3::Ptr<Request> request = ns3::Create<Request>();
    Instance& instance = instances_[arrivals_++ % instances_.size()];
    if (instance.idle > 0) {
      --instance.idle;
      serve(&instance, request);
    } else {
      instance.waiting.push(request);
    }
  }

  void serve(Instance* instance, const ns3::Ptr<Request>& request) {
    ns3::Simulator::Schedule(ns3::Seconds(demand_->GetValue()), &W1Model::finish, this, instance,
                             request);
  }

  void finish(Instance* instance, ns3::Ptr<Request> request) {
    total_ += ns3::Simulator::Now() - request->arrived;
    if (++finished_ == spec_.requests) ns3::Simulator::Stop();
    if (instance->waiting.empty()) {
      ++instance->idle;
    } else {
      serve(instance, instance->waiting.front());
      instance->waiting.pop();
    }
  }

  const peer::W1 spec_;
  ns3::Ptr<ns3::ExponentialRandomVariable> gap_;
  ns3::Ptr<ns3::ExponentialRandomVariable> demand_ = exponential(1);
  std::vector<Instance> instances_;
  std::uint64_t arrivals_ = 0;
  std::uint64_t finished_ = 0;
  ns3::Time total_;
};

peer::HoldAnswer hold(const peer::Hold& spec) {
  set_up(spec.seed);
  const HoldModel model(spec);
  ns3::Simulator::Run();
  return {spec.holds, ns3::Simulator::Now().GetSeconds()};
}

peer::W1Answer w1(const peer::W1& spec) {
  set_up(spec.seed);
  const W1Model model(spec);
  ns3::Simulator::Run();
  return model.answer();
}

}  // namespace

int main(int argc, char** argv) {
  const std::string last = argv[argc - 1];
  if (last.starts_with("ns3::")) scheduler = last;
  return peer::run(argc, argv, hold, w1);
}
