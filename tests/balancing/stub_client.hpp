#pragma once

#include "squall/core/engine.hpp"
#include "squall/service/endpoint.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace squall::test {

/// Somebody who sends requests when told to and remembers what came of them.
class StubClient final : public service::Caller {
 public:
  struct Answer {
    Time at;
    service::Outcome outcome;
  };

  StubClient(Engine& engine, service::Exchange& exchange)
      : engine_(engine), exchange_(exchange), self_(exchange.join(*this)) {}

  service::Endpoint* to = nullptr;
  std::vector<Answer> answers;
  std::vector<service::AttemptId> open;
  std::uint64_t sent = 0;

  void send() {
    service::Attempt attempt{};
    attempt.key = child(key_of(1, "client"), sent++);
    attempt.sent = engine_.now();
    attempt.caller = attempt.via = self_;
    const service::AttemptId id = exchange_.attempts.allocate(attempt);
    open.push_back(id);
    to->offer(id);
  }

  /// All requests come from one user from now on, on one connection until he opens another.
  void be_one_user() { exchange_.has_users(self_); }
  void open_another() { ++connection_; }

  /// Gives up the request that has been open for the number of places.
  void leave(std::size_t place) {
    const service::AttemptId id = open[place];
    to->abandon(id);
    forget(id);
  }

  void returned(service::AttemptId id, service::Outcome outcome) override {
    answers.push_back({engine_.now(), outcome});
    forget(id);
  }

  /// Everybody has an address of their own.
  service::Sender sender(const service::Attempt& attempt) const override {
    service::Sender sender;
    sender.address = static_cast<std::uint32_t>(attempt.key.word);
    sender.connection = connection_;
    if (exchange_.comes_again(self_)) sender.user = 0;
    return sender;
  }

  /// How many answers have this status.
  std::uint64_t count(int status) const {
    return static_cast<std::uint64_t>(
        std::count_if(answers.begin(), answers.end(), [status](const Answer& answer) {
          return answer.outcome.kind == service::Outcome::Kind::answered &&
                 answer.outcome.status == status;
        }));
  }

 private:
  void forget(service::AttemptId id) {
    open.erase(std::find(open.begin(), open.end(), id));
    exchange_.attempts.release(id);
  }

  Engine& engine_;
  service::Exchange& exchange_;
  service::CallerId self_;
  std::uint32_t connection_ = 0;
};

}  // namespace squall::test
