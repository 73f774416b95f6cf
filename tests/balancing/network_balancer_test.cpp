#include "squall/balancing/network_balancer.hpp"

#include "squall/balancing/defaults.hpp"

#include "balancing/stub_client.hpp"
#include "balancing/stub_target.hpp"
#include "support/catch.hpp"

#include <deque>
#include <string>
#include <vector>

using namespace squall;
using namespace squall::balancing;
using test::StubClient;
using test::StubTarget;
using Kind = service::Outcome::Kind;
using Mood = StubTarget::Mood;

namespace {

/// One client, an NLB with a node and two targets, which are probed each 30 s.
class Behind {
 public:
  explicit Behind(const TargetGroupSpec& spec = {})
      : group(setting_, completed(spec, balancer_spec(), "web"),
              {names_.id("web"), key_of(1, "web")}, nodes_, TargetGroup::FailOpen::all_nodes),
        balancer(setting_, balancer_spec(), {names_.id("front"), key_of(1, "front")}, nodes_),
        client(engine, exchange_) {
    const Forward forward{&group, Weight{1}};
    client.to = &balancer.listen(80, {&forward, 1});
    for (const char* name : {"web-1", "web-2"})
      group.register_target({&targets.emplace_back(engine, exchange_), names_.id(name), zone_},
                            healthy);
  }

  void send(int count) {
    for (int i = 0; i < count; ++i) client.send();
  }
  void run(Duration duration) { engine.run_until(engine.now() + duration); }

  std::uint64_t heard(Kind kind) const {
    std::uint64_t times = 0;
    for (const StubClient::Answer& answer : client.answers) times += answer.outcome.kind == kind;
    return times;
  }

  Engine engine;
  std::deque<StubTarget> targets;

 private:
  static LoadBalancerSpec balancer_spec() {
    LoadBalancerSpec spec;
    spec.type = BalancerType::network;
    spec.tcp_idle_timeout = 60s;
    return spec;
  }

  Names names_;
  service::Exchange exchange_;
  Journal journal_{names_};
  const NameId zone_ = names_.id("a");
  const Setting setting_{engine, exchange_, journal_};
  const std::vector<Node> nodes_{{names_.id("front/a"), zone_}};

 public:
  TargetGroup group;
  NetworkBalancer balancer;
  StubClient client;
};

TargetGroupSpec after_refusals(int unhealthy_threshold) {
  TargetGroupSpec spec;
  spec.health_check.unhealthy_threshold = unhealthy_threshold;
  return spec;
}

}  // namespace

TEST_CASE("connections that are refused in a row make a target unhealthy before any probe",
          "[balancing][network_balancer]") {
  Behind nlb(after_refusals(3));
  nlb.targets[0].mood = Mood::refuses;
  nlb.send(4);
  CHECK(nlb.heard(Kind::refused) == 2);
  CHECK(nlb.group.health(0) == healthy);
  nlb.send(2);
  CHECK(nlb.heard(Kind::refused) == 3);
  CHECK(nlb.group.health(0) == Health{HealthState::unhealthy, HealthReason::failed_health_checks});
  nlb.send(10);
  CHECK(nlb.heard(Kind::refused) == 3);
  CHECK(nlb.targets[0].probes == 0);
}

TEST_CASE("a connection that is taken starts the row of refusals anew",
          "[balancing][network_balancer]") {
  Behind nlb(after_refusals(2));
  for (const Mood mood : {Mood::refuses, Mood::answers, Mood::refuses, Mood::answers}) {
    nlb.targets[0].mood = mood;
    nlb.send(2);
  }
  CHECK(nlb.heard(Kind::refused) == 2);
  CHECK(nlb.group.health(0) == healthy);
}

TEST_CASE("a connection that is reset is no refusal", "[balancing][network_balancer]") {
  Behind nlb(after_refusals(2));
  nlb.targets[0].mood = Mood::hangs;
  nlb.send(8);
  nlb.targets[0].crash();
  CHECK(nlb.heard(Kind::reset) == 4);
  CHECK(nlb.group.health(0) == healthy);
}

