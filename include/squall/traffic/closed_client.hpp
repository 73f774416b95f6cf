#pragma once

#include "squall/core/engine.hpp"
#include "squall/core/sampler.hpp"
#include "squall/service/requester.hpp"
#include "squall/traffic/client_ledger.hpp"
#include "squall/traffic/origins.hpp"
#include "squall/traffic/request_mix.hpp"
#include "squall/traffic/spec.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace squall::traffic {

/// Users who ask, wait until their request is settled, think, and ask again.
///
///   start --a part of a think time--> ask --settled--> think --> ask ..
///
/// A user begins anywhere in a first think time, alike, so that users do not come in step; or, with
/// `arrive`, when it says. Request
/// `ordinal` of a user has the key child(child(key_of(seed, "clients.NAME"), user), ordinal); its
/// class and the thinking after it are drawn by that. Where neither the request nor the thinking
/// took any time, the user waits `shortest_round`: a simulation must get on.
class ClosedClient final : private service::RequestOwner {
 public:
  static constexpr Duration shortest_round = 1ms;

  ClosedClient(Engine& engine, service::Destination destination, const ClientSpec& spec,
               const ClientContext& context);

  void start();  ///< the users begin

  ClientStats stats() const { return ledger_.stats(); }
  const ClientLedger& ledger() const { return ledger_; }

  /// Requests that count and are not settled.
  std::uint64_t open() const { return ledger_.open(); }

  const service::Requester::Counts& counts() const { return requester_.counts(); }

  service::CallerId caller() const { return requester_.id(); }

  std::uint32_t users() const { return static_cast<std::uint32_t>(ordinals_.size()); }

  /// Every balance holds; no user has more than one request.
  void check() const;

 private:
  void ask(std::uint32_t user);  // event
  Time first_request(std::uint32_t user) const;

  void met(const service::Request& request, service::Incident incident) override;
  void settled(const service::Request& request, service::Ending ending) override;
  service::Sender sender(const service::Request& request) const override;

  Engine& engine_;
  const Key key_;
  const Sampler think_;
  const std::optional<Time> arrive_;
  const Sampler spread_;
  Origins origins_;
  RequestMix mix_;
  ClientLedger ledger_;
  service::Requester requester_;
  Call<std::uint32_t> ask_;
  std::vector<std::uint32_t> ordinals_;  // of each user's next request
};

}  // namespace squall::traffic
