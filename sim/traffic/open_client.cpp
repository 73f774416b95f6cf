#include "squall/traffic/open_client.hpp"

namespace squall::traffic {

OpenClient::OpenClient(Engine& engine, service::Destination destination, const ClientSpec& spec,
                       const ClientContext& context)
    : engine_(engine),
      key_(key_of(context.seed, "clients." + context.name)),
      scale_(spec.scale),
      arrivals_(Random(context.seed, "clients." + context.name + "/arrivals"),
                RateCurve(spec.rate, spec.scale)),
      mix_(spec.requests, context.classes),
      ledger_(context),
      requester_(engine, destination, {spec.timeout, spec.retry}, *this),
      next_(engine, Phase::arrival, handler<&OpenClient::arrive>, *this) {}

void OpenClient::start() { plan(arrivals_.next(engine_.now())); }

void OpenClient::change_rate(const RateSpec& rate) {
  plan(arrivals_.change(RateCurve(rate, scale_), engine_.now()));
}

void OpenClient::plan(Time arrival) {
  if (arrival == never) return next_.stop();
  next_.start(arrival - engine_.now());
}

void OpenClient::arrive() {
  plan(arrivals_.next(engine_.now()));
  const Key key = child(key_, ordinal_++);
  const service::ClassId request_class = mix_.choose(key);
  ledger_.sent(request_class, engine_.now());
  requester_.send(key, request_class, 0);
}

void OpenClient::retried(const service::Request& request) { ledger_.retried(request); }

void OpenClient::settled(const service::Request& request, service::Ending ending) {
  ledger_.settled(request, ending, engine_.now());
}

void OpenClient::check() const {
  ledger_.check();
  requester_.check();
}

}  // namespace squall::traffic
