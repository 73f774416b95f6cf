// Counts what an engine, and clients with retries, allocate once they have grown to their working
// size: nothing. And what an open request costs in memory.

#include "squall/core/engine.hpp"
#include "squall/core/lane.hpp"
#include "squall/core/random.hpp"
#include "squall/core/ziggurat.hpp"
#include "squall/traffic/closed_client.hpp"
#include "squall/traffic/open_client.hpp"

#include "allocations/counted.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

std::uint64_t squall::test::allocations = 0;

namespace {

std::uint64_t bytes = 0;

using namespace squall;
using test::allocations;

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

// Answers two of three attempts well or badly when the next ones come, and never the third.
class Moody final : public service::Endpoint {
 public:
  explicit Moody(service::Exchange& exchange) : exchange_(exchange) {}

  void offer(service::AttemptId attempt) override {
    const std::uint64_t mood = ++offered_ % 3;
    if (mood == 0) return;
    const std::uint16_t status = mood == 1 ? 200 : 503;
    exchange_.answer(attempt, {service::Outcome::Kind::answered, status});
  }
  void abandon(service::AttemptId) override {}

 private:
  service::Exchange& exchange_;
  std::uint64_t offered_ = 0;
};

class Mute final : public service::Endpoint {
 public:
  void offer(service::AttemptId) override {}
  void abandon(service::AttemptId) override {}
};

traffic::ClientSpec shoppers(double rate) {
  traffic::ClientSpec spec;
  spec.rate.constant = {rate};
  spec.retry.attempts = 3;
  spec.timeout = 1s;
  spec.requests = {{"buy", {}}, {"look", {}}};
  return spec;
}

bool quiet_clients() {
  Engine engine;
  service::Exchange exchange;
  Moody moody(exchange);
  traffic::OpenClient open(engine, {exchange, moody}, shoppers(10'000), {"open", 1, {0, 1}, {}});
  traffic::ClientSpec visitors = shoppers(0);
  visitors.users = 10'000;
  visitors.think.form = distributions::Exponential{1s};
  traffic::ClosedClient closed(engine, {exchange, moody}, visitors, {"closed", 1, {0, 1}, {}});
  open.start();
  closed.start();
  engine.run_until(Time(100s));
  const std::uint64_t before = allocations;
  engine.run_until(Time(110s));
  const std::uint64_t made = allocations - before;
  std::printf("clients: %llu allocations in 10 s at 20,000 requests/s\n",
              static_cast<unsigned long long>(made));
  return made == 0;
}

// How many bytes a request takes whose first attempt, or whose second one, is open.
double bytes_of_open_request(int attempt) {
  Engine engine;
  service::Exchange exchange;
  Mute mute;
  traffic::ClientSpec spec = shoppers(100'000);
  spec.timeout = attempt == 1 ? Duration(1h) : 10s;
  spec.retry.base = 0s;
  traffic::OpenClient client(engine, {exchange, mute}, spec, {"x", 1, {0, 1}, {}});
  client.start();
  const std::uint64_t before = bytes;
  engine.run_until(Time(9999ms));
  client.change_rate({});
  engine.run_until(Time(attempt == 1 ? 9999ms : 19999ms + 1ms));
  return static_cast<double>(bytes - before) / static_cast<double>(client.open());
}

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

}  // namespace

void* operator new(std::size_t size, std::align_val_t alignment) {
  ++squall::test::allocations;
  bytes += size;
  const auto step = static_cast<std::size_t>(alignment);
  if (void* memory = std::aligned_alloc(step, (size + step - 1) / step * step)) return memory;
  throw std::bad_alloc();
}
void* operator new(std::size_t size) {
  return operator new (size, std::align_val_t{alignof(std::max_align_t)});
}
// Not left to the library: that of a sanitizer does not hand arrays to the operators above.
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return operator new(size, alignment);
}
void* operator new[](std::size_t size) { return operator new(size); }
// Not inline: g++ would take free() for the wrong partner of a new that it has not inlined.
[[gnu::noinline]] void operator delete(void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete(void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
[[gnu::noinline]] void operator delete[](void* memory, std::align_val_t) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
  std::free(memory);
}

int main() {
  bool all = true;
  for (const auto kind : {core::QueueKind::wheel, core::QueueKind::heap})
    for (const std::uint32_t balls : {5u, 100u, 3000u}) all = quiet(kind, balls) && all;
  all = quiet_clients() && all;
  const double first = bytes_of_open_request(1);
  const double second = bytes_of_open_request(2);
  std::printf("an open request: %zu bytes, and on the heap %.1f, once it is tried again %.1f\n",
              Slab<service::Attempt>::bytes_an_item, first, second);
  all = Slab<service::Attempt>::bytes_an_item == 64 && first < 0.01 && all;
  all = balancing_is_quiet() && all;
  all = servers_are_quiet() && all;
  return all ? 0 : 1;
}
