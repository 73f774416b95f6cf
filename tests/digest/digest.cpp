// Prints what a seed gives, one line for each thing: name and digest. The lines are the same from
// every compiler and in WebAssembly; expected.txt holds them.

#include "squall/core/draw.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/histogram.hpp"
#include "squall/core/lane.hpp"
#include "squall/core/random.hpp"
#include "squall/core/sampler.hpp"
#include "squall/core/special.hpp"
#include "squall/core/time_weighted.hpp"
#include "squall/core/timer.hpp"

#include <cinttypes>
#include <cstdio>

using namespace squall;

namespace {

constexpr std::uint64_t seed = 20'260'101;
constexpr std::uint64_t draws = 100'000;

class Digest {
 public:
  explicit Digest(const char* name) : name_(name) {}
  ~Digest() { std::printf("%s %016" PRIx64 "\n", name_, state_); }

  Digest(const Digest&) = delete;
  Digest& operator=(const Digest&) = delete;

  void add(std::uint64_t word) { state_ = mix(state_ + golden_step) ^ word; }
  void add(double value) { add(portable::same_bits<std::uint64_t>(value)); }
  void add(Duration value) { add(static_cast<std::uint64_t>(value.count())); }

 private:
  const char* name_;
  std::uint64_t state_ = 0;
};

void words_of_a_stream() {
  Digest digest("stream");
  Random stream(seed, "digest/words");
  for (std::uint64_t i = 0; i < draws; ++i) digest.add(stream.bits());
  for (std::uint64_t i = 1; i < draws; ++i) digest.add(stream.below(i));
}

void words_of_keys() {
  Digest digest("keyed");
  for (std::uint64_t i = 0; i < draws; ++i) {
    Draw draw(child(key_of(seed, "digest/words"), i), hash_of("purpose"));
    digest.add(draw.bits());
    digest.add(draw.uniform());
  }
}

template <class Function>
void function(const char* name, double low, double high, Function value) {
  Digest digest(name);
  Random points(seed, name);
  for (std::uint64_t i = 0; i < draws; ++i)
    digest.add(value(low + (high - low) * points.uniform()));
}

void functions() {
  function("exp", -745, 710, [](double x) { return portable::exp(x); });
  function("expm1", -5, 5, portable::expm1);
  function("log", 0, 10, portable::log);
  function("log1p", -1, 5, portable::log1p);
  function("pow", 0, 50, [](double x) { return portable::pow(x, 25 - x); });
  function("sqrt", 0, 1e6, portable::sqrt);
  function("erfc", -3, 20, portable::erfc);
  function("gamma", 0, 140, portable::gamma);
}

void distribution(const char* name, const Distribution& distribution) {
  const Sampler sampler(distribution);
  Digest digest(name);
  digest.add(mean(distribution));
  digest.add(variance(distribution));
  Random stream(seed, name);
  const Key key = key_of(seed, name);
  for (std::uint64_t i = 0; i < draws; ++i) {
    digest.add(sampler.seconds(stream));
    digest.add(sampler.duration(Draw(child(key, i), 1)));
  }
}

void distributions() {
  using D = Distribution;
  distribution("constant", D::constant(17ms));
  distribution("exponential", D::exponential(10ms));
  distribution("normal", D::normal(10ms, 0.8));
  distribution("lognormal", D::lognormal(8ms, 1.5));
  distribution("erlang", D::erlang(10ms, 3));
  distribution("hyperexponential", D::hyperexponential(10ms, 2.5));
  distribution("uniform", D::uniform(3ms, 11ms));
  distribution("pareto", D::pareto(1.3, 1ms, 10s));
  distribution("weibull", D::weibull(10ms, 0.6));
  distribution("empirical", D::empirical({3ms, 1ms, 2ms, 2ms, 9ms}));
  distribution("mixture", D::mixture({{0.9, D::lognormal(2ms, 0.5)}, {0.1, D::exponential(90ms)}}));
}

void histogram() {
  const Sampler latency(Distribution::lognormal(20ms, 3));
  Random stream(seed, "digest/histogram");
  Histogram histogram;
  for (std::uint64_t i = 0; i < draws; ++i) histogram.record(latency.duration(stream));
  Digest digest("histogram");
  for (int i = 0; i <= 100; ++i) digest.add(histogram.quantile(i / 100.0));
  digest.add(histogram.mean());
  digest.add(histogram.stddev());
  digest.add(histogram.count_above(100ms).most);
}

void time_weighted() {
  Random stream(seed, "digest/time_weighted");
  TimeWeighted queue;
  Time now;
  Digest digest("time_weighted");
  for (std::uint64_t i = 0; i < draws; ++i) {
    now += Duration(static_cast<std::int64_t>(stream.below(1'000'000) + 1));
    queue.set(now, static_cast<std::int64_t>(stream.below(100)));
    digest.add(mean({}, queue.read(now)));
  }
}

struct Waiter {
  Time since;
  Hook hook;
};

// Calls at many equal times, a lane from which some leave, and a timer that is moved about.
class Bustle {
 public:
  Bustle(Engine& engine, Digest& digest)
      : engine_(engine),
        digest_(digest),
        random_(seed, "digest/engine"),
        come_(engine.bind<&Bustle::come>(Phase::arrival, *this)),
        go_(engine.bind<&Bustle::go>(Phase::finish, *this)),
        bell_(engine, Phase::alarm, handler<&Bustle::ring>, *this),
        lane_(engine, waiters_, 20ms, Phase::time_out, handler<&Bustle::give_up>, *this) {
    for (std::uint32_t i = 0; i < 50; ++i) engine_.after(1ms * i, come_, i);
  }

 private:
  Duration pause() { return 1ms * static_cast<std::int64_t>(random_.below(40)); }

  void come(std::uint32_t who) {
    note(1, who);
    const std::uint32_t waiter = waiters_.allocate(Waiter{engine_.now(), {}});
    lane_.join(waiter);
    engine_.after(pause(), go_, waiters_.token(waiter));
    engine_.after(pause(), come_, who);
    if (who % 7 == 0) bell_.start(pause());
  }

  void go(Token token) {
    note(2, token.index);
    if (!waiters_.find(token)) return;
    lane_.leave(token.index);
    waiters_.release(token.index);
  }

  void give_up(std::uint32_t waiter) {
    note(3, waiter);
    waiters_.release(waiter);
  }

  void ring() { note(4, 0); }

  void note(std::uint64_t what, std::uint64_t who) {
    digest_.add(engine_.now() - Time{});
    digest_.add(what << 32 | who);
  }

  Engine& engine_;
  Digest& digest_;
  Random random_;
  Slab<Waiter> waiters_;
  Call<std::uint32_t> come_;
  Call<Token> go_;
  Timer bell_;
  Lane<&Waiter::hook, &Waiter::since> lane_;
};

void engine(const char* name, core::QueueKind kind) {
  Digest digest(name);
  Engine engine(kind);
  Bustle bustle(engine, digest);
  for (std::uint64_t i = 0; i < draws; ++i) engine.step();
}

}  // namespace

int main() {
  words_of_a_stream();
  words_of_keys();
  functions();
  distributions();
  histogram();
  time_weighted();
  engine("engine_on_a_wheel", core::QueueKind::wheel);
  engine("engine_on_a_heap", core::QueueKind::heap);
}
