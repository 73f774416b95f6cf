#include "squall/traffic/closed_client.hpp"

#include "squall/core/bits.hpp"
#include "squall/core/distribution_spec.hpp"
#include "squall/core/invariant.hpp"

#include <cstddef>

namespace squall::traffic {

namespace {

constexpr std::uint64_t think_purpose = hash_of("client/think");

std::size_t scaled(int users, Ratio scale) {
  return static_cast<std::size_t>(users * scale.value + 0.5);
}

std::optional<Time> arrival_of(const ClientSpec& spec, const ClientContext& context) {
  if (!spec.arrive) return std::nullopt;
  return Time(context.clock.since_start(spec.arrive->at));
}

}  // namespace

ClosedClient::ClosedClient(Engine& engine, service::Destination destination, const ClientSpec& spec,
                           const ClientContext& context)
    : engine_(engine),
      key_(key_of(context.seed, "clients." + context.name)),
      think_(to_distribution(spec.think)),
      arrive_(arrival_of(spec, context)),
      spread_(to_distribution(spec.arrive ? spec.arrive->spread : DistributionSpec())),
      origins_(spec),
      mix_(spec.requests, context.classes),
      ledger_(context),
      requester_(engine, destination, requester_spec(spec, context), *this),
      ask_(engine.bind<&ClosedClient::ask>(Phase::arrival, *this)),
      ordinals_(scaled(spec.users, spec.scale)) {
  destination.exchange.has_users(requester_.id());
}

void ClosedClient::start() {
  for (std::uint32_t user = 0; user < users(); ++user) engine_.at(first_request(user), ask_, user);
}

Time ClosedClient::first_request(std::uint32_t user) const {
  Draw draw(child(key_, user), think_purpose);
  if (arrive_) return *arrive_ + spread_.duration(draw);
  const double part = draw.uniform();
  return engine_.now() + from_seconds(part * seconds(think_.duration(draw)));
}

void ClosedClient::ask(std::uint32_t user) {
  const Key key = child(child(key_, user), ordinals_[user]++);
  const service::ClassId request_class = mix_.choose(key);
  ledger_.sent(request_class, engine_.now());
  origins_.use(user, engine_.now());
  requester_.send(key, request_class, user);
}

void ClosedClient::met(const service::Request& request, service::Incident incident) {
  ledger_.met(request, incident);
  if (service::sends_one_more(incident)) origins_.hang_up(request.who);
}

service::Sender ClosedClient::sender(const service::Request& request) const {
  return origins_.of_user(request.who, 0);
}

void ClosedClient::settled(const service::Request& request, service::Ending ending) {
  ledger_.settled(request, ending, engine_.now());
  if (ending >= service::Ending::timed_out) origins_.hang_up(request.who);
  const Duration thinking = think_.duration(Draw(request.key, think_purpose));
  const bool took_time = thinking > 0s || engine_.now() > request.born;
  engine_.after(took_time ? thinking : shortest_round, ask_, request.who);
}

void ClosedClient::check() const {
  ledger_.check();
  requester_.check();
  const auto& counts = requester_.counts();
  INVARIANT(counts.trying + counts.pausing <= users());
}

}  // namespace squall::traffic
