#pragma once

#include "squall/balancing/spec.hpp"
#include "squall/service/message.hpp"

#include <string>
#include <utility>
#include <vector>

namespace squall::balancing {

using NamedRule = std::pair<const std::string, RuleSpec>;

/// The rules of a listener in the order in which they are tried.
std::vector<const NamedRule*> in_order(const ListenerSpec& listener);

/// Whether a rule takes such a message, from one of its addresses at least.
/// Requires: the message says which host it is for.
bool may_take(const RuleSpec& rule, const service::Message& message);

/// Whether every request that the `narrow` rule takes is one that the `wide` one takes.
bool covers(const RuleSpec& wide, const RuleSpec& narrow);

/// The protocol that a port of a balancer speaks.
WebProtocol protocol_of(int port);

/// The protocol that a redirect on this port leads to.
WebProtocol protocol_of(const RedirectSpec& redirect, int port);

/// Where a client that follows a redirect asks next, if that is a listener of the same balancer and
/// nothing else changes; else 0.
int followed_to(const RedirectSpec& redirect, int port, const LoadBalancerSpec& balancer);

}  // namespace squall::balancing
