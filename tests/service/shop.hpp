#pragma once

#include "squall/core/engine.hpp"
#include "squall/service/fleet.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace squall::service::testing {

inline DistributionSpec constant(Duration value) { return {distributions::Constant{value}}; }
inline DistributionSpec exponential(Duration mean) { return {distributions::Exponential{mean}}; }

inline Step cpu(DistributionSpec demand) { return {Step::Cpu{std::move(demand)}}; }
inline Step cpu(Duration demand) { return cpu(constant(demand)); }
inline Step wait(DistributionSpec time) { return {Step::Wait{std::move(time)}}; }
inline Step wait(Duration time) { return wait(constant(time)); }
inline Step call(std::string to) { return {CallStep{.to = std::move(to)}}; }
inline Step call(std::string to, Duration timeout) {
  return {CallStep{.to = std::move(to), .timeout = timeout}};
}
/// Pauses are none, so that an attempt follows another at once.
inline Step call(std::string to, Duration timeout, int attempts) {
  RetrySpec retry;
  retry.attempts = attempts;
  retry.base = Duration(0);
  return {CallStep{.to = std::move(to), .timeout = timeout, .retry = retry}};
}
inline Step parallel(Steps branches) { return {Step::Parallel{std::move(branches)}}; }
inline Step chance(double ratio, Steps then) {
  return {Step::Chance{Ratio{ratio}, std::move(then)}};
}
inline Step fail(int status) { return {FailStep{status}}; }

inline ServiceSpec service_of(int workers, int backlog, Steps handler) {
  ServiceSpec spec;
  spec.workers = workers;
  spec.backlog = backlog;
  spec.handler = std::move(handler);
  return spec;
}

inline DatabaseSpec database_of(std::map<std::string, DistributionSpec> queries) {
  DatabaseSpec spec;
  spec.queries = std::move(queries);
  return spec;
}

/// Somebody who can be asked and answers when told to.
class Neighbour final : public Endpoint {
 public:
  explicit Neighbour(Exchange& exchange) : exchange_(exchange) {}

  void offer(AttemptId attempt) override { open.push_back(attempt); }
  void abandon(AttemptId attempt) override {
    std::erase(open, attempt);
    ++abandoned;
  }

  void answer_all(Outcome outcome = {}) {
    for (const AttemptId attempt : std::exchange(open, {})) exchange_.answer(attempt, outcome);
  }

  std::vector<AttemptId> open;
  int abandoned = 0;

 private:
  Exchange& exchange_;
};

/// How a request went.
struct Answer {
  int request = 0;  ///< which one, from 0
  Duration at{};
  Outcome outcome;

  friend bool operator==(const Answer&, const Answer&) = default;
};

/// One server with an engine, and somebody who sends it requests and remembers the answers.
class Shop final : public Directory, public Caller {
 public:
  Shop() : fleet(engine, exchange), neighbour(exchange), as_caller_(exchange.join(*this)) {}

  explicit Shop(const ServiceSpec& spec, int vcpus = 1) : Shop() { add("web", spec, vcpus); }

  template <class Spec>
  ServerId add(const std::string& name, const Spec& spec, int vcpus) {
    const ServerId server = fleet.add_server(fleet.add(Service(spec, *this)), vcpus);
    introduce(name, fleet.endpoint(server));
    return server;
  }

  void introduce(const std::string& name, Endpoint& endpoint) { endpoints_[name] = &endpoint; }

  /// The number of the request.
  int send(ClassId request_class = 0, ServerId server = 0) {
    const auto request = static_cast<std::uint32_t>(attempts.size());
    return send_as(child(key_of(1, "shop"), request), request_class, 1, server);
  }

  int send_as(Key key, ClassId request_class, std::uint8_t number, ServerId server = 0) {
    return send_to(fleet.endpoint(server), key, request_class, number);
  }

  int send_to(Endpoint& endpoint, Key key, ClassId request_class = 0, std::uint8_t number = 1) {
    const auto request = static_cast<std::uint32_t>(attempts.size());
    const AttemptId attempt = exchange.attempts.allocate(Attempt{.key = key,
                                                                 .sent = engine.now(),
                                                                 .who = request,
                                                                 .caller = as_caller_,
                                                                 .via = as_caller_,
                                                                 .request_class = request_class,
                                                                 .number = number});
    attempts.push_back(attempt);
    endpoint.offer(attempt);
    return static_cast<int>(request);
  }

  void send_many(int count) {
    for (int i = 0; i < count; ++i) send();
  }

  void abandon(int request, ServerId server = 0) {
    const AttemptId attempt = attempts[static_cast<std::size_t>(request)];
    fleet.endpoint(server).abandon(attempt);
    exchange.attempts.release(attempt);
  }

  void run(Duration until) {
    engine.run_until(Time(until));
    fleet.check();
  }

  const Server& server() const { return fleet.server(0); }
  const Server::Counts& counts() const { return server().counts(); }

  void returned(AttemptId attempt, Outcome outcome) override {
    const int request = static_cast<int>(exchange.attempts[attempt].who);
    exchange.attempts.release(attempt);
    answers.push_back({request, engine.now() - Time{}, outcome});
  }

  Endpoint& endpoint(std::string_view name) override {
    const auto found = endpoints_.find(name);
    return found == endpoints_.end() ? neighbour : *found->second;
  }

  Connections& connections(std::string_view name) override {
    return connections_[std::string(name)];
  }

  ClassId request_class(std::string_view name) override {
    return classes_.try_emplace(std::string(name), static_cast<ClassId>(classes_.size() + 1))
        .first->second;
  }

  Engine engine;
  Exchange exchange;
  Fleet fleet;
  Neighbour neighbour;  // whom all names mean that were not added
  std::vector<AttemptId> attempts;
  std::vector<Answer> answers;

 private:
  std::map<std::string, Endpoint*, std::less<>> endpoints_;
  std::map<std::string, Connections> connections_;
  std::map<std::string, ClassId, std::less<>> classes_;
  CallerId as_caller_;
};

inline constexpr Outcome refused{Outcome::Kind::refused, 0};
inline constexpr Outcome reset{Outcome::Kind::reset, 0};
inline Outcome status(int code) {
  return {Outcome::Kind::answered, static_cast<std::uint16_t>(code)};
}

}  // namespace squall::service::testing
