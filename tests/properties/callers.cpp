#include "properties/callers.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace squall::test {

using service::Attempt;
using service::AttemptId;
using service::Jitter;
using service::Outcome;
using service::RetrySpec;

namespace {

// The mode as AWS writes it down.
RetrySpec written_out(const RetrySpec& spec) {
  if (!spec.attempts.standard) return spec;
  RetrySpec standard;
  standard.attempts = 3;
  standard.base = 1s;
  return standard;
}

Duration times(Duration pause, double factor) {
  return Duration(std::llround(static_cast<double>(pause.count()) * factor));
}

}  // namespace

Callers::Client* Callers::client_of(const Attempt& attempt) {
  const auto [at, is_new] = clients_.try_emplace(attempt.caller);
  Client& client = at->second;
  if (is_new) client.name = world_.sender(attempt).client;
  if (is_new && !client.name.empty()) {
    client.spec = &scenario_.clients.at(client.name);
    const RetrySpec& retry = client.spec->retry;
    if (retry.attempts.standard) {
      client.bucket = {500, 500, 0, 5, 10};
    } else if (retry.budget) {
      client.bucket = {1000, 1000, static_cast<int>(std::lround(retry.budget->value * 100)), 100,
                       100};
    }
  }
  return client.spec ? &client : nullptr;
}

void Callers::rule(bool kept, const Client& client, const std::string& what) {
  if (kept || breaches_.size() >= 5) return;
  breaches_.push_back(
      fmt::format("at {:.6f} s {}: {}", seconds(world_.now() - Time{}), client.name, what));
}

void Callers::sent(AttemptId id, const Attempt& attempt) {
  Client* const client = client_of(attempt);
  if (!client) return;
  Request& request = requests_[attempt.key.word];
  rule(!request.answered, *client, "it asks again for what it has got");
  if (attempt.number == 1)
    client->bucket.tokens =
        std::min(client->bucket.full, client->bucket.tokens + client->bucket.share);
  if (request.open > 0) {
    check_hedge(*client, request);
  } else if (attempt.number > 1 && !client->spec->circuit_breaker && !client->spec->hedge) {
    check_retry(*client, request, attempt.number);
  }
  if (client->spec->circuit_breaker && !client->spec->hedge) check_breaker(*client, id);
  ++request.open;
  request.last_sent = world_.now();
  request.tried_again = false;
  open_[id] = {client, attempt.key.word, attempt.number};
}

void Callers::check_hedge(const Client& client, Request& request) {
  const auto& hedge = client.spec->hedge;
  if (!hedge) return rule(false, client, "a second attempt of a request is open");
  rule(++request.hedges <= hedge->at_most, client, "a request has more hedges than it may");
  rule(world_.now() == request.last_sent + hedge->after, client, "no hedge is due");
}

void Callers::check_retry(const Client& client, Request& request, int number) {
  const RetrySpec retry = written_out(client.spec->retry);
  if (!request.tried_again) return rule(false, client, "a request may not be tried again");
  const Duration pause = world_.now() - request.last_ended;
  Duration least{};
  Duration most = std::min(retry.max, times(retry.base, std::pow(retry.factor, number - 2)));
  if (retry.jitter == Jitter::none) least = most;
  if (retry.jitter == Jitter::decorrelated) {
    least = std::min(retry.base, retry.max);
    most = std::min(retry.max, 3 * (number == 2 ? least : request.pause));
  }
  rule(pause >= least && pause <= most, client,
       fmt::format("a pause of {} s, not of {} to {}", seconds(pause), seconds(least),
                   seconds(most)));
  request.pause = pause;
}

void Callers::check_breaker(Client& client, AttemptId id) {
  Breaker& breaker = client.breaker;
  if (!breaker.open_until) return;
  rule(world_.now() >= *breaker.open_until, client, "its circuit breaker is open");
  rule(!breaker.trial, client, "its circuit breaker waits for a trial");
  breaker.trial = id;
}

void Callers::follow_breaker(Client& client, AttemptId id, bool good) {
  const service::BreakerSpec& spec = *client.spec->circuit_breaker;
  Breaker& breaker = client.breaker;
  if (breaker.open_until && breaker.trial != id) return;
  if (breaker.open_until) {
    breaker = {};
    if (!good) breaker.open_until = world_.now() + spec.open_for;
    return;
  }
  breaker.last.push_back(!good);
  const auto of = static_cast<std::size_t>(spec.of);
  if (breaker.last.size() < of) return;
  if (breaker.last.size() > of) breaker.last.erase(breaker.last.begin());
  const auto bad = std::count(breaker.last.begin(), breaker.last.end(), true);
  const auto percent = std::lround(spec.errors.value * 100);
  if (bad * 100 >= percent * spec.of) breaker.open_until = world_.now() + spec.open_for;
}

void Callers::follow_tokens(Client& client, Request& request, const Open& its,
                            std::optional<Outcome> outcome) {
  Bucket& bucket = client.bucket;
  if (request.answered) {
    if (!client.spec->retry.attempts.standard) return;
    bucket.tokens = std::min(bucket.full, bucket.tokens + (its.number == 1 ? 1 : request.paid));
  } else if (its.number < written_out(client.spec->retry).attempts.count) {
    const int cost = outcome ? bucket.cost : bucket.cost_after_time_out;
    request.tried_again = bucket.tokens >= cost;
    if (!request.tried_again) return;
    bucket.tokens -= cost;
    request.paid = cost;
  }
}

void Callers::ended(AttemptId id, std::optional<Outcome> outcome) {
  const auto at = open_.find(id);
  if (at == open_.end()) return;
  const Open its = at->second;
  open_.erase(at);
  Client& client = *its.client;
  Request& request = requests_.at(its.request);
  --request.open;
  request.last_ended = world_.now();
  const bool good = outcome && outcome->good();
  request.answered = request.answered || good;
  if (client.spec->hedge) return;
  if (client.spec->circuit_breaker) return follow_breaker(client, id, good);
  follow_tokens(client, request, its, outcome);
}

}  // namespace squall::test
