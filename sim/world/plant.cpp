#include "world/plant.hpp"

#include "squall/balancing/application_balancer.hpp"
#include "squall/balancing/classic_balancer.hpp"
#include "squall/balancing/defaults.hpp"
#include "squall/balancing/network_balancer.hpp"
#include "squall/core/invariant.hpp"
#include "squall/service/answers.hpp"
#include "squall/world/zones.hpp"

#include <algorithm>
#include <limits>
#include <set>

namespace squall::world {

namespace {

// How finely the end of a run looks whether everything is settled.
constexpr Duration settle_step = 100ms;

Duration settle_limit(const Scenario& scenario) {
  if (scenario.settle) return *scenario.settle;
  Duration longest{};
  for (const auto& [name, client] : scenario.clients) longest = std::max(longest, client.timeout);
  return longest;
}

// So long that a run has at most 120.
Duration share_window(Duration run) {
  for (const Duration window : {1s, 5s, 10s, 30s, 60s, 300s, 900s})
    if (run <= 120 * window) return window;
  return 1h;
}

std::unique_ptr<balancing::LoadBalancer> make_balancer(const balancing::Setting& setting,
                                                       const balancing::LoadBalancerSpec& spec,
                                                       const balancing::Identity& identity,
                                                       std::span<const balancing::Node> nodes) {
  switch (spec.type) {
    case balancing::BalancerType::application:
      return std::make_unique<balancing::ApplicationBalancer>(setting, spec, identity, nodes);
    case balancing::BalancerType::network:
      return std::make_unique<balancing::NetworkBalancer>(setting, spec, identity, nodes);
    case balancing::BalancerType::classic:
      return std::make_unique<balancing::ClassicBalancer>(setting, spec, identity, nodes);
  }
  return nullptr;
}

}  // namespace

class World::Plant::Neighbourhood final : public service::Directory {
 public:
  Neighbourhood(Plant& plant, const std::string& place, const std::string& entry = {})
      : plant_(plant), place_(place), entry_(entry) {}

  service::Endpoint& endpoint(std::string_view name) override {
    return plant_.endpoint({Roads::Use::call, {place_}, entry_}, name);
  }
  service::Connections& connections(std::string_view name) override {
    return plant_.connections(name);
  }
  service::ClassId request_class(std::string_view name) override {
    return plant_.request_class(name);
  }

