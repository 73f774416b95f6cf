#pragma once

#include "squall/balancing/application_balancer.hpp"
#include "squall/balancing/classic_balancer.hpp"
#include "squall/balancing/defaults.hpp"
#include "squall/balancing/network_balancer.hpp"

#include "service/shop.hpp"
#include "support/witness.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace squall::test {

/// A balancer before servers that ask a database, with a witness at every joint. All is quick: a
/// request takes some 10 ms, a health check 20 ms.
class Street {
 public:
  struct Setup {
    int nodes = 2;
    int servers = 3;
    service::ServiceSpec service;
    int vcpus = 2;  ///< of each server and of the database
    balancing::TargetGroupSpec group = quick_group();
    Duration idle_timeout = 40ms;
    balancing::BalancerType type = balancing::BalancerType::application;
  };

  static balancing::TargetGroupSpec quick_group() {
    balancing::TargetGroupSpec spec;
    spec.health_check.interval = 20ms;
    spec.health_check.timeout = 10ms;
    spec.health_check.demand = 100us;
    spec.deregistration_delay = 30ms;
    return spec;
  }

  static service::DatabaseSpec orders() {
    return service::testing::database_of({{"read", service::testing::exponential(3ms)}});
  }

  explicit Street(const Setup& setup)
      : setup_(setup),
        nodes_(nodes_of(setup.nodes)),
        group(setting_, group_of(setup), {names_.id("web"), key_of(1, "web")}, nodes_),
        balancer(balancer_of(setup)) {
    const balancing::Forward forward{&group, Weight{1}};
    door = &watch(balancer->listen(80, {&forward, 1}));
    const auto database = shop.add("orders", orders(), setup.vcpus);
    shop.introduce("orders", watch(shop.fleet.endpoint(database)));
    for (int i = 0; i < setup.servers; ++i) {
      const auto server = shop.add("web", setup.service, setup.vcpus);
      servers.push_back(server);
      enter(watch(shop.fleet.endpoint(server)), balancing::healthy);
    }
  }

  /// Registers a server of the street, once more.
  void enter_again(std::size_t server) { enter(at_server(server), {}); }

  Witness& watch(service::Endpoint& endpoint) {
    return witnesses.emplace_back(shop.exchange, endpoint);
  }

  /// Before the door, the database and the servers, in this order.
  Witness& at_server(std::size_t server) { return witnesses[2 + server]; }

  void run(Duration time) { shop.run(shop.engine.now() - Time{} + time); }

  void check() const {
    balancer->check();
    shop.fleet.check();
  }

  service::testing::Shop shop;

 private:
  void enter(service::Endpoint& endpoint, balancing::Health health) {
    group.register_target({&endpoint, names_.id("web"), names_.id("a")}, health);
  }

  std::vector<balancing::Node> nodes_of(int count) {
    std::vector<balancing::Node> nodes;
    for (int node = 0; node < count; ++node)
      nodes.push_back(
          {names_.id("front"), names_.id(std::string(1, static_cast<char>('a' + node)))});
    return nodes;
  }

  static balancing::LoadBalancerSpec spec_of(const Setup& setup) {
    balancing::LoadBalancerSpec spec;
    spec.type = setup.type;
    spec.idle_timeout = spec.tcp_idle_timeout = setup.idle_timeout;
    if (setup.type == balancing::BalancerType::classic)
      spec.connection_draining = {*setup.group.deregistration_delay};
    return spec;
  }

  static balancing::TargetGroupSpec group_of(const Setup& setup) {
    const bool classic = setup.type == balancing::BalancerType::classic;
    return classic ? completed(setup.group, spec_of(setup), "web") : setup.group;
  }

  std::unique_ptr<balancing::LoadBalancer> balancer_of(const Setup& setup) {
    const balancing::Identity front{names_.id("front"), key_of(1, "front")};
    if (setup.type == balancing::BalancerType::network)
      return std::make_unique<balancing::NetworkBalancer>(setting_, spec_of(setup), front, nodes_);
    if (setup.type == balancing::BalancerType::classic)
      return std::make_unique<balancing::ClassicBalancer>(setting_, spec_of(setup), front, nodes_);
    return std::make_unique<balancing::ApplicationBalancer>(setting_, spec_of(setup), front,
                                                            nodes_);
  }

  const Setup setup_;
  Names names_;
  Journal journal_{names_};
  const balancing::Setting setting_{shop.engine, shop.exchange, journal_};
  const std::vector<balancing::Node> nodes_;

 public:
  balancing::TargetGroup group;
  std::unique_ptr<balancing::LoadBalancer> balancer;
  std::deque<Witness> witnesses;
  std::vector<service::ServerId> servers;
  Witness* door = nullptr;
};

}  // namespace squall::test
