#include "squall/experiment/exact.hpp"

#include "squall/compute/types.hpp"
#include "squall/core/distribution.hpp"
#include "squall/experiment/headlines.hpp"
#include "squall/experiment/theory/loss.hpp"
#include "squall/experiment/theory/shared_queue.hpp"
#include "squall/experiment/theory/single_server.hpp"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <variant>

#include <fmt/format.h>

namespace squall::experiment {

namespace {

using service::Step;
namespace form = distributions;

constexpr double never = 1e-9;  // as likely as something that does not happen

// One queue and who serves it; times in seconds.
struct Station {
  double rate = 0;
  double mean = 0;  // of the work
  double cv = 0;
  bool is_exponential = false;
  int servers = 1;
  bool shared = false;  // by as many as there are
  int room = 0;         // for so many, in service and waiting
  double timeout = 0;
  double left_out = 0;  // at the begin of the run

  double load() const { return rate * mean / servers; }
  // How much work varies, beside that which is exponential.
  double unevenness() const { return (1 + cv * cv) / 2; }
};

// The scenario as it would be if it were a single station and nothing else: with what does not
// touch a request as it stands here. Whatever differs may touch one.
world::Scenario bare(const world::Scenario& scenario) {
  world::Scenario bare;
  bare.squall = scenario.squall;
  bare.name = scenario.name;
  bare.region = scenario.region;
  bare.zones = scenario.zones;
  bare.start = scenario.start;
  bare.duration = scenario.duration;
  bare.measure_from = scenario.measure_from;
  bare.measure_until = scenario.measure_until;
  bare.seed = scenario.seed;
  bare.instance_types = scenario.instance_types;
  bare.metrics = scenario.metrics;
  bare.alarms = scenario.alarms;
  bare.slo = scenario.slo;

  const auto& [service_name, service] = *scenario.services.begin();
  service::ServiceSpec& its = bare.services[service_name];
  its.workers = service.workers;
  its.backlog = service.backlog;
  its.startup = service.startup;
  its.handler = service.handler;
  its.port = service.port;

  const auto& [instance_name, instance] = *scenario.instances.begin();
  compute::InstanceSpec& machine = bare.instances[instance_name];
  machine = instance;
  const compute::InstanceSpec usual;
  machine.count = usual.count;
  machine.launch_template = usual.launch_template;
  machine.service = service_name;
  machine.target_groups = usual.target_groups;
  machine.credits = usual.credits;
  machine.initial_credits = usual.initial_credits;
  machine.security_groups = usual.security_groups;
  machine.key_pair = usual.key_pair;

  const auto& [client_name, client] = *scenario.clients.begin();
  traffic::ClientSpec& users = bare.clients[client_name];
  users.to = instance_name;
  users.rate.constant = client.rate.constant;
  users.scale = client.scale;
  users.timezone = client.timezone;
  users.timeout = client.timeout;
  return bare;
}

// What the only step of the handler takes, and whether that is a CPU's time.
const DistributionSpec* work_of(const Step& step, bool& is_cpu) {
  if (const auto* cpu = std::get_if<Step::Cpu>(&step.form)) {
    is_cpu = true;
    return &cpu->demand;
  }
  is_cpu = false;
  const auto* wait = std::get_if<Step::Wait>(&step.form);
  return wait ? &wait->time : nullptr;
}

std::optional<Station> station_of(const world::Scenario& scenario) {
  if (scenario.services.size() != 1 || scenario.instances.size() != 1 ||
      scenario.clients.size() != 1 || scenario != bare(scenario))
    return std::nullopt;
  const service::ServiceSpec& service = scenario.services.begin()->second;
  const traffic::ClientSpec& client = scenario.clients.begin()->second;
  const compute::Types types(scenario.instance_types, scenario.instance_families);
  const compute::InstanceType* type = types.find(scenario.instances.begin()->second.instance_type);
  if (!type || type->burstable() || service.handler.size() != 1) return std::nullopt;
  bool is_cpu = false;
  const DistributionSpec* work = work_of(service.handler.front(), is_cpu);
  if (!work) return std::nullopt;
  const Distribution distribution = to_distribution(*work);
  Station station;
  station.rate = client.rate.constant.per_second * client.scale.value;
  station.mean = mean(distribution);
  station.cv = cv(distribution);
  station.is_exponential = std::holds_alternative<form::Exponential>(work->form);
  station.shared = is_cpu && service.workers > type->vcpus;
  if (station.shared && type->vcpus > 1) return std::nullopt;
  station.servers = station.shared ? 1 : service.workers;
  station.room = service.workers + (station.shared ? 0 : service.backlog);
  station.timeout = seconds(client.timeout);
  station.left_out = seconds(scenario.measure_from);
  if (!(station.rate > 0) || !(station.mean > 0)) return std::nullopt;
  return station;
}

// Whether what counts begins when it is forgotten that the queue began empty: five times as late
// as that takes (the relaxation time, of M/M/c where work is exponential).
bool has_settled(const Station& its) {
  const double speed = its.servers / its.mean;
  const double apart = std::sqrt(speed) - std::sqrt(its.rate);
  const double of_queue = its.unevenness() / (apart * apart);
  const double of_room = static_cast<double>(its.room) * its.room / speed;
  return its.left_out >= 5 * std::max(std::min(of_queue, of_room), its.mean * its.unevenness());
}

// From how fast the tails of queues fall: of shared ones as with exponential work, of others as in
// heavy traffic. Twice as far as that says where work varies more, and so far that work alone does
// not take as long.
bool is_endless(const Station& its) {
  constexpr double most_cv = 4;
  const double far = its.cv <= 1 ? 21 : 42;  // a billionth
  if (its.load() >= 1 || its.cv > most_cv) return false;
  const double root = std::sqrt(its.load());
  const double fall = its.shared ? (1 - root) * (1 - root) : (1 - its.load()) / its.unevenness();
  const double longest_work = its.cv <= 1 ? 50 : 1000;
  const double waiting = its.room - its.servers;
  return its.timeout >= its.mean * std::max(far / fall, longest_work) &&
         waiting * (1 - its.load()) / its.unevenness() >= far;
}

std::string name_of(const Station& its, std::string_view work, const std::string& room = {}) {
  return fmt::format("M/{}/{}{}, {:.3g}% busy", work, its.servers, room, 100 * its.load());
}

// M/M/c, or M/M/c/K where there is less room.
std::optional<Exact> of_exponential_work(const Station& its) {
  Exact exact;
  if (its.load() < 1) {
    const theory::SharedQueue queue(its.servers, its.rate, 1 / its.mean);
    const double full = queue.waiting() * std::pow(its.load(), its.room - its.servers);
    if (full < never) {
      if (queue.beyond(its.timeout) > never) return std::nullopt;
      exact.system = name_of(its, "M");
      exact.mean = queue.mean_response();
      exact.quantiles.emplace();
      for (std::size_t i = 0; i < headline_quantiles.size(); ++i)
        (*exact.quantiles)[i] = queue.quantile(headline_quantiles[i].part);
      return exact;
    }
  }
  // Whoever waits has all others before him, and 42 times as long is never.
  if (its.timeout < 42 * its.mean * (1 + static_cast<double>(its.room) / its.servers))
    return std::nullopt;
  const theory::BoundedQueue queue(its.servers, its.room, its.rate, 1 / its.mean);
  exact.system = fmt::format("M/M/{}/{}", its.servers, its.room);
  exact.mean = queue.mean_response();
  exact.refused = queue.refused();
  return exact;
}

std::optional<Exact> of_other_work(const Station& its) {
  Exact exact;
  const std::string varied = fmt::format("G(cv {:.2g})", its.cv);
  const std::string_view work = its.cv == 0 ? std::string_view("D") : varied;
  if (!is_endless(its)) return std::nullopt;
  exact.system = name_of(its, work);
  if (its.cv == 0)
    exact.mean = its.mean + theory::mean_wait_for_constant_work(its.servers, its.rate, its.mean);
  else if (its.servers == 1)
    exact.mean = its.mean + theory::mean_wait(its.rate, {its.mean, its.cv});
  else
    return std::nullopt;
  return exact;
}

// All at once on one vCPU: as long, whatever the work is like.
std::optional<Exact> of_shared(const Station& its) {
  if (!is_endless(its)) return std::nullopt;
  Exact exact;
  exact.system = fmt::format("M/G/1-PS, {:.3g}% busy", 100 * its.load());
  exact.mean = theory::mean_response_when_shared(its.rate, its.mean);
  return exact;
}

}  // namespace

std::optional<Exact> exact_of(const world::Scenario& scenario) {
  const auto station = station_of(scenario);
  if (!station || !has_settled(*station)) return std::nullopt;
  if (station->shared) return of_shared(*station);
  return station->is_exponential ? of_exponential_work(*station) : of_other_work(*station);
}

}  // namespace squall::experiment