 private:
  Plant& plant_;
  const std::string& place_;
  const std::string entry_;
};

World::Plant::Plant(const Scenario& scenario)
    : scenario_(scenario),
      types_(scenario.instance_types, scenario.instance_families),
      seed_(static_cast<std::uint64_t>(scenario.seed)),
      journal_(names_),
      roads_(engine, exchange_, network::Paths(scenario.regions, scenario.links, scenario.network),
             scenario.network.jitter),
      gates_(engine, exchange_, scenario.security_groups),
      diary_{journal_, names_},
      fleet_(engine, exchange_, &diary_),
      bursts_(engine, fleet_, journal_),
      lives_(engine, journal_, *this),
      status_checks_(engine, journal_, *this),
      addresses_(engine, journal_, names_, lives_),
      outages_(engine, fleet_, journal_),
      shifts_(engine, journal_),
      link_faults_(engine, roads_.paths(), journal_, names_),
      balancers_by_group_(balancing::balancers_by_group(scenario.load_balancers)),
      act_(engine.bind<&Plant::act>(Phase::action, *this)) {
  link_faults_.changed.connect([this] { roads_.look_again(); });
  build_balancers();
  for (const auto& [name, spec] : scenario_.databases) build_database(name);
  for (const auto& [name, spec] : scenario_.externals) build_external(name);
  make_room_for_instances();
  for (const auto& [name, spec] : scenario_.instances) build_instances(name);
  build_elastic_ips();
  write_programs();
  for (const auto& [name, spec] : scenario_.dns_records) build_record(name);
  register_targets();
  build_clients();
  const Calendar calendar{scenario_.start.value_or(Timestamp{})};
  for (const faults::TimelineSpec& line : scenario_.timeline) {
    engine.at(Time(calendar.since_start(line.at)), act_, note(line.action));
  }
  start_clients();
}

void World::Plant::build_balancers() {
  for (const auto& [name, spec] : scenario_.load_balancers) build_balancer(name, spec);
  for (const auto& [group, balancer] : balancers_by_group_)
    if (groups_.contains(group)) build_relay(group, balancer);
}

void World::Plant::build_balancer(const std::string& name,
                                  const balancing::LoadBalancerSpec& spec) {
  const balancing::Setting setting{engine, exchange_, journal_};
  std::vector<balancing::Node> nodes;
  for (const std::string& zone : zones_of(scenario_, spec.region, spec.zones))
    nodes.push_back({names_.id(name + " in " + zone), names_.id(zone)});
  Balancer& made = balancers_[name];
  const balancing::Identity identity{names_.id(name), key_of(seed_, "load_balancers." + name)};
  made.balancer = make_balancer(setting, spec, identity, nodes);
  balancing::LoadBalancer::Surroundings surroundings{name, {}};
  const auto reach = [&](const std::map<std::string, Weight>& forward) {
    for (const auto& [group, weight] : forward)
      surroundings.groups[group] = &target_group(group, name, setting, nodes);
  };
  for (const auto& [port, listener] : spec.listeners) {
    reach(listener.forward);
    for (const auto& [rule, its] : listener.rules) reach(its.forward);
    made.doors[port] = &made.balancer->listen(port, listener, surroundings);
  }
}

balancing::TargetGroup& World::Plant::target_group(const std::string& name,
                                                   const std::string& owner,
                                                   const balancing::Setting& setting,
                                                   std::span<const balancing::Node> nodes) {
  Group& its = groups_[name];
  if (its.group) return *its.group;
  const balancing::LoadBalancerSpec& balancer = scenario_.load_balancers.at(owner);
  balancing::TargetGroupSpec spec = scenario_.target_groups.at(name);
  if (balancers_by_group_.contains(name)) spec.health_check = of_balancer(spec.health_check);
  using FailOpen = balancing::TargetGroup::FailOpen;
  const bool network = balancer.type == balancing::BalancerType::network;
  its.group = std::make_unique<balancing::TargetGroup>(
      setting, balancing::completed(spec, balancer, name),
      balancing::Identity{names_.id(name), key_of(seed_, "target_groups." + name)}, nodes,
      network ? FailOpen::all_nodes : FailOpen::each_node);
  its.nodes.assign(nodes.begin(), nodes.end());
  its.name = names_.id(name);
  its.balancer = owner;
  its.shares =
      std::make_unique<balancing::ShareWatch>(engine, *its.group, share_window(scenario_.duration));
  const auto handler = service::handler_at(spec.health_check.path);
  if (!handler.empty()) its.group->probe_for(request_class(handler));
  return *its.group;
}

// What comes to the one balancer by way of the other asks for that other, as its client says.
void World::Plant::build_relay(const std::string& group, const std::string& balancer) {
  Group& its = groups_.at(group);
  const Balancer& target = balancers_.at(balancer);
  const auto port = scenario_.target_groups.at(group).port;
  its.relay =
      std::make_unique<service::Relay>(exchange_, port ? *target.doors.at(*port) : target.door());
  exchange_.messages.set_host(its.relay->stand_in_for_others(), its.balancer);
}

void World::Plant::make_room_for_instances() {
  std::size_t count = 0;
  for (const auto& [name, spec] : scenario_.instances)
    count += static_cast<std::size_t>(spec.count);
  lives_.reserve(count);
  by_life_.reserve(count);
  addresses_.reserve(count);
}

void World::Plant::build_instances(const std::string& name) {
  const compute::InstanceSpec& spec = scenario_.instances.at(name);
  const int vcpus = types_.find(spec.instance_type)->vcpus;
  const auto zones = zones_of(scenario_, spec.region, spec.zones);
  std::vector<service::ServiceId> services;
  for (const std::string& zone : zones) services.push_back(build_service(name, zone));
  const NameId region = names_.id(region_of(scenario_, spec.region));
  const auto kind = lives_.add({Sampler(to_distribution(spec.image.boot)),
                                scenario_.services.at(spec.service).startup, spec.hibernation,
                                spec.termination_protection});
  for (int i = 0; i < spec.count; ++i) {
    const std::string its_name = name + "-" + std::to_string(i + 1);
    const auto made = instances_.try_emplace(its_name).first;
    Instance& its = made->second;
    const std::size_t zone = static_cast<std::size_t>(i) % zones.size();
    its.server = fleet_.add_server(services[zone], vcpus, names_.id(its_name));
    its.type = spec.instance_type;
    its.zone = zones[zone];
    by_life_.push_back(&*made);
    begin_life(its_name, its, kind);
    addresses_.add(region, names_.id(its.zone), spec.public_ip);
  }
}

void World::Plant::begin_life(const std::string& name, Instance& instance,
                              compute::Lives::KindId kind) {
  const Key key = key_of(seed_, "instances." + name);
  if (scenario_.begin == Begin::cold) {
    fleet_.vanish(instance.server);
    instance.life = lives_.launch(kind, names_.id(name), key);
  } else {
    instance.life = lives_.add_running(kind, names_.id(name), key);
    instance.burst = build_burst(instance.server, spec_of(name), names_.id(name), 24h);
  }
}

// Whom a service may reach is a matter of the instances that it runs on.
World::Plant::ServiceKey World::Plant::service_in(const std::string& entry,
                                                  const std::string& zone) const {
  const compute::InstanceSpec& spec = scenario_.instances.at(entry);
  const std::string& measured_on = scenario_.services.at(spec.service).measured_on;
  return {spec.service, zone, types_.slowness(spec.instance_type, measured_on),
          gates_.any() ? entry : std::string()};
}

service::ServiceId World::Plant::build_service(const std::string& entry, const std::string& zone) {
  const std::string& name = scenario_.instances.at(entry).service;
  const auto [known, is_new] = services_.try_emplace(service_in(entry, zone));
  if (is_new) known->second = fleet_.add(service::Service(scenario_.services.at(name)));
  return known->second;
}

// Once all servers are there, since services may call each other. What one calls may be some way
// off from another zone, and mean somebody else in another region.
void World::Plant::write_programs() {
  std::set<service::ServiceId> written;
  for (const auto& [name, spec] : scenario_.instances) {
    for (const std::string& zone : zones_of(scenario_, spec.region, spec.zones)) {
      const ServiceKey key = service_in(name, zone);
      const service::ServiceId service = services_.at(key);
      if (written.insert(service).second) fleet_.teach(service, write_program(name, key));
    }
  }
}

service::Program World::Plant::write_program(const std::string& entry, const ServiceKey& key) {
  const auto& [name, zone, slowness, its_entry] = key;
  Neighbourhood directory(*this, zone, entry);
  service::Program program(scenario_.services.at(name), directory, slowness);
  for (const std::string& group : scenario_.instances.at(entry).target_groups)
    program.set_probe_demand(scenario_.target_groups.at(group).health_check.demand);
  return program;
}

void World::Plant::build_database(const std::string& name) {
  const service::DatabaseSpec& spec = scenario_.databases.at(name);
  Instance& made = databases_[name];
  Neighbourhood directory(*this, scenario_.region);
  const auto database = fleet_.add(service::Service(spec, directory));
  made.server = fleet_.add_server(database, types_.find_of_class(spec.instance_class)->vcpus);
  made.type = spec.instance_class;
  made.zone = zone_of(scenario_, spec);
}

void World::Plant::build_external(const std::string& name) {
  Neighbourhood directory(*this, scenario_.region);
  const auto external = fleet_.add(service::Service(scenario_.externals.at(name), directory));
  externals_[name] = fleet_.add_server(external, 1);
}

// In the order of names and numbers, so that web-2 comes before web-10.
void World::Plant::register_targets() {
  const bool cold = scenario_.begin == Begin::cold;
  for (auto& [name, group] : groups_) {
    if (!group.relay) continue;
    const std::string& balancer = balancers_by_group_.at(name);
    group.targets[balancer] =
        group.group->register_target({group.relay.get(), names_.id(balancer), NameId::none},
                                     cold ? balancing::Health{} : balancing::healthy);
  }
  if (cold) return;
  for (const auto& [name, spec] : scenario_.instances)
    for (int i = 1; i <= spec.count; ++i)
      join_groups(name + "-" + std::to_string(i), balancing::healthy);
}

balancing::Target World::Plant::target_in(const std::string& group, const std::string& instance) {
  const Instance& its = instances_.at(instance);
  const Group& made = groups_.at(group);
  service::Endpoint& server = fleet_.endpoint(its.server);
  balancing::Target target{&server, names_.id(instance), names_.id(its.zone)};
  service::Endpoint* probed = &server;
  if (gates_.any()) {
    const std::string entry = instance.substr(0, instance.rfind('-'));
    const std::string& by = made.balancer;
    target.endpoint = &gates_.before(server, traffic_crossing(scenario_, by, entry));
    probed = &gates_.before(server, probe_crossing(scenario_, by, entry, group));
  }
  const auto asked = from_nodes(made, its, *target.endpoint);
  const auto probes = probed == target.endpoint ? asked : from_nodes(made, its, *probed);
  if (asked.empty() && probed == target.endpoint) return target;
  target.from_nodes.assign(made.nodes.size(), target.endpoint);
  target.from_nodes.resize(2 * made.nodes.size(), probed);
  std::copy(asked.begin(), asked.end(), target.from_nodes.begin());
  std::copy_backward(probes.begin(), probes.end(), target.from_nodes.end());
  return target;
}

// Empty where the target is beside all of them.
std::vector<service::Endpoint*> World::Plant::from_nodes(const Group& group,
                                                         const Instance& instance,
                                                         service::Endpoint& target) {
  std::vector<service::Endpoint*> from;
  for (const balancing::Node& node : group.nodes)
    from.push_back(&roads_.over(Roads::Use::target, {std::string(names_.text(node.zone))},
                                instance.zone, target));
  const bool beside_all = std::all_of(
      from.begin(), from.end(), [&](const service::Endpoint* each) { return each == &target; });
  if (beside_all) from.clear();
  return from;
}

balancing::DnsRecord& World::Plant::build_record(const std::string& name) {
  if (const auto known = records_.find(name); known != records_.end()) return *known->second;
  const balancing::DnsRecordSpec& spec = scenario_.dns_records.at(name);
  std::vector<balancing::RecordTarget> targets;
  for (const auto& [to, weight] : spec.to) targets.push_back(record_target(name, to, weight));
  return *(records_[name] = std::make_unique<balancing::DnsRecord>(
               balancing::Setting{engine, exchange_, journal_}, spec,
               balancing::Identity{names_.id(name), key_of(seed_, "dns_records." + name)},
               std::move(targets)));
}

balancing::RecordTarget World::Plant::record_target(const std::string& record,
                                                    const std::string& name, Weight weight) {
  balancing::RecordTarget target{names_.id(name), weight, &endpoint(name)};
  if (gates_.any())
    target.endpoint = &gates_.before(endpoint(name), check_crossing(scenario_, record, name));
  const auto balancer = scenario_.load_balancers.find(name);
  if (balancer == scenario_.load_balancers.end()) return target;
  const auto reach = [&](const std::map<std::string, Weight>& forward) {
    for (const auto& [group, its_weight] : forward)
      target.groups.push_back(groups_.at(group).group.get());
  };
  for (const auto& [port, listener] : balancer->second.listeners) {
    reach(listener.forward);
    for (const auto& [rule, its] : listener.rules) reach(its.forward);
  }
  return target;
}

// Whoever says nowhere where he is is as far from all as can be.
std::vector<Duration> World::Plant::ways(const std::string& record, std::string_view from) const {
  std::vector<Duration> ways;
  const balancing::DnsRecordSpec& spec = scenario_.dns_records.at(record);
  if (spec.routing != balancing::DnsRouting::latency) return ways;
  for (const auto& [to, weight] : spec.to)
    ways.push_back(roads_.paths().round_trip(from, region_of_target(to)).value_or(Duration::max()));
  return ways;
}

const std::string& World::Plant::region_of_target(const std::string& name) const {
  const auto balancer = scenario_.load_balancers.find(name);
  if (balancer != scenario_.load_balancers.end())
    return region_of(scenario_, balancer->second.region);
  const auto entry = scenario_.instances.find(name);
  const auto& its = entry != scenario_.instances.end()
                        ? entry->second
                        : scenario_.instances.at(name.substr(0, name.rfind('-')));
  return region_of(scenario_, its.region);
}

void World::Plant::build_clients() {
  const traffic::Window counted{Time(scenario_.measure_from), Time(scenario_.duration)};
  for (const auto& [name, spec] : scenario_.clients) {
    traffic::ClientContext context{name,
                                   seed_,
                                   {},
                                   counted,
                                   traffic::local_clock(scenario_.start.value_or(Timestamp{}),
                                                        scenario_.duration, spec.timezone)};
    for (const auto& [word, request] : spec.requests)
      context.classes.push_back(request_class(word));
    if (context.classes.empty()) context.classes.push_back(request_class(service::default_class));
    context.name_id = names_.id(name);
    const bool asks_record = scenario_.dns_records.contains(spec.to);
    const std::string from = asks_record ? region_of(scenario_, spec.from) : spec.from;
    service::Endpoint& asked = endpoint({Roads::Use::client, {from, name}}, spec.to);
    const service::Destination destination{exchange_, asked, nullptr, &journal_,
                                           names_.id(spec.to)};
    Client& made = clients_[name];
    if (spec.users > 0) {
      made.closed = std::make_unique<traffic::ClosedClient>(engine, destination, spec, context);
    } else {
      made.open = std::make_unique<traffic::OpenClient>(engine, destination, spec, context);
    }
    const service::CallerId caller = made.open ? made.open->caller() : made.closed->caller();
    introduce(name, caller);
  }
}

// The client, and what comes from it over a way, through a gate, or to a balancer by way of
// another.
void World::Plant::introduce(const std::string& client, service::CallerId its) {
  std::vector<service::CallerId> callers = roads_.callers_of(client);
  for (const service::CallerId gate : gates_.callers_of(client)) callers.push_back(gate);
  callers.push_back(its);
  const std::size_t direct = callers.size();
  for (auto& [name, group] : groups_) {
    if (!group.relay || !reaches(client, group)) continue;
    for (std::size_t each = 0; each < direct; ++each) {
      callers.push_back(group.relay->stand_in_for(callers[each]));
      exchange_.messages.set_host(callers.back(), group.balancer);
    }
  }
  if (exchange_.comes_again(its))
    for (const service::CallerId caller : callers) exchange_.has_users(caller);
  for (const auto& [word, request] : scenario_.clients.at(client).requests)
    for (const service::CallerId caller : callers)
      exchange_.messages.set(caller, request_class(word), traffic::message_of(word, request));
}

// Whether its requests may come to the balancer that forwards to the group.
bool World::Plant::reaches(const std::string& client, const Group& group) const {
  const std::string& to = scenario_.clients.at(client).to;
  const auto record = scenario_.dns_records.find(to);
  if (record == scenario_.dns_records.end()) return to == group.balancer;
  const auto& targets = record->second.to;
  return std::any_of(targets.begin(), targets.end(),
                     [&](const auto& target) { return target.first == group.balancer; });
}

void World::Plant::start_clients() {
  for (auto& [name, client] : clients_) client.open ? client.open->start() : client.closed->start();
}

service::Endpoint& World::Plant::endpoint(const Asking& asking, std::string_view name) {
  const std::string word(name);
  const auto record = scenario_.dns_records.find(word);
  if (record == scenario_.dns_records.end())
    return roads_.over(asking.use, asking.from, place_of(word), guarded(asking, word));
  std::vector<service::Endpoint*> targets;
  for (const auto& [to, weight] : record->second.to) targets.push_back(&endpoint(asking, to));
  return build_record(word).door(ways(word, asking.from.place), std::move(targets));
}

service::Endpoint& World::Plant::guarded(const Asking& asking, const std::string& name) {
  service::Endpoint& its = endpoint(name);
  if (!gates_.any()) return its;
  if (asking.use != Roads::Use::client)
    return gates_.before(its, call_crossing(scenario_, asking.entry, name));
  const std::string& client = asking.from.client;
  const auto address = address_called(name);
  return gates_.before(its, address ? crossing_to_address(client, *address)
                                    : client_crossing(scenario_, client, name));
}

// Where it stands, once it is built; externals are beside everybody.
std::string World::Plant::place_of(const std::string& name) const {
  if (const auto balancer = scenario_.load_balancers.find(name);
      balancer != scenario_.load_balancers.end())
    return region_of(scenario_, balancer->second.region);
  if (const auto database = databases_.find(name); database != databases_.end())
    return database->second.zone;
  if (scenario_.externals.contains(name)) return {};
  if (const auto elastic = scenario_.elastic_ips.find(name); elastic != scenario_.elastic_ips.end())
    return region_of(scenario_, elastic->second.region);
  const std::string instance = owner_of_address(name).value_or(name);
  return instances_.at(instance_called(scenario_, instance)).zone;
}

service::Endpoint& World::Plant::endpoint(const std::string& word) {
  if (const auto balancer = balancers_.find(word); balancer != balancers_.end())
    return balancer->second.door();
  if (const auto database = databases_.find(word); database != databases_.end())
    return fleet_.endpoint(database->second.server);
  if (const auto external = externals_.find(word); external != externals_.end())
    return fleet_.endpoint(external->second);
  if (const auto address = address_called(word)) return address_door(*address);
  return fleet_.endpoint(instances_.at(instance_called(scenario_, word)).server);
}

service::Connections& World::Plant::connections(std::string_view name) {
  const auto [at, is_new] = connections_.try_emplace(std::string(name));
  const auto database = scenario_.databases.find(at->first);
  if (is_new && database != scenario_.databases.end())
    at->second.most = static_cast<std::uint32_t>(database->second.max_connections);
  return at->second;
}

service::ClassId World::Plant::request_class(std::string_view name) {
  const auto known = classes_.find(name);
  if (known != classes_.end()) return known->second;
  const auto id = static_cast<service::ClassId>(classes_.size());
  INVARIANT(id < service::probe_class);
  classes_.emplace(name, id);
  service::Message message;
  message.path = service::path_of(name);
  exchange_.messages.set(id, std::move(message));
  return id;
}

World::Sender World::Plant::sender(const service::Attempt& attempt) const {
  Sender sender;
  for (const auto& [name, client] : clients_) {
    if ((client.open ? client.open->caller() : client.closed->caller()) != attempt.caller) continue;
    sender.client = name;
    sender.from = exchange_.sender(attempt);
    sender.to = scenario_.clients.at(name).to;
    sender.asks_instance = instances_.contains(sender.to) || instances_.contains(sender.to + "-1");
  }
  for (const auto& [word, number] : classes_)
    if (number == attempt.request_class) sender.request_class = word;
  return sender;
}

void World::Plant::run_until(Time time) { engine.run_until(time); }

void World::Plant::run() {
  const Time end(scenario_.duration);
  if (engine.now() < end) engine.run_until(end);
  if (!settled_) credits_at_end_ = credits();
  const Time last = end + settle_limit(scenario_);
  while (open_requests() > 0 && engine.now() < last)
    engine.run_until(std::min(last, engine.now() + settle_step));
  settled_ = true;
  check();
}

std::uint64_t World::Plant::open_requests() const {
  std::uint64_t open = 0;
  for (const auto& [name, client] : clients_)
    open += client.open ? client.open->open() : client.closed->open();
  return open;
}

void World::Plant::check() const {
  fleet_.check();
  bursts_.check();
  for (const auto& [name, balancer] : balancers_) balancer.balancer->check();
  for (const auto& [name, group] : groups_)
    if (group.relay) check(group);
  for (const auto& [address, door] : address_doors_) door.check();
  roads_.check();
  gates_.check();
  for (const auto& [name, client] : clients_)
    client.open ? client.open->check() : client.closed->check();
  INVARIANT(exchange_.attempts.size() == attempts_awaited());
}

// What a balancer has from the one before it is what that one and its probes have sent.
void World::Plant::check(const Group& group) const {
  group.relay->check();
  const balancing::TargetCounts requests = group.group->traffic.total();
  std::uint64_t probes = 0;
  std::uint64_t probes_open = 0;
  for (balancing::NodeIndex node = 0; node < group.group->node_count(); ++node) {
    probes += group.group->checker(node).counts().probes;
    probes_open += group.group->checker(node).under_way();
  }
  INVARIANT(group.relay->counts().sent == requests.requests + probes);
  INVARIANT(group.relay->counts().open == requests.open + probes_open);
}

// Every attempt belongs to whoever made it: a client, a job that calls, a health check, a way, a
// gate, a relay.
std::uint64_t World::Plant::attempts_awaited() const {
  std::uint64_t awaited = fleet_.attempts_open() + roads_.open() + gates_.open();
  for (const auto& [name, client] : clients_)
    awaited += client.open ? client.open->counts().open : client.closed->counts().open;
  for (const auto& [name, record] : records_) awaited += record->checks_under_way();
  for (const auto& [name, group] : groups_) {
    if (!group.group) continue;
    if (group.relay) awaited += group.relay->counts().open;
    for (balancing::NodeIndex node = 0; node < group.group->node_count(); ++node)
      awaited += group.group->checker(node).under_way();
  }
  return awaited;
}

}  // namespace squall::world
