#include "squall/core/engine.hpp"
#include "squall/core/random.hpp"
#include "squall/core/ziggurat.hpp"
#include "squall/service/fleet.hpp"

#include "allocations/counted.hpp"

#include <cstdint>
#include <cstdio>

namespace {

using namespace squall;
using test::allocations;

/// Sends requests to a server that asks a database.
class Customer final : public service::Caller, public service::Directory {
 public:
  Customer() : fleet_(engine_, exchange_), as_caller_(exchange_.join(*this)) {
    service::DatabaseSpec orders;
    orders.queries["read"] = {distributions::Exponential{1s}};
    fleet_.add_server(fleet_.add(service::Service(orders, *this)), 2);
    service::ServiceSpec web;
    web.workers = 32;
    web.handler = {{service::Step::Cpu{{distributions::Lognormal{1s, 2}}}},
                   {service::Step::Wait{{distributions::Exponential{1s}}}},
                   {service::CallStep{.to = "orders.read", .timeout = 5s}},
                   {tried_again()}};
    web.connection_pools["orders"] = 20;
    fleet_.add_server(fleet_.add(service::Service(web, *this)), 2);
    come();
  }

  bool quiet() {
    for (int i = 0; i < 1'000'000; ++i) engine_.step();
    const std::uint64_t before = allocations;
    for (int i = 0; i < 100'000; ++i) engine_.step();
    const std::uint64_t made = allocations - before;
    std::printf("servers: %llu allocations in 100,000 events\n",
                static_cast<unsigned long long>(made));
    return made == 0;
  }

  void returned(service::AttemptId attempt, service::Outcome) override {
    exchange_.attempts.release(attempt);
  }

  service::Endpoint& endpoint(std::string_view) override { return fleet_.endpoint(0); }
  service::Connections& connections(std::string_view) override { return connections_; }
  service::ClassId request_class(std::string_view) override { return 1; }

 private:
  static service::CallStep tried_again() {
    service::CallStep call{.to = "orders.read", .timeout = 2s};
    call.retry.attempts = 3;
    call.retry.budget = Ratio{0.2};
    call.hedge = service::HedgeSpec{1s, 2};
    call.circuit_breaker = service::BreakerSpec{};
    return call;
  }

  void come() {  // event
    engine_.after(from_seconds(standard_exponential(random_)), come_);
    fleet_.endpoint(1).offer(exchange_.attempts.allocate(
        service::Attempt{.key = child(key_of(1, "customer"), ordinal_++),
                         .sent = engine_.now(),
                         .caller = as_caller_,
                         .via = as_caller_}));
  }

  Engine engine_;
  service::Exchange exchange_;
  service::Connections connections_;
  service::Fleet fleet_;
  Random random_{1, "customer"};
  std::uint64_t ordinal_ = 0;
  service::CallerId as_caller_;
  Call<void> come_ = engine_.bind<&Customer::come>(Phase::arrival, *this);
};

}  // namespace

bool servers_are_quiet() { return Customer().quiet(); }
