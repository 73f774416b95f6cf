#pragma once

#include "squall/core/engine.hpp"
#include "squall/service/endpoint.hpp"

#include "support/catch.hpp"

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <utility>
#include <vector>

/// Does with each attempt what a rule says: answers it at once or after a while, or never. It
/// insists that its caller keeps the law: nothing is abandoned that it does not have.
class ScriptedEndpoint final : public squall::service::Endpoint {
 public:
  struct Reply {
    std::optional<squall::service::Outcome> outcome;  ///< absent: silence
    squall::Duration after{};
  };
  using Rule = std::function<Reply(const squall::service::Attempt&)>;

  ScriptedEndpoint(squall::Engine& engine, squall::service::Exchange& exchange, Rule rule)
      : engine_(engine),
        exchange_(exchange),
        rule_(std::move(rule)),
        answer_(engine.bind<&ScriptedEndpoint::answer>(squall::Phase::finish, *this)) {}

  void offer(squall::service::AttemptId id) override {
    const squall::service::Attempt attempt = exchange_.attempts[id];
    offered.push_back(attempt);
    REQUIRE(held_.insert(id).second);
    const Reply reply = rule_(attempt);
    if (!reply.outcome) return;
    planned_.push_back(*reply.outcome);
    const Plan plan{id, static_cast<std::uint32_t>(planned_.size() - 1)};
    tokens_.push_back(exchange_.attempts.token(id));
    if (reply.after == squall::Duration(0)) return answer(plan);
    engine_.after(reply.after, answer_, plan);
  }

  void abandon(squall::service::AttemptId id) override {
    REQUIRE(held_.erase(id) == 1);
    abandoned.push_back(exchange_.attempts[id].key);
  }

  std::size_t holds() const { return held_.size(); }

  std::vector<squall::service::Attempt> offered;  ///< as they were when they came
  std::vector<squall::Key> abandoned;
  int late = 0;  ///< answers to attempts that were gone

 private:
  struct Plan {
    squall::service::AttemptId attempt;
    std::uint32_t reply;
  };

  void answer(Plan plan) {  // event
    if (exchange_.attempts.find(tokens_[plan.reply]) == nullptr) {
      ++late;
      return;
    }
    REQUIRE(held_.erase(plan.attempt) == 1);
    exchange_.answer(plan.attempt, planned_[plan.reply]);
  }

  squall::Engine& engine_;
  squall::service::Exchange& exchange_;
  Rule rule_;
  squall::Call<Plan> answer_;
  std::set<squall::service::AttemptId> held_;
  std::vector<squall::service::Outcome> planned_;
  std::vector<squall::Token> tokens_;
};

/// Some answer at some time, or none: a pure function of the attempt's key, its number and a seed.
inline ScriptedEndpoint::Rule any_reply(std::uint64_t seed) {
  using squall::service::Outcome;
  return [seed](const squall::service::Attempt& attempt) -> ScriptedEndpoint::Reply {
    squall::Draw draw(squall::child(squall::child(attempt.key, attempt.number), seed), 77);
    const auto after = squall::Duration(std::chrono::milliseconds(draw.bits() % 4 * 50));
    switch (draw.bits() % 5) {
      case 0:
        return {};
      case 1:
        return {Outcome{Outcome::Kind::refused}, after};
      case 2:
        return {Outcome{Outcome::Kind::reset}, after};
      case 3:
        return {Outcome{Outcome::Kind::answered, 503}, after};
      default:
        return {Outcome{}, after};
    }
  };
}
