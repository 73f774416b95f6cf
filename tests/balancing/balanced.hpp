#pragma once

#include "squall/balancing/application_balancer.hpp"

#include "balancing/stub_client.hpp"
#include "balancing/stub_target.hpp"

#include <deque>
#include <string>
#include <vector>

namespace squall::test {

/// One client, one balancer with a node in each of so many zones, one group of stub targets.
class Balanced {
 public:
  struct Setup {
    int nodes = 1;
    int targets = 2;
    bool established = true;  ///< the targets are healthy from the start
    balancing::TargetGroupSpec group{};
    Duration idle_timeout = 60s;
    std::uint64_t seed = 1;
  };

  using Mood = StubTarget::Mood;

  Balanced() : Balanced(Setup{}) {}
  explicit Balanced(const Setup& setup)
      : setup_(setup),
        nodes_(nodes_of(setup.nodes)),
        group(setting_, setup.group, {names.id("web"), key_of(setup.seed, "web")}, nodes_),
        balancer(setting_, balancer_spec(), {names.id("front"), key_of(setup.seed, "front")},
                 nodes_),
        client(engine, exchange) {
    const balancing::Forward forward{&group, Weight{1}};
    client.to = &balancer.listen(80, {&forward, 1});
    for (int target = 0; target < setup.targets; ++target) add(setup.established);
  }

  balancing::TargetId add(bool established = false, const char* zone = "a") {
    StubTarget& stub = targets.emplace_back(engine, exchange);
    const NameId name = names.id("web-" + std::to_string(targets.size()));
    return group.register_target({&stub, name, names.id(zone)},
                                 established ? balancing::healthy : balancing::Health{});
  }

  void send(int count = 1) {
    for (int i = 0; i < count; ++i) client.send();
  }

  /// Sends one request every so often.
  void send_every(Duration gap, Duration during) {
    for (const Time end = engine.now() + during; engine.now() < end; run(gap)) client.send();
  }

  void run(Duration duration) { engine.run_until(engine.now() + duration); }

  void all_targets(Mood mood) {
    for (StubTarget& target : targets) target.mood = mood;
  }

  std::vector<std::uint64_t> requests() const {
    std::vector<std::uint64_t> counts;
    for (const StubTarget& target : targets) counts.push_back(target.requests);
    return counts;
  }

  std::vector<std::string> journal_texts() const {
    std::vector<std::string> texts;
    for (const auto& record : journal.records()) texts.push_back(journal.text(record));
    return texts;
  }

  Names names;
  Engine engine;
  service::Exchange exchange;
  Journal journal{names};

 private:
  std::vector<balancing::Node> nodes_of(int count) {
    std::vector<balancing::Node> nodes;
    for (int node = 0; node < count; ++node) {
      const std::string zone(1, static_cast<char>('a' + node));
      nodes.push_back({names.id("front/" + zone), names.id(zone)});
    }
    return nodes;
  }

  balancing::LoadBalancerSpec balancer_spec() const {
    balancing::LoadBalancerSpec spec;
    spec.idle_timeout = setup_.idle_timeout;
    return spec;
  }

  const Setup setup_;
  const balancing::Setting setting_{engine, exchange, journal};
  const std::vector<balancing::Node> nodes_;

 public:
  std::deque<StubTarget> targets;
  balancing::TargetGroup group;
  balancing::ApplicationBalancer balancer;
  StubClient client;
};

}  // namespace squall::test
