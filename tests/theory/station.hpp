#pragma once

#include "squall/balancing/place.hpp"
#include "squall/core/random.hpp"
#include "squall/core/sampler.hpp"
#include "squall/service/fleet.hpp"

#include "service/shop.hpp"
#include "theory/estimate.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace squall::service::testing {

/// A client for theory: requests with random gaps, and a list of how long each took.
class Source final : public Caller {
 public:
  struct Plan {
    Distribution gaps;
    std::uint64_t requests = 0;
    std::optional<Distribution> patience;  ///< of those who leave if still in the backlog by then
    double again = 0;                      ///< how likely an answer makes the request come back
    ClassId request_class = 0;
    std::uint64_t seed = 1;
  };

  /// Requests visit all the endpoints, one after the other.
  Source(Engine& engine, Exchange& exchange, std::vector<Endpoint*> route, Plan plan)
      : engine_(engine),
        exchange_(exchange),
        route_(std::move(route)),
        plan_(std::move(plan)),
        gaps_(plan_.gaps),
        patience_(plan_.patience.value_or(Distribution::constant(0s))),
        arrivals_(plan_.seed, "source"),
        key_(key_of(plan_.seed, "source/requests")),
        as_caller_(exchange.join(*this)),
        come_(engine.bind<&Source::come>(Phase::arrival, *this)),
        leave_(engine.bind<&Source::leave>(Phase::time_out, *this)) {
    engine_.after(gaps_.duration(arrivals_), come_);
  }

  void returned(AttemptId id, Outcome outcome) override {
    if (outcome.kind == Outcome::Kind::refused) {
      refusals.push_back(1);
      return exchange_.attempts.release(id);
    }
    Attempt& attempt = exchange_.attempts[id];
    if (attempt.who + 1 < route_.size()) return visit(id, attempt.who + 1);
    if (plan_.again > 0 && arrivals_.uniform() < plan_.again) return visit(id, 0);
    close(id, 0);
  }

  std::vector<double> times;          ///< in seconds, warm-up left out
  std::vector<double> times_at[128];  ///< by the target in the attempts' `place`
  std::uint64_t sent = 0;
  std::vector<double> refusals;  ///< of each request: 1 where it was refused
  std::vector<double> leavings;  ///< of each: 1 where it left

 private:
  void come() {  // event
    if (++sent < plan_.requests) engine_.after(gaps_.duration(arrivals_), come_);
    const AttemptId id = exchange_.attempts.allocate(Attempt{.key = child(key_, sent),
                                                             .sent = engine_.now(),
                                                             .caller = as_caller_,
                                                             .via = as_caller_,
                                                             .request_class = plan_.request_class});
    const Token token = exchange_.attempts.token(id);
    const std::size_t decided = refusals.size();
    visit(id, 0);
    if (refusals.size() == decided) refusals.push_back(0);
    if (plan_.patience) engine_.after(patience_.duration(arrivals_), leave_, token);
  }

  void visit(AttemptId id, std::uint32_t stop) {
    Attempt& attempt = exchange_.attempts[id];
    attempt.who = stop;
    attempt.key = child(attempt.key, stop);
    route_[stop]->offer(id);
  }

  void leave(Token token) {  // event
    const Attempt* attempt = exchange_.attempts.find(token);
    if (attempt == nullptr || !attempt->at_server.linked()) return;
    route_.front()->abandon(token.index);
    close(token.index, 1);
  }

  void close(AttemptId id, double left) {
    const Attempt& attempt = exchange_.attempts[id];
    const double time = seconds(engine_.now() - attempt.sent);
    if (++closed_ > plan_.requests / 50) {
      times.push_back(time);
      leavings.push_back(left);
      times_at[balancing::Place::of(attempt.place).target].push_back(time);
    }
    exchange_.attempts.release(id);
  }

  Engine& engine_;
  Exchange& exchange_;
  std::vector<Endpoint*> route_;
  Plan plan_;
  Sampler gaps_;
  Sampler patience_;
  Random arrivals_;
  Key key_;
  CallerId as_caller_;
  Call<void> come_;
  Call<Token> leave_;
  std::uint64_t closed_ = 0;
};

inline Distribution poisson(double rate) {
  return Distribution::exponential(from_seconds(1 / rate));
}

inline constexpr int no_limit = 1'000'000;

/// `workers` for each of as many vCPUs: first come, first served.
inline ServiceSpec first_come(int workers, DistributionSpec work, int backlog = no_limit) {
  return service_of(workers, backlog, {cpu(std::move(work))});
}

/// All in service share the vCPUs.
inline ServiceSpec sharing(DistributionSpec work) {
  return service_of(100'000, 0, {cpu(std::move(work))});
}

/// Sends requests to one server until all have ended.
class Station {
 public:
  Station(const ServiceSpec& spec, int vcpus, Source::Plan plan)
      : shop(spec, vcpus),
        source(shop.engine, shop.exchange, {&shop.fleet.endpoint(0)}, std::move(plan)) {
    shop.engine.run();
    shop.fleet.check();
  }

  Observations times() const { return Observations(source.times); }

  double utilisation() const {
    return seconds(shop.server().cpu().used(shop.engine.now())) /
           seconds(shop.engine.now() - Time{}) / shop.server().cpu().vcpus();
  }

  Shop shop;
  Source source;
};

}  // namespace squall::service::testing