TEST_CASE("who fell ill by refusing is healthy again by good probes alone",
          "[balancing][network_balancer]") {
  Behind nlb(after_refusals(2));
  nlb.targets[0].mood = Mood::refuses;
  nlb.send(4);
  nlb.targets[0].mood = Mood::answers;
  nlb.send(10);
  CHECK(nlb.targets[0].requests == 2);
  nlb.run(4 * 30s);
  CHECK(nlb.group.health(0).state == HealthState::unhealthy);
  nlb.run(30s);
  CHECK(nlb.group.health(0) == healthy);
}

TEST_CASE("connections to a target that refuses others in a row end when it falls ill",
          "[balancing][network_balancer]") {
  Behind nlb(after_refusals(2));
  nlb.targets[0].mood = Mood::hangs;
  nlb.send(2);
  CHECK(nlb.targets[0].held() == 1);
  nlb.targets[0].mood = Mood::refuses;
  nlb.send(4);
  CHECK(nlb.heard(Kind::reset) == 1);
  CHECK(nlb.targets[0].held() == 0);
  CHECK(nlb.balancer.flows()->elb_resets == 1);
}

TEST_CASE("who falls ill again has the whole draining interval before its connections end",
          "[balancing][network_balancer]") {
  TargetGroupSpec spec = after_refusals(2);
  spec.health_check.interval = 5s;
  spec.health_check.healthy_threshold = 2;
  spec.unhealthy_connection_termination = false;
  spec.unhealthy_draining_interval = 20s;
  Behind nlb(spec);
  nlb.targets[0].mood = Mood::hangs;
  nlb.send(2);
  nlb.targets[0].mood = Mood::refuses;
  nlb.send(4);
  CHECK(nlb.group.health(0).state == HealthState::unhealthy);
  nlb.targets[0].mood = Mood::answers;
  nlb.run(12s);
  CHECK(nlb.group.health(0) == healthy);
  nlb.targets[0].mood = Mood::refuses;
  nlb.send(4);
  CHECK(nlb.group.health(0).state == HealthState::unhealthy);
  nlb.run(15s);
  CHECK(nlb.targets[0].held() == 1);
  nlb.run(10s);
  CHECK(nlb.targets[0].held() == 0);
  CHECK(nlb.heard(Kind::reset) == 1);
}

TEST_CASE("an NLB forgets a silent connection and tells nobody", "[balancing][network_balancer]") {
  Behind nlb;
  nlb.targets[0].mood = nlb.targets[1].mood = Mood::hangs;
  nlb.send(1);
  nlb.run(59s);
  CHECK(nlb.balancer.counts().unheard == 0);
  CHECK(nlb.targets[0].held() + nlb.targets[1].held() == 1);
  nlb.run(2s);
  CHECK(nlb.balancer.counts().unheard == 1);
  CHECK(nlb.balancer.counts().open == 0);
  CHECK(nlb.targets[0].held() + nlb.targets[1].held() == 0);
  CHECK(nlb.client.answers.empty());
  nlb.balancer.check();
}

TEST_CASE("who leaves a connection that the NLB has forgotten is counted once",
          "[balancing][network_balancer]") {
  Behind nlb;
  nlb.targets[0].mood = nlb.targets[1].mood = Mood::hangs;
  nlb.send(2);
  nlb.run(30s);
  nlb.client.leave(0);
  nlb.run(31s);
  nlb.client.leave(0);
  CHECK(nlb.balancer.counts().client_gone == 1);
  CHECK(nlb.balancer.counts().unheard == 1);
  CHECK(nlb.balancer.flows()->client_resets == 1);
  CHECK(nlb.targets[0].held() + nlb.targets[1].held() == 0);
  nlb.balancer.check();
}
