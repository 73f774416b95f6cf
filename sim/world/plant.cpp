#include "world/plant.hpp"

#include "squall/balancing/defaults.hpp"
#include "squall/core/invariant.hpp"
#include "squall/service/answers.hpp"
#include "squall/world/groups.hpp"
#include "squall/world/zones.hpp"

#include <algorithm>
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
  bool is_read(std::string_view metric) const override {
    const std::string& service = plant_.scenario_.instances.at(entry_).service;
    return plant_.own_metrics_read_.contains({service, std::string(metric)});
  }

 private:
  Plant& plant_;
  const std::string& place_;
  const std::string entry_;
};

World::Plant::Plant(const Scenario& scenario, const Recording& recording)
    : scenario_(with_group_entries(scenario)),
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
      storage_(engine, journal_, names_, lives_, scenario_),
      outages_(engine, fleet_, journal_),
      shifts_(engine, journal_),
      link_faults_(engine, roads_.paths(), journal_, names_),
      balancers_by_group_(balancing::balancers_by_group(scenario.load_balancers)),
      own_metrics_read_(own_metrics_read(scenario)),
      act_(engine.bind<&Plant::act>(Phase::action, *this)),
      room_returns_(engine.bind<&Plant::room_returns>(Phase::change, *this)),
      end_step_(engine.bind<&Plant::end_step>(Phase::metrics, *this)),
      steps_(steps_of(scenario)) {
  link_faults_.changed.connect([this] {
    roads_.look_again();
    look_at_nodes();
  });
  build_balancers();
  for (const auto& [name, spec] : scenario_.databases) build_database(name);
  for (const auto& [name, spec] : scenario_.externals) build_external(name);
  make_room_for_instances();
  for (const auto& [name, spec] : scenario_.instances)
    if (!scenario_.auto_scaling_groups.contains(name)) build_instances(name);
  for (const auto& [name, spec] : scenario_.auto_scaling_groups) build_group(name);
  build_elastic_ips();
  build_volumes();
  write_programs();
  for (const auto& [name, spec] : scenario_.dns_records) build_record(name);
  register_targets();
  build_clients();
  const Calendar calendar{scenario_.start.value_or(Timestamp{})};
  for (const faults::TimelineSpec& line : scenario_.timeline) {
    engine.at(Time(calendar.since_start(line.at)), act_, note(line.action));
  }
  for (const traffic::Window& step : steps_.windows) engine.at(step.until, end_step_);
  look_at_nodes();
  const bool is_watched = Monitoring::is_needed(scenario_);
  if (is_watched) fleet_.meter_traffic();
  start_clients();
  start_groups();
  if (is_watched || recording.history) {
    MetricModels& models = *this;
    monitoring_ = std::make_unique<Monitoring>(engine, scenario_, models, journal_, names_);
    build_scalers();
    if (recording.history) monitoring_->remember();
    fleet_.record_in(monitoring_->own().values());
    for (const auto* each : by_life_) publish_from(each->first, each->second);
    monitoring_->start();
  }
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
  Fleetlet fleet = build_fleet(name);
  for (int i = 0; i < scenario_.instances.at(name).count; ++i) {
    auto& [its_name, its] = add_instance(fleet, static_cast<std::size_t>(i) % fleet.zones.size());
    begin_life(its_name, its, fleet.kind);
  }
}

World::Plant::Fleetlet World::Plant::build_fleet(const std::string& name) {
  const compute::InstanceSpec& spec = scenario_.instances.at(name);
  Fleetlet fleet;
  fleet.name = name;
  fleet.zones = zones_of(scenario_, spec.region, spec.zones);
  for (const std::string& zone : fleet.zones) {
    fleet.zone_ids.push_back(names_.id(zone));
    fleet.services.push_back(build_service(name, zone));
  }
  fleet.kind = lives_.add({Sampler(to_distribution(boot_of(scenario_, spec.image))),
                           scenario_.services.at(spec.service).startup, spec.hibernation,
                           spec.termination_protection});
  return fleet;
}

