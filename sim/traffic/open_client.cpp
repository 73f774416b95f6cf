#include "squall/traffic/open_client.hpp"

namespace squall::traffic {

OpenClient::OpenClient(Engine& engine, service::Destination destination, const ClientSpec& spec,
                       const ClientContext& context)
    : engine_(engine),
      key_(key_of(context.seed, "clients." + context.name)),
      scale_(spec.scale),
      clock_(context.clock),
      arrivals_(Random(context.seed, "clients." + context.name + "/arrivals"),
                RateCurve(spec.rate, spec.scale, clock_), spec.arrivals),
      sessions_(spec.session),
      origins_(spec),
      has_users_(sessions_.go_on() || origins_.shared_connections() > 0),
      mix_(spec.requests, context.classes),
      ledger_(context),
      requester_(engine, destination, requester_spec(spec, context), *this),
      arrive_(engine.bind<&OpenClient::arrive>(Phase::arrival, *this)),
      ask_(engine.bind<&OpenClient::ask>(Phase::arrival, *this)) {
  if (has_users_) destination.exchange.has_users(requester_.id());
}

[[gnu::always_inline]] inline void OpenClient::plan(Time arrival) {
  ++plan_;
  if (arrival != never) engine_.at_beside(arrival, arrive_, plan_);
}

void OpenClient::start() { plan(arrivals_.next(engine_.now())); }

void OpenClient::change_rate(const RateSpec& rate) {
  plan(arrivals_.change(RateCurve(rate, scale_, clock_), engine_.now()));
}

[[gnu::always_inline]] inline void OpenClient::send(Key key, std::uint32_t user) {
  const service::ClassId request_class = mix_.choose(key);
  ledger_.sent(request_class, engine_.now());
  if (has_users_) origins_.use(user, engine_.now());
  requester_.send(key, request_class, user);
}

void OpenClient::arrive(std::uint64_t number) {
  if (number != plan_) return;  // by a rate that holds no more
  plan(arrivals_.next(engine_.now()));
  const Key key = child(key_, ordinal_++);
  if (sessions_.go_on()) return ask(sessions_.begin(key));
  send(key, origins_.shared_connections() > 0 ? origins_.connection_for(key) : 0);
}

void OpenClient::ask(std::uint32_t session) { send(sessions_.next_key(session), session); }

void OpenClient::met(const service::Request& request, service::Incident incident) {
  ledger_.met(request, incident);
  if (has_users_ && service::sends_one_more(incident)) origins_.hang_up(request.who);
}

service::Sender OpenClient::sender(const service::Request& request) const {
  if (!has_users_) return origins_.of_stranger(request.key);
  return origins_.of_user(request.who, sessions_.go_on() ? sessions_.visit(request.who) : 0);
}

void OpenClient::settled(const service::Request& request, service::Ending ending) {
  ledger_.settled(request, ending, engine_.now());
  if (has_users_ && ending >= service::Ending::timed_out) origins_.hang_up(request.who);
  if (!sessions_.go_on()) return;
  if (const auto thinking = sessions_.settled(request.who, request.key))
    engine_.after(*thinking, ask_, request.who);
}

void OpenClient::check() const {
  ledger_.check();
  requester_.check();
}

}  // namespace squall::traffic
