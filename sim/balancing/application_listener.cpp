#include "squall/balancing/application_listener.hpp"

#include "squall/balancing/application_balancer.hpp"
#include "squall/core/invariant.hpp"

#include <utility>

namespace squall::balancing {

namespace {

Action refusal() {
  Action action;
  action.kind = Action::Kind::refusal;
  action.status = 405;
  return action;
}

}  // namespace

ApplicationListener::ApplicationListener(ApplicationBalancer& balancer, RuleBook rules,
                                         std::vector<Action> actions)
    : balancer_(balancer), rules_(std::move(rules)), actions_(std::move(actions)) {
  INVARIANT(actions_.size() == rules_.refused());
  actions_.push_back(refusal());
}

void ApplicationListener::offer(service::AttemptId attempt) { balancer_.receive(attempt, *this); }

void ApplicationListener::abandon(service::AttemptId attempt) { balancer_.abandon(attempt); }

RuleBook::Verdict ApplicationListener::judge(const service::Exchange& exchange,
                                             const service::Attempt& attempt) {
  const Action& first = actions_.front();
  if (rules_.size() == 0 && first.groups && !first.cookies && exchange.messages.plain())
    groups_of_all_ = &*first.groups;
  return rules_.judge(exchange, attempt);
}

void ApplicationListener::lead_to(int port, ApplicationListener& listener) {
  for (Action& action : actions_)
    if (action.next_port == port) action.next = &listener;
}

}  // namespace squall::balancing
