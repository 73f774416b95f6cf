// Counts what the engine and the servers on it allocate once all has grown to its working size:
// nothing.

#include "squall/core/engine.hpp"
#include "squall/core/lane.hpp"
#include "squall/core/random.hpp"
#include "squall/core/ziggurat.hpp"
#include "squall/service/fleet.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

std::uint64_t allocations = 0;

using namespace squall;

struct Waiter {
  Time since;
  Hook hook;
};

// Keeps many calls pending in the queue and many items waiting in a lane.
class Juggler {
 public:
  Juggler(Engine& engine, std::uint32_t balls)
      : engine_(engine),
        random_(1, "juggler"),
        catch_(engine.bind<&Juggler::caught>(Phase::change, *this)),
        lane_(engine, waiters_, 2s, Phase::time_out, handler<&Juggler::gave_up>, *this) {
    for (std::uint32_t ball = 0; ball < balls; ++ball) caught(ball);
  }

 private:
  void caught(std::uint32_t ball) {
    engine_.after(from_seconds(standard_exponential(random_)), catch_, ball);
    lane_.join(waiters_.allocate(Waiter{engine_.now(), {}}));
  }

  void gave_up(std::uint32_t waiter) { waiters_.release(waiter); }

  Engine& engine_;
  Random random_;
  Call<std::uint32_t> catch_;
  Slab<Waiter> waiters_;
  Lane<&Waiter::hook, &Waiter::since> lane_;
};

bool quiet(core::QueueKind kind, std::uint32_t balls) {
  Engine engine(kind);
  Juggler juggler(engine, balls);
  for (std::uint32_t i = 0; i < 400 * balls + 100'000; ++i) engine.step();
  const std::uint64_t before = allocations;
  for (std::uint32_t i = 0; i < 100'000; ++i) engine.step();
  const std::uint64_t made = allocations - before;
  std::printf("%s, %u pending: %llu allocations in 100,000 events\n",
              kind == core::QueueKind::wheel ? "wheel" : "heap", balls,
              static_cast<unsigned long long>(made));
  return made == 0;
}

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
                   {service::CallStep{"orders.read", 5s}}};
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
  service::ClassId request_class(std::string_view) override { return 1; }

 private:
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
  service::Fleet fleet_;
  Random random_{1, "customer"};
  std::uint64_t ordinal_ = 0;
  service::CallerId as_caller_;
  Call<void> come_ = engine_.bind<&Customer::come>(Phase::arrival, *this);
};

}  // namespace

// Not inlined: g++ takes one that is for a mismatch with malloc.
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

int main() {
  bool all = true;
  for (const auto kind : {core::QueueKind::wheel, core::QueueKind::heap})
    for (const std::uint32_t balls : {5u, 100u, 3000u}) all = quiet(kind, balls) && all;
  all = Customer().quiet() && all;
  return all ? 0 : 1;
}
