#include "squall/core/text.hpp"

#include "scenario/checks/run_times.hpp"

#include <algorithm>
#include <cstdint>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

using traffic::ClientSpec;
using traffic::RateSpec;

// Those who come at a rate and those who wait for answers have fields of their own.
void check_kind(const Checking& checking, const ClientSpec& client, const Place& at) {
  const Written& written = checking.written;
  const bool sends = client.rate != RateSpec();
  const bool says_any = written.find(at / "rate") || written.find(at / "users");
  const std::string& name = at.parts().back().key;
  if (sends && client.users > 0) {
    return checking.key_error(
        at / "users", "'rate' and 'users' cannot stand together", at,
        "write 'rate' for requests that come anyhow, 'users' for people who wait");
  }
  if (!says_any) {
    return checking.key_error(at, fmt::format("'{}' has neither 'rate' nor 'users'", name),
                              {"clients"}, "write 'rate: 40/s' or 'users: 100'");
  }
  const auto needs = [&](std::string_view field, std::string_view other, std::string_view why) {
    checking.key_error(at / field, fmt::format("'{}' needs '{}'", field, other), at,
                       std::string(why));
  };
  if (sends && client.think != DistributionSpec())
    needs("think", "users", "requests that come at a rate wait for nobody");
  if (sends && client.arrive) needs("arrive", "users", "a rate says itself when requests come");
  if (client.users == 0) return;
  if (client.arrivals != traffic::ArrivalsSpec())
    needs("arrivals", "rate", "users come when they have thought");
  if (client.session) needs("session", "rate", "users go on all the time");
}

// Where requests come from, and by which connections.
void check_origins(const Checking& checking, const ClientSpec& client, const Place& at) {
  const Written& written = checking.written;
  const bool has_users = client.users > 0 || client.session;
  if (has_users && client.connections > 0) {
    checking.key_error(at / "connections", "'connections' are of requests that come at a rate", at,
                       "each user and each session has one of its own");
  }
  if (!has_users && client.connections == 0 && written.find(at / "keep_alive")) {
    checking.key_error(at / "keep_alive", "'keep_alive' needs somebody who asks again", at,
                       "write 'users', 'session' or 'connections'");
  }
  const std::uint64_t block = std::uint64_t{1} << (32 - client.source_ip.prefix);
  if (static_cast<std::uint64_t>(client.addresses) > block) {
    checking.error(
        at / "addresses",
        fmt::format("{} has only {} addresses", ScalarText<Cidr>::print(client.source_ip), block),
        at, "write fewer, or a larger block as 'source_ip'");
  }
}

void check_message(const Checking& checking, const traffic::RequestSpec& request, const Place& at) {
  const auto capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  const std::string& method = request.method;
  if (method.empty() || !std::all_of(method.begin(), method.end(), capital))
    checking.error(at / "method", fmt::format("'{}' is not a method", method), at, "write 'POST'");
  if (request.path && !request.path->starts_with('/')) {
    checking.error(at / "path", fmt::format("'{}' is not a path", *request.path), at,
                   fmt::format("write '/{}'", *request.path));
  }
}

void check_week(const Checking& checking, const RateSpec& rate, const Place& at) {
  RateSpec rest = rate;
  rest.weekly.reset();
  rest.spike.clear();
  rest.burst.clear();
  if (rest == RateSpec()) {
    checking.error(at, "'weekly' has nothing to multiply", at.parent(),
                   "write the rate of a usual day beside it: 'constant', 'daily'");
  }
  const traffic::WeeklySpec& week = *rate.weekly;
  const double most =
      std::max({week.mon, week.tue, week.wed, week.thu, week.fri, week.sat, week.sun}).value;
  if (most == 0) checking.error(at, "every day of 'weekly' is 0%", at.parent());
}

// A recorded rate that starts on the calendar has a place in the run only by the run's start.
void check_series(const Checking& checking, const RunTimes& run, const traffic::Series& series,
                  const ClientSpec& client, const Place& at) {
  const world::Scenario& scenario = checking.scenario;
  const std::string name = fmt::format("'{}'", at.parts().back().key);
  const std::string begins = ScalarText<Moment>::print(series.from);
  if (series.points.empty() || !checking.sound({"start"})) return;
  const bool calendar = series.from.kind != Moment::Kind::since_start;
  if (calendar && !scenario.start) {
    return checking.error(at, name + " has calendar times, and the run has no 'start'", at.parent(),
                          fmt::format("write 'start: {}', where it begins", begins));
  }
  if (!run.knows_end()) return;
  const auto clock = traffic::local_clock(scenario.start.value_or(Timestamp{}), scenario.duration,
                                          client.timezone);
  const Duration from = clock.since_start(series.from);
  const Duration until = from + series.points.back().after;
  if (from >= scenario.duration || until <= Duration(0)) {
    checking.error(at, name + " has nothing of the run's time", at.parent(),
                   fmt::format("it begins at {}", begins));
  } else if (until < scenario.duration) {
    checking.warning(at,
                     fmt::format("{} ends {} after the start, before the run does", name,
                                 ScalarText<Duration>::print(until)),
                     at.parent(), "nothing of it comes from then on");
  }
}

void check_rate(const Checking& checking, const ClientSpec& client, const Place& at) {
  const RateSpec& rate = client.rate;
  const RunTimes run(checking, client.timezone);
  for (const std::string_view field : {"daily", "weekly"}) {
    const bool given = field == "daily" ? !rate.daily.empty() : rate.weekly.has_value();
    if (given) run.has_start(fmt::format("'{}' goes by the calendar", field), at / field, at);
  }
  if (rate.weekly) check_week(checking, rate, at / "weekly");
  for (std::size_t i = 0; i < rate.spike.size(); ++i) {
    const Place spike = (at / "spike")[i];
    run.time_of(rate.spike[i].at, "'at'", spike / "at", spike);
  }
  for (std::size_t i = 0; i < rate.burst.size(); ++i) {
    const Place burst = (at / "burst")[i];
    run.time_of(rate.burst[i].at, "'at'", burst / "at", burst);
  }
  if (rate.csv) check_series(checking, run, rate.csv->series, client, at / "csv");
  if (rate.cloudwatch)
    check_series(checking, run, rate.cloudwatch->series, client, at / "cloudwatch");
}

}  // namespace

void check_clients(const Checking& checking) {
  for (const auto& [name, client] : checking.scenario.clients) {
    const Place at = Place{"clients"} / name;
    if (!checking.sound(at)) continue;
    check_kind(checking, client, at);
    check_rate(checking, client, at / "rate");
    check_origins(checking, client, at);
    for (const auto& [word, request] : client.requests)
      check_message(checking, request, at / "requests" / word);
    check_retry(checking, client.retry, at / "retry");
    check_hedge(checking, client.hedge, client.timeout, at / "hedge");
    if (client.arrive) {
      RunTimes(checking, client.timezone)
          .time_of(client.arrive->at, "'at'", at / "arrive" / "at", at / "arrive");
    }
    const bool any = std::any_of(client.requests.begin(), client.requests.end(),
                                 [](const auto& each) { return each.second.weight.value > 0; });
    if (!client.requests.empty() && !any)
      checking.error(at / "requests", "every weight of 'requests' is 0", at);
  }
}

}  // namespace squall::scenario
