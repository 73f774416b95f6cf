#pragma once

#include "squall/core/engine.hpp"
#include "squall/service/endpoint.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace squall::test {

/// An instance that does as it is told.
class StubTarget final : public service::Endpoint {
 public:
  enum class Mood : std::uint8_t { answers, hangs, refuses, gone };

  StubTarget(Engine& engine, service::Exchange& exchange)
      : engine_(engine),
        exchange_(exchange),
        finish_(engine.bind<&StubTarget::finish>(Phase::finish, *this)) {
    held_.reserve(4096);
    doubt();
  }
  StubTarget(const StubTarget&) = delete;
  StubTarget& operator=(const StubTarget&) = delete;

  Mood mood = Mood::answers;
  std::uint16_t status = 200;
  Duration takes{};  ///< from the offer to the answer; 0 is at once

  std::uint64_t requests = 0;
  std::uint64_t probes = 0;
  std::uint64_t abandoned = 0;

  void offer(service::AttemptId id) override {
    ++(exchange_.attempts[id].request_class == service::probe_class ? probes : requests);
    if (mood == Mood::refuses) return answer(id, {service::Outcome::Kind::refused, 0});
    if (mood == Mood::answers && takes == Duration(0)) return answer(id, {{}, status});
    const Token token = exchange_.attempts.token(id);
    held_.push_back(token);
    if (mood == Mood::answers) engine_.after(takes, finish_, token);
  }

  void abandon(service::AttemptId id) override {
    ++abandoned;
    forget(exchange_.attempts.token(id));
  }

  /// Its process dies: what it had is reset, what comes is refused.
  void crash() {
    mood = Mood::refuses;
    std::vector<Token> lost;
    lost.swap(held_);
    for (const Token token : lost) answer(token.index, {service::Outcome::Kind::reset, 0});
  }

  std::size_t held() const { return held_.size(); }

 private:
  bool is_reachable() const override { return mood != Mood::gone; }

  void finish(Token token) {  // event
    if (forget(token)) answer(token.index, {{}, status});
  }

  void answer(service::AttemptId id, service::Outcome outcome) { exchange_.answer(id, outcome); }

  bool forget(Token token) {
    const auto place = std::find(held_.begin(), held_.end(), token);
    if (place == held_.end()) return false;
    *place = held_.back();
    held_.pop_back();
    return true;
  }

  Engine& engine_;
  service::Exchange& exchange_;
  Call<Token> finish_;
  std::vector<Token> held_;
};

}  // namespace squall::test
