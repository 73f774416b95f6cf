#include "squall/world/follower.hpp"

namespace squall::world {

using service::Attempt;
using service::AttemptId;

void Follower::sent(AttemptId id, const Attempt& attempt) {
  const World::Sender sender = world_.sender(attempt);
  const bool wanted = wish_.client.empty() || wish_.client == sender.client;
  if (sender.client.empty() || !wanted || attempts_.size() >= wish_.first ||
      attempt.sent < wish_.from) {
    return;
  }
  Followed followed;
  followed.sent = attempt.sent;
  followed.client = sender.client;
  followed.request_class = sender.request_class;
  followed.number = attempt.number;
  followed.target = sender.asks_instance ? sender.to : "";
  open_[id] = {attempts_.size(), followed.target == wish_.target};
  attempts_.push_back(std::move(followed));
}

Followed* Follower::find(AttemptId id) {
  const auto place = open_.find(id);
  return place == open_.end() ? nullptr : &attempts_[place->second.place];
}

bool Follower::unwanted(const Open& open) const {
  return !wish_.target.empty() && !open.met_target;
}

void Follower::routed(AttemptId id, const service::Routing& routing) {
  Followed* const its = find(id);
  if (!its) return;
  if (!its->node.empty()) its->node += ", ";
  its->node += world_.name(routing.node);
  its->target = world_.name(routing.target);
  Open& open = open_.at(id);
  open.met_target = open.met_target || its->target == wish_.target;
  const bool goes_on = routing.target_zone == NameId::none;
  if (!goes_on && unwanted(open)) drop(id);
}

void Follower::started(AttemptId id) {
  if (Followed* const its = find(id)) its->started = world_.now();
}

void Follower::ended(AttemptId id, std::optional<service::Outcome> outcome) {
  Followed* const its = find(id);
  if (!its) return;
  if (unwanted(open_.at(id))) return drop(id);
  its->ended = world_.now();
  its->outcome = outcome;
  open_.erase(id);
}

// Those behind it move up.
void Follower::drop(AttemptId id) {
  const std::size_t gone = open_.at(id).place;
  open_.erase(id);
  attempts_.erase(attempts_.begin() + static_cast<std::ptrdiff_t>(gone));
  for (auto& [other, open] : open_)
    if (open.place > gone) --open.place;
}

}  // namespace squall::world