// Its life has still to begin.
std::pair<const std::string, World::Plant::Instance>& World::Plant::add_instance(Fleetlet& fleet,
                                                                                 std::size_t zone) {
  const compute::InstanceSpec& spec = scenario_.instances.at(fleet.name);
  const compute::InstanceType& type = *types_.find(spec.instance_type);
  const auto made = instances_.try_emplace(fleet.name + "-" + std::to_string(++fleet.made)).first;
  Instance& its = made->second;
  its.server = fleet_.add_server(fleet.services[zone], type.vcpus, names_.id(made->first));
  its.type = type.name;
  its.zone = fleet.zones[zone];
  by_life_.push_back(&*made);
  addresses_.add(names_.id(region_of(scenario_, spec.region)), names_.id(its.zone), spec.public_ip,
                 spec.launched);
  return *made;
}

void World::Plant::begin_life(const std::string& name, Instance& instance,
                              compute::Lives::KindId kind) {
  const Key key = key_of(seed_, "instances." + name);
  if (!spec_of(name).launched) {
    fleet_.vanish(instance.server);
    instance.life = lives_.add_unlaunched(kind, names_.id(name), key);
  } else if (scenario_.begin == Begin::cold) {
    fleet_.vanish(instance.server);
    instance.life = lives_.launch(kind, names_.id(name), key);
  } else {
    instance.life = lives_.add_running(kind, names_.id(name), key);
    instance.burst = build_burst(instance, spec_of(name), names_.id(name), 24h);
  }
}

// Whom a service may reach is a matter of the instances that it runs on.
World::Plant::ServiceKey World::Plant::service_in(const std::string& entry, const std::string& zone,
                                                  std::string_view type) const {
  const compute::InstanceSpec& spec = scenario_.instances.at(entry);
  const std::string& measured_on = scenario_.services.at(spec.service).measured_on;
  return {spec.service, zone, types_.slowness(type, measured_on),
          gates_.any() ? entry : std::string()};
}

service::ServiceId World::Plant::build_service(const std::string& entry, const std::string& zone) {
  const compute::InstanceSpec& spec = scenario_.instances.at(entry);
  const auto [known, is_new] = services_.try_emplace(service_in(entry, zone, spec.instance_type));
  if (is_new) known->second = fleet_.add(service::Service(scenario_.services.at(spec.service)));
  return known->second;
}

// While the world runs, when all servers are there.
service::ServiceId World::Plant::service_on(const std::string& entry, const std::string& zone,
                                            std::string_view type) {
  const ServiceKey key = service_in(entry, zone, type);
  const auto [known, is_new] = services_.try_emplace(key);
  if (!is_new) return known->second;
  const std::string& name = scenario_.instances.at(entry).service;
  known->second = fleet_.add(service::Service(scenario_.services.at(name)));
  fleet_.teach(known->second, write_program(entry, key));
  return known->second;
}

// Once all servers are there, since services may call each other. What one calls may be some way
// off from another zone, and mean somebody else in another region.
void World::Plant::write_programs() {
  std::set<service::ServiceId> written;
  for (const auto& [name, spec] : scenario_.instances) {
    for (const std::string& zone : zones_of(scenario_, spec.region, spec.zones)) {
      const ServiceKey key = service_in(name, zone, spec.instance_type);
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
  for (const auto* each : by_life_)
    if (lives_.life(each->second.life).state() == compute::LifeState::running)
      join_groups(each->first, balancing::healthy);
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

void World::Plant::end_step() {
  if (running_.size() < steps_.windows.size()) running_.push_back(count_running());
}

void World::Plant::run_until(Time time) { engine.run_until(time); }

void World::Plant::run() {
  const Time end(scenario_.duration);
  if (engine.now() < end) engine.run_until(end);
  if (!settled_) credits_at_end_ = credits();
  end_step();  // whose event waits, with all that is due at the end
  if (!settled_ && monitoring_) monitoring_->end();
  const Time last = end + settle_limit(scenario_);
  while (open_requests() > 0 && engine.now() < last)
    engine.run_until(std::min(last, engine.now() + settle_step));
  settled_ = true;
  check();
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
