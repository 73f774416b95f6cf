// Counts what the engine allocates once its queue has grown to its working size: nothing.

#include "squall/core/engine.hpp"
#include "squall/core/lane.hpp"
#include "squall/core/random.hpp"
#include "squall/core/ziggurat.hpp"

#include "allocations/counted.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>

std::uint64_t squall::test::allocations = 0;

namespace {

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

void* operator new(std::size_t size) {
  ++squall::test::allocations;
  if (void* memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

int main() {
  bool all = true;
  for (const auto kind : {core::QueueKind::wheel, core::QueueKind::heap})
    for (const std::uint32_t balls : {5u, 100u, 3000u}) all = quiet(kind, balls) && all;
  all = balancing_is_quiet() && all;
  return all ? 0 : 1;
}
