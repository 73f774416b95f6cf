#pragma once

#include "squall/balancing/cookies.hpp"
#include "squall/balancing/rule_book.hpp"
#include "squall/balancing/weighted_groups.hpp"
#include "squall/core/units.hpp"
#include "squall/service/endpoint.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace squall::balancing {

class ApplicationBalancer;
class ApplicationListener;

/// What becomes of a request.
struct Action {
  enum class Kind : std::uint8_t {
    forward,         ///< to one of the groups
    redirect,        ///< its client is told to ask elsewhere
    fixed_response,  ///< the balancer answers
    refusal,         ///< so it does, without being told to
  };

  Kind kind = Kind::forward;
  std::uint16_t status = 0;  ///< of the balancer's own answer
  Bytes body{};              ///< the length of that
  int next_port = 0;         ///< where a client that is redirected asks at once; 0: nowhere
  ApplicationListener* next = nullptr;  ///< the listener there
  std::optional<WeightedGroups> groups;
  std::unique_ptr<Cookies> cookies;  ///< by which users stay with their group
};

/// A port of an application balancer, and what becomes of the requests that come there.
class ApplicationListener final : public service::Endpoint {
 public:
  /// Requires: an action for each rule, in their order, and one for all else.
  ApplicationListener(ApplicationBalancer& balancer, RuleBook rules, std::vector<Action> actions);

  void offer(service::AttemptId attempt) override;
  void abandon(service::AttemptId attempt) override;

  /// The groups among which every request is shared, whatever it says. Null where that matters,
  /// and until the first has been judged.
  const WeightedGroups* groups_of_all() const { return groups_of_all_; }

  RuleBook::Verdict judge(const service::Exchange& exchange, const service::Attempt& attempt);

  const Action& action(std::uint32_t rule) const { return actions_[rule]; }

  /// There is a listener at the port, for those who are redirected there.
  void lead_to(int port, ApplicationListener& listener);

 private:
  ApplicationBalancer& balancer_;
  RuleBook rules_;
  std::vector<Action> actions_;
  const WeightedGroups* groups_of_all_ = nullptr;
};

}  // namespace squall::balancing
