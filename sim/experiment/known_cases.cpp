#include "squall/experiment/theory/exponential_server.hpp"
#include "squall/experiment/theory/fan_out.hpp"
#include "squall/experiment/theory/loss.hpp"
#include "squall/experiment/theory/networks.hpp"
#include "squall/experiment/theory/retries.hpp"
#include "squall/experiment/theory/routing.hpp"
#include "squall/experiment/theory/shared_queue.hpp"
#include "squall/experiment/theory/single_server.hpp"
#include "squall/experiment/verify.hpp"

#include <utility>

namespace squall::experiment {

namespace {

using service::Algorithm;
using service::Step;
using service::Steps;
namespace form = distributions;

// Work is 10 ms on average where nothing else is said, so that a server does a hundred a second.
constexpr Duration unit = 10ms;
constexpr double per_second = 100;
constexpr double length = 0.01;  // of the unit, in seconds

constexpr int everybody = 100'000;  // as many workers as there could be requests
constexpr int no_limit = 1'000'000;

DistributionSpec exponential(Duration mean = unit) { return {form::Exponential{mean}}; }

// How much is left out at the begin, and how much counts then, in the unit.
struct Span {
  int from = 1000;
  int counted = 20'000;
};

world::Scenario place(Span span) {
  world::Scenario scenario;
  scenario.region = "us-east-1";
  scenario.zones = {"a"};
  scenario.measure_from = span.from * unit;
  scenario.duration = scenario.measure_from + span.counted * unit;
  return scenario;
}

// Some instances of a type and a service of their own.
void add(world::Scenario& scenario, const std::string& name, int vcpus, int workers, int backlog,
         Steps handler) {
  scenario.instance_types[name].vcpus = vcpus;
  scenario.instance_types[name].memory = {1 << 30};
  service::ServiceSpec& service = scenario.services[name];
  service.workers = workers;
  service.backlog = backlog;
  service.handler = std::move(handler);
  compute::InstanceSpec& instance = scenario.instances[name];
  instance.instance_type = name;
  instance.service = name;
}

traffic::ClientSpec& ask(world::Scenario& scenario, const std::string& whom, double rate) {
  traffic::ClientSpec& client = scenario.clients["users"];
  client.to = whom;
  client.rate.constant = {rate};
  client.timeout = 1h;
  return client;
}

Steps work(DistributionSpec demand) { return {{Step::Cpu{std::move(demand)}}}; }
Step call(const std::string& whom) { return {service::CallStep{.to = whom}}; }

// One queue for as many workers as vCPUs, each of which is busy for so much of the time.
world::Scenario queue(double load, int servers, DistributionSpec demand, Span span = {}) {
  world::Scenario scenario = place(span);
  add(scenario, "web", servers, servers, no_limit, work(std::move(demand)));
  ask(scenario, "web", load * servers * per_second);
  return scenario;
}

// All requests at once on one vCPU.
world::Scenario shared(double load, DistributionSpec demand, Span span = {}) {
  world::Scenario scenario = queue(load, 1, std::move(demand), span);
  scenario.services["web"].workers = everybody;
  return scenario;
}

// A balancer in front of servers with a worker each.
world::Scenario balanced(double load, int servers, Algorithm algorithm, Span span = {}) {
  world::Scenario scenario = queue(load, 1, exponential(), span);
  scenario.instances["web"].count = servers;
  scenario.instances["web"].target_groups = {"web"};
  scenario.target_groups["web"].algorithm = algorithm;
  scenario.target_groups["web"].health_check.interval = 300s;
  scenario.load_balancers["front"].listeners[80].forward["web"] = {};
  ask(scenario, "front", load * servers * per_second);
  return scenario;
}

// Users who think for so long and ask the services one after the other, all of them shared.
world::Scenario loop(int users, Duration think, const std::vector<Duration>& demands) {
  world::Scenario scenario = place({20'000, 50'000});
  std::string whom;
  for (std::size_t i = demands.size(); i > 0; --i) {
    Steps steps = work(exponential(demands[i - 1]));
    if (!whom.empty()) steps.push_back(call(whom));
    whom = "station-" + std::to_string(i);
    add(scenario, whom, 1, everybody, 0, std::move(steps));
  }
  traffic::ClientSpec& client = ask(scenario, whom, 0);
  client.users = users;
  client.think = exponential(think);
  return scenario;
}

KnownNumber mean(double exact) { return {{Reading::Kind::mean}, exact}; }
KnownNumber refused(double exact) { return {{Reading::Kind::refused}, exact}; }
KnownNumber failed(double exact) { return {{Reading::Kind::failed}, exact}; }
KnownNumber throughput(double exact) { return {{Reading::Kind::throughput}, exact}; }
KnownNumber attempts(double exact) { return {{Reading::Kind::attempts}, exact}; }

template <class System>
std::vector<KnownNumber> mean_and_quantiles(const System& system) {
  std::vector<KnownNumber> numbers{mean(system.mean_response())};
  for (const double part : {0.5, 0.95, 0.99})
    numbers.push_back({{Reading::Kind::quantile, part}, system.quantile(part)});
  return numbers;
}

void add_queues(std::vector<KnownCase>& cases) {
  using theory::SharedQueue;
  const auto wait = [](double load, double cv) {
    return mean(theory::mean_wait(load * per_second, {length, cv}) + length);
  };
  cases.push_back({"one-worker", "M/M/1, 70% busy",
                   "one worker with exponential work, requests by chance",
                   queue(0.7, 1, exponential()),
                   mean_and_quantiles(SharedQueue(1, 0.7 * per_second, per_second))});
  cases.push_back({"four-workers", "M/M/4, 80% busy", "four workers on four vCPUs, one backlog",
                   queue(0.8, 4, exponential(), {1000, 8000}),
                   mean_and_quantiles(SharedQueue(4, 3.2 * per_second, per_second))});
  cases.push_back({"constant-work",
                   "M/D/1, 80% busy",
                   "one worker, all requests alike",
                   queue(0.8, 1, {form::Constant{unit}}),
                   {wait(0.8, 0)}});
  cases.push_back({"stages-of-work",
                   "M/E4/1, 70% busy",
                   "one worker, work that varies half as much as exponential",
                   queue(0.7, 1, {form::Erlang{unit, 4}}),
                   {wait(0.7, 0.5)}});
  cases.push_back({"varied-work",
                   "M/H2/1, cv 2, 60% busy",
                   "one worker, work that varies twice as much as exponential",
                   queue(0.6, 1, {form::Hyperexponential{unit, 2}}, {2000, 30'000}),
                   {wait(0.6, 2)}});
  cases.push_back(
      {"four-constant",
       "M/D/4, 80% busy",
       "four workers, all requests alike",
       queue(0.8, 4, {form::Constant{unit}}, {1000, 8000}),
       {mean(theory::mean_wait_for_constant_work(4, 3.2 * per_second, length) + length)}});
  world::Scenario even = queue(0.8, 1, exponential());
  even.clients["users"].arrivals = {traffic::PatternedArrivals{traffic::Pattern::even}};
  cases.push_back({"even-arrivals", "D/M/1, 80% busy", "one worker, requests equally far apart",
                   even,
                   mean_and_quantiles(theory::ExponentialServer::with_even_arrivals(
                       0.8 * per_second, per_second))});
}

void add_sharing(std::vector<KnownCase>& cases) {
  const KnownNumber known = mean(theory::mean_response_when_shared(0.7 * per_second, length));
  cases.push_back({"shared",
                   "M/M/1-PS, 70% busy",
                   "all requests share a vCPU, exponential work",
                   shared(0.7, exponential()),
                   {known}});
  cases.push_back({"shared-alike",
                   "M/D/1-PS, 70% busy",
                   "all requests share a vCPU and are alike",
                   shared(0.7, {form::Constant{unit}}),
                   {known}});
  cases.push_back({"shared-varied",
                   "M/H2/1-PS, cv 4, 70%",
                   "all requests share a vCPU, work that varies much",
                   shared(0.7, {form::Hyperexponential{unit, 4}}, {5000, 40'000}),
                   {known}});
}

void add_losses(std::vector<KnownCase>& cases) {
  const auto without_backlog = [](DistributionSpec demand) {
    world::Scenario scenario = queue(0.8, 10, std::move(demand), {500, 2500});
    scenario.services["web"].backlog = 0;
    return scenario;
  };
  const KnownNumber lost = refused(theory::erlang_b(10, 8));
  cases.push_back({"loss",
                   "M/M/10/10 (Erlang B)",
                   "ten workers and no backlog: more are refused",
                   without_backlog(exponential()),
                   {lost}});
  cases.push_back({"loss-varied",
                   "M/G/10/10, lognormal",
                   "ten workers and no backlog, lognormal work",
                   without_backlog({form::Lognormal{unit, 2}}),
                   {lost}});
  world::Scenario bounded = queue(0.9, 2, exponential(), {1000, 10'000});
  bounded.services["web"].backlog = 8;
  const theory::BoundedQueue known(2, 10, 1.8 * per_second, per_second);
  cases.push_back(
      {"short-backlog",
       "M/M/2/10",
       "two workers and a backlog of eight",
       bounded,
       {refused(known.refused()), mean(known.mean_response()), throughput(known.throughput())}});
}

void add_routing(std::vector<KnownCase>& cases) {
  const auto shorter = [](double load) {
    return mean(theory::shorter_of_two_queues(load).mean_response * length);
  };
  cases.push_back({"at-random", "random to 4: M/M/1", "a balancer that draws one of four servers",
                   balanced(0.7, 4, Algorithm::random, {1000, 5000}),
                   mean_and_quantiles(theory::SharedQueue(1, 0.7 * per_second, per_second))});
  cases.push_back({"in-turn", "turns of 4: E4/M/1", "a balancer with round robin to four servers",
                   balanced(0.8, 4, Algorithm::round_robin, {1000, 5000}),
                   mean_and_quantiles(
                       theory::ExponentialServer::with_stages(4, 0.8 * per_second, per_second))});
  cases.push_back({"fewest-open",
                   "shorter of two queues",
                   "a balancer with least_outstanding_requests to two servers",
                   balanced(0.8, 2, Algorithm::least_outstanding_requests, {1000, 10'000}),
                   {shorter(0.8)}});
  cases.push_back({"two-of-two",
                   "two choices of two",
                   "a balancer with power_of_two to two servers",
                   balanced(0.7, 2, Algorithm::power_of_two, {1000, 10'000}),
                   {shorter(0.7)}});
  const double limit = theory::mean_response_of_choices(2, 0.8) * length;
  cases.push_back({"two-of-many",
                   "two choices of 100",
                   "a balancer with power_of_two to a hundred servers: between the limit of "
                   "infinitely many and 3% more",
                   balanced(0.8, 100, Algorithm::power_of_two, {150, 150}),
                   {{{Reading::Kind::mean}, limit, 1.03 * limit}}});
}

void add_networks(std::vector<KnownCase>& cases) {
  const theory::OpenNetwork asks({{2, 60, 100, {0, 0.3}}, {2, 25}});
  world::Scenario web = place({2000, 12'000});
  Steps handler = work(exponential(from_seconds(1.0 / 60)));
  handler.push_back({Step::Chance{{0.3}, {call("orders.read")}}});
  add(web, "web", 2, everybody, 0, std::move(handler));
  web.databases["orders"].queries["read"] = exponential(40ms);
  web.databases["orders"].max_connections = everybody;
  ask(web, "web", 100);
  cases.push_back({"web-database",
                   "Jackson: web, database",
                   "a service that asks a database for 30% of its requests",
                   web,
                   {mean(asks.mean_response())}});

  const theory::OpenNetwork row({{1, 100, 70, {0, 1}}, {1, 120, 0, {0, 0, 1}}, {1, 160}});
  world::Scenario stations = place({1000, 20'000});
  add(stations, "last", 1, everybody, 0, work(exponential(from_seconds(1.0 / 160))));
  Steps middle = work(exponential(from_seconds(1.0 / 120)));
  middle.push_back(call("last"));
  add(stations, "middle", 1, everybody, 0, std::move(middle));
  Steps first = work(exponential());
  first.push_back(call("middle"));
  add(stations, "first", 1, everybody, 0, std::move(first));
  ask(stations, "first", 70);
  cases.push_back({"in-a-row",
                   "Jackson: 3 in a row",
                   "three services, each of which calls the next",
                   stations,
                   {mean(row.mean_response())}});

  const theory::ClosedLoop one = theory::closed_loop(20, 1, {0.05});
  cases.push_back({"users",
                   "20 users, 1 s to think",
                   "users who go round one server: mean value analysis",
                   loop(20, 1s, {50ms}),
                   {throughput(one.throughput), mean(one.response)}});
  const theory::ClosedLoop three = theory::closed_loop(40, 2, {0.02, 0.05, 0.03});
  cases.push_back({"users-in-a-row",
                   "40 users, 3 stations",
                   "users who go round three servers: mean value analysis",
                   loop(40, 2s, {20ms, 50ms, 30ms}),
                   {throughput(three.throughput), mean(three.response)}});
}

void add_calls(std::vector<KnownCase>& cases) {
  const theory::Retried known = theory::retried(0.3, 4);
  world::Scenario unsure = place({0, 10'000});
  add(unsure, "web", 1, everybody, 0,
      {{Step::Chance{{0.3}, {{service::FailStep{503}}}}}, {Step::Wait{{form::Constant{1ms}}}}});
  service::RetrySpec& retry = ask(unsure, "web", per_second).retry;
  retry.attempts = 4;
  retry.base = 0s;
  cases.push_back({"retries",
                   "30% fail, 4 attempts",
                   "a client that tries again at once, failures by chance",
                   unsure,
                   {attempts(known.attempts), failed(known.failed)}});

  world::Scenario fan = place({0, 10'000});
  fan.externals["leaf"].latency = exponential();
  add(fan, "web", 1, everybody, 0, {{Step::Parallel{Steps(10, call("leaf"))}}});
  ask(fan, "web", per_second);
  std::vector<KnownNumber> slowest{mean(theory::mean_of_slowest(10) * length)};
  for (const double part : {0.5, 0.95, 0.99})
    slowest.push_back(
        {{Reading::Kind::quantile, part}, theory::quantile_of_slowest(10, part) * length});
  cases.push_back({"fan-out", "slowest of 10 leaves",
                   "a service that asks ten exponential externals at once", fan, slowest});
}

}  // namespace

std::vector<KnownCase> known_cases() {
  std::vector<KnownCase> cases;
  add_queues(cases);
  add_sharing(cases);
  add_losses(cases);
  add_routing(cases);
  add_networks(cases);
  add_calls(cases);
  return cases;
}

}  // namespace squall::experiment
