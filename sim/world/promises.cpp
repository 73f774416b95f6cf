#include "world/promises.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace squall::world {

namespace {

bool keeps(Promise::Compare compare, double value, double limit) {
  switch (compare) {
    case Promise::Compare::below:
      return value < limit;
    case Promise::Compare::at_most:
      return value <= limit;
    case Promise::Compare::equal:
      return value == limit;
    case Promise::Compare::at_least:
      return value >= limit;
    case Promise::Compare::above:
      return value > limit;
  }
  return false;
}

// Farther from what was promised.
bool is_worse(const Promise& promise, double value, double than) {
  switch (promise.compare) {
    case Promise::Compare::below:
    case Promise::Compare::at_most:
      return value > than;
    case Promise::Compare::equal:
      return std::abs(value - promise.value) > std::abs(than - promise.value);
    case Promise::Compare::at_least:
    case Promise::Compare::above:
      return value < than;
  }
  return false;
}

// Whether it is said of requests one by one, so that of none there is nothing to say; how many were
// answered badly, and how many well in a second, is known of nobody too.
bool is_of_somebody(const Promise& promise) {
  switch (promise.metric) {
    case Promise::Metric::mean:
    case Promise::Metric::quantile:
    case Promise::Metric::max:
      return true;
    case Promise::Metric::errors:
      return !promise.counts;
    case Promise::Metric::throughput:
    case Promise::Metric::cost:
      break;
  }
  return false;
}

std::optional<double> measure(const Promise& promise, const traffic::Tally& tally,
                              Duration length) {
  const auto in_seconds = [](std::optional<Duration> duration) -> std::optional<double> {
    if (!duration) return std::nullopt;
    return seconds(*duration);
  };
  const std::uint64_t bad = tally.requests - tally.succeeded;
  switch (promise.metric) {
    case Promise::Metric::mean:
      return bad > 0 ? std::nullopt : in_seconds(tally.latency.mean());
    case Promise::Metric::quantile:
      return in_seconds(latency_quantile(tally, promise.quantile));
    case Promise::Metric::max:
      return in_seconds(latency_quantile(tally, 1));
    case Promise::Metric::errors:
      return promise.counts ? std::optional(static_cast<double>(bad)) : error_ratio(tally);
    case Promise::Metric::throughput:
      return static_cast<double>(tally.succeeded) / seconds(length);
    case Promise::Metric::cost:
      break;
  }
  INVARIANT(promise.metric != Promise::Metric::cost);  // such a scenario is not runnable
  return std::nullopt;
}

}  // namespace

const traffic::Tally& tally_of(const std::string& scope, const Result& result) {
  if (scope.empty()) return result.totals;
  const auto client = result.clients.find(scope);
  if (client != result.clients.end()) return client->second.total;
  const auto dot = scope.rfind('.');
  INVARIANT(dot != scope.npos);
  return result.clients.at(scope.substr(0, dot)).requests.at(scope.substr(dot + 1));
}

std::optional<Duration> latency_quantile(const traffic::Tally& tally, double part) {
  if (tally.requests == 0) return Duration(0);
  // The rank of the request that `part` of all do not exceed.
  const double rank = std::ceil(part * static_cast<double>(tally.requests));
  const auto answered = static_cast<double>(tally.succeeded);
  if (rank > answered) return std::nullopt;
  return tally.latency.quantile(tally.succeeded == 0 ? 0 : rank / answered);
}

std::optional<double> error_ratio(const traffic::Tally& tally) {
  if (tally.requests == 0) return std::nullopt;
  return static_cast<double>(tally.requests - tally.succeeded) /
         static_cast<double>(tally.requests);
}

bool Result::kept() const {
  return std::all_of(slo.begin(), slo.end(), [](const PromiseResult& each) {
    return each.verdict == PromiseResult::Verdict::kept;
  });
}

Judge::Judge(const Promise& promise) {
  judged_.promise = promise;
  judged_.windows = 0;
  judged_.of_nobody = true;
}

void Judge::look(const traffic::Window& window, const traffic::Tally& tally) {
  const Promise& promise = judged_.promise;
  ++judged_.windows;
  if (tally.requests == 0 && is_of_somebody(promise)) return;
  const auto measured = measure(promise, tally, window.until - window.from);
  const double value = measured.value_or(std::numeric_limits<double>::infinity());
  if (judged_.of_nobody || is_worse(promise, value, worst_)) worst_ = value;
  judged_.of_nobody = false;
  if (keeps(promise.compare, value, promise.value)) return;
  if (judged_.missed++ == 0) judged_.first_missed = window.from - Time{};
}

PromiseResult Judge::judgement() const {
  INVARIANT(judged_.windows > 0);
  PromiseResult judged = judged_;
  judged.endless = std::isinf(worst_);
  judged.value = judged.endless ? 0 : worst_;
  judged.verdict =
      judged.missed == 0 ? PromiseResult::Verdict::kept : PromiseResult::Verdict::missed;
  return judged;
}

}  // namespace squall::world
