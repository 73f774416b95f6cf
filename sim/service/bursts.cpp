#include "squall/service/bursts.hpp"

#include "squall/service/journal.hpp"

#include <algorithm>

namespace squall::service {

namespace {

// What lasts no longer is nothing: or a balance would be looked at ever more often as it shrinks.
constexpr Duration next_to_nothing = 1ms;

constexpr Duration look_at_throttled = 1s;
constexpr Duration look_at_edge = 5min;

}  // namespace

Bursts::Bursts(Engine& engine, Fleet& fleet, Journal& journal)
    : engine_(engine),
      fleet_(fleet),
      journal_(journal),
      look_(engine.bind<&Bursts::look>(Phase::change, *this)) {}

BurstId Bursts::add(ServerId server, const compute::CreditAccount& account, NameId name) {
  const auto id = static_cast<BurstId>(bursts_.size());
  bursts_.push_back({.server = server,
                     .name = name,
                     .past = {account, {}, {}},
                     .used = fleet_.server(server).cpu().used(engine_.now()),
                     .settled = engine_.now()});
  look(id);
  return id;
}

void Bursts::look(BurstId id) {
  Burst& burst = bursts_[id];
  if (!burst.past.account.running()) return;
  settle(burst);
  const compute::CreditAccount& account = burst.past.account;
  const Duration lasts = account.lasts();
  throttle(burst, lasts < next_to_nothing);
  const Duration until =
      burst.throttled ? look_at_throttled : std::min(lasts, std::max(account.edge(), look_at_edge));
  engine_.after(until, look_, id);
}

void Bursts::stop(BurstId id) {
  Burst& burst = bursts_[id];
  if (!burst.past.account.running()) return;
  settle(burst);
  throttle(burst, false);
  burst.past.account.stop(engine_.now());
}

void Bursts::start(BurstId id, bool with_launch_credits) {
  Burst& burst = bursts_[id];
  burst.past.account.start(engine_.now());
  if (with_launch_credits) burst.past.account.grant_launch_credits();
  burst.used = fleet_.server(burst.server).cpu().used(engine_.now());
  burst.settled = engine_.now();
  look(id);
}

Bursts::Standing Bursts::standing(BurstId id) const {
  Burst burst = bursts_[id];
  if (burst.past.account.running()) settle(burst);
  return burst.past;
}

void Bursts::check() const {
  for (BurstId id = 0; id < bursts_.size(); ++id) standing(id).account.check();
}

void Bursts::settle(Burst& burst) const {
  const Time now = engine_.now();
  const Duration used = fleet_.server(burst.server).cpu().used(now);
  burst.past.account.settle(now, used - burst.used);
  if (burst.throttled) burst.past.throttled += now - burst.settled;
  burst.used = used;
  burst.settled = now;
}

void Bursts::throttle(Burst& burst, bool on) {
  if (on == burst.throttled) return;
  burst.throttled = on;
  const compute::CreditTerms& terms = burst.past.account.terms();
  if (on && !burst.past.first_throttled) {
    burst.past.first_throttled = engine_.now();
    const int all = terms.vcpus * compute::parts_per_vcpu;
    const double part = static_cast<double>(terms.baseline()) / all;
    journal_.append(engine_.now(), credits_gone, burst.name, JournalValue::ratio(part));
  }
  fleet_.limit(burst.server, on ? terms.baseline() : terms.vcpus * compute::parts_per_vcpu);
}

}  // namespace squall::service
