#pragma once

#include "squall/core/engine.hpp"
#include "squall/service/requester.hpp"
#include "squall/traffic/arrivals.hpp"
#include "squall/traffic/client_ledger.hpp"
#include "squall/traffic/local_clock.hpp"
#include "squall/traffic/origins.hpp"
#include "squall/traffic/request_mix.hpp"
#include "squall/traffic/sessions.hpp"
#include "squall/traffic/spec.hpp"

#include <cstdint>

namespace squall::traffic {

/// Sends requests at a rate, whatever becomes of those before: Arrivals from the stream
/// "clients.NAME/arrivals". The key of a request is child(key_of(seed, "clients.NAME"), ordinal),
/// and its class is drawn by it, so nothing but seed, name and the spec's `requests` matters.
///
/// With sessions, each arrival is a user who sends requests one after the other, thinks between
/// them and goes, however they end; that key is then the session's, and its requests have children
/// of it.
///
/// It goes on after the window, so that those who wait keep their company; see Window.
class OpenClient final : private service::RequestOwner {
 public:
  OpenClient(Engine& engine, service::Destination destination, const ClientSpec& spec,
             const ClientContext& context);

  void start();  ///< requests come from now on

  /// From now on by another rate, times the client's scale. Requires: started.
  void change_rate(const RateSpec& rate);

  ClientStats stats() const { return ledger_.stats(); }
  const ClientLedger& ledger() const { return ledger_; }

  /// Requests that count and are not settled.
  std::uint64_t open() const { return ledger_.open(); }

  const service::Requester::Counts& counts() const { return requester_.counts(); }

  service::CallerId caller() const { return requester_.id(); }

  void check() const;  ///< every balance holds

 private:
  void arrive(std::uint64_t plan);  // event
  void ask(std::uint32_t session);  // event
  void plan(Time arrival);
  void send(Key key, std::uint32_t user);

  void met(const service::Request& request, service::Incident incident) override;
  void settled(const service::Request& request, service::Ending ending) override;
  service::Sender sender(const service::Request& request) const override;

  Engine& engine_;
  const Key key_;
  const Ratio scale_;
  const LocalClock clock_;
  Arrivals arrivals_;
  Sessions sessions_;
  Origins origins_;
  const bool has_users_;  // who come again, or connections that stay
  RequestMix mix_;
  ClientLedger ledger_;
  service::Requester requester_;
  Call<std::uint64_t> arrive_;
  Call<std::uint32_t> ask_;
  std::uint64_t ordinal_ = 0;  // of the next arrival
  std::uint64_t plan_ = 0;     // the number of the one that holds
};

}  // namespace squall::traffic
