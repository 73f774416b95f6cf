// Counts what a balancer allocates for requests and probes once the queue has grown to its size.

#include "squall/balancing/application_balancer.hpp"

#include "allocations/counted.hpp"

#include <cstdint>
#include <cstdio>
#include <deque>

using namespace squall;

namespace {

// Keeps one request in 16 for ever and answers the others after 3 ms.
class Desk final : public service::Endpoint {
 public:
  Desk(Engine& engine, service::Exchange& exchange)
      : exchange_(exchange),
        engine_(engine),
        finish_(engine.bind<&Desk::finish>(Phase::finish, *this)) {}

  void offer(service::AttemptId id) override {
    if (++offered_ % 16 != 0) engine_.after(3ms, finish_, exchange_.attempts.token(id));
  }
  void abandon(service::AttemptId) override {}

 private:
  void finish(Token token) {
    if (exchange_.attempts.find(token) != nullptr) exchange_.answer(token.index, {});
  }

  service::Exchange& exchange_;
  Engine& engine_;
  Call<Token> finish_;
  std::uint64_t offered_ = 0;
};

class Sender final : public service::Caller {
 public:
  explicit Sender(service::Exchange& exchange) : exchange_(exchange), self_(exchange.join(*this)) {}

  void send(service::Endpoint& to, Time now) {
    service::Attempt attempt{};
    attempt.key = child(key_of(1, "sender"), ++sent_);
    attempt.sent = now;
    attempt.caller = attempt.via = self_;
    to.offer(exchange_.attempts.allocate(attempt));
  }

  void returned(service::AttemptId attempt, service::Outcome) override {
    exchange_.attempts.release(attempt);
  }

 private:
  service::Exchange& exchange_;
  const service::CallerId self_;
  std::uint64_t sent_ = 0;
};

}  // namespace

bool balancing_is_quiet() {
  Names names;
  Journal journal(names);
  Engine engine;
  service::Exchange exchange;
  const balancing::Setting setting{engine, exchange, journal};
  const std::vector<balancing::Node> nodes{{names.id("a"), names.id("a")},
                                           {names.id("b"), names.id("b")}};
  balancing::TargetGroupSpec group_spec;
  group_spec.health_check.interval = 5s;
  group_spec.health_check.unhealthy_threshold = 1000;  // health changes may write to the journal
  balancing::TargetGroup group(setting, group_spec, {names.id("web"), key_of(1, "web")}, nodes);
  balancing::LoadBalancerSpec spec;
  spec.idle_timeout = 1s;
  balancing::ApplicationBalancer balancer(setting, spec, {names.id("front"), key_of(1, "front")},
                                          nodes);
  const balancing::Forward forward{&group, Weight{1}};
  service::Endpoint& port = balancer.listen(80, {&forward, 1});
  std::deque<Desk> desks;
  for (int i = 0; i < 20; ++i) {
    group.register_target({&desks.emplace_back(engine, exchange), names.id("web"), names.id("a")},
                          balancing::healthy);
  }
  Sender sender(exchange);
  const auto requests = [&](int count) {
    for (int i = 0; i < count; ++i) {
      sender.send(port, engine.now());
      engine.run_until(engine.now() + Duration(500us));
    }
  };
  requests(1'000'000);
  const std::uint64_t before = test::allocations;
  requests(100'000);
  const std::uint64_t made = test::allocations - before;
  std::printf("balancer, 20 targets: %llu allocations in 100,000 requests\n",
              static_cast<unsigned long long>(made));
  balancer.check();
  return made == 0 && balancer.counts().made_504 > 10'000;
}
