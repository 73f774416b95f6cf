#pragma once

#include "squall/balancing/dns_record.hpp"
#include "squall/balancing/load_balancer.hpp"
#include "squall/balancing/share_watch.hpp"
#include "squall/balancing/target_group.hpp"
#include "squall/compute/addresses.hpp"
#include "squall/compute/launch_limit.hpp"
#include "squall/compute/lives.hpp"
#include "squall/compute/status_checks.hpp"
#include "squall/compute/types.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/faults/link_faults.hpp"
#include "squall/faults/outages.hpp"
#include "squall/faults/spec.hpp"
#include "squall/faults/zonal_shifts.hpp"
#include "squall/scaling/group.hpp"
#include "squall/scaling/park.hpp"
#include "squall/scaling/scaler.hpp"
#include "squall/scaling/schedule.hpp"
#include "squall/service/address_door.hpp"
#include "squall/service/bursts.hpp"
#include "squall/service/directory.hpp"
#include "squall/service/fleet.hpp"
#include "squall/service/relay.hpp"
#include "squall/traffic/client_meter.hpp"
#include "squall/traffic/closed_client.hpp"
#include "squall/traffic/open_client.hpp"
#include "squall/world/world.hpp"

#include "world/access.hpp"
#include "world/course.hpp"
#include "world/gates.hpp"
#include "world/monitoring.hpp"
#include "world/roads.hpp"
#include "world/storage.hpp"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace squall::world {

/// The models of a world and how they are wired, always built in the same order.
class World::Plant final : private compute::LifeWatcher,
                           private compute::StatusWatcher,
                           private scaling::Park,
                           private MetricModels {
 public:
  Plant(const Scenario& scenario, const Recording& recording);

  void run_until(Time time);
  void run();
  void apply(const faults::Action& action);
  View view() const;
  std::uint64_t inside() const;
  Result result() const;
  void look_on(service::Onlooker& onlooker) { exchange_.onlooker = &onlooker; }
  Sender sender(const service::Attempt& attempt) const;
  std::string name(NameId id) const { return std::string(names_.text(id)); }

  Engine engine;

 private:
  // Its name, its zone, how much longer work takes there, and where there are security groups the
  // instances that it runs on.
  using ServiceKey = std::tuple<std::string, std::string, double, std::string>;

  struct Group {
    std::unique_ptr<balancing::TargetGroup> group;
    std::map<std::string, balancing::TargetId> targets;  // by the instance's or balancer's name
    std::vector<balancing::Node> nodes;
    NameId name = NameId::none;
    std::string balancer;  // that forwards to it
    std::unique_ptr<balancing::ShareWatch> shares;
    std::unique_ptr<service::Relay> relay;  // to the balancer that is its target
    bool has_been_healthy = false;          // some target, as Auto Scaling wants to know
  };

  struct Balancer {
    std::unique_ptr<balancing::LoadBalancer> balancer;
    std::map<int, service::Endpoint*> doors;  // by port

    // Its only listener, or the one with the lowest port.
    service::Endpoint& door() const { return *doors.begin()->second; }
  };

  struct Instance {
    static constexpr service::BurstId steady = 0xffffffff;

    service::ServerId server = 0;
    service::BurstId burst = steady;
    compute::LifeId life = 0;
    scaling::GroupId group = no_group;  // that has launched it
    std::string_view type;              // as the catalogue has it
    std::string zone;
  };
  static constexpr scaling::GroupId no_group = 0xffffffff;

  /// What the instances of one entry have in common.
  struct Fleetlet {
    std::string name;
    compute::Lives::KindId kind = 0;
    std::vector<std::string> zones;
    std::vector<NameId> zone_ids;
    std::vector<service::ServiceId> services;  // by zone
    int made = 0;
  };

  /// A group, who decides on its size, and when it launched and terminated whom.
  struct ScalingGroup {
    Fleetlet fleet;
    std::unique_ptr<scaling::Group> group;
    std::unique_ptr<scaling::Scaler> scaler;
    std::unique_ptr<scaling::Schedule> schedule;
  };

  /// Of an instance that has changed its type.
  struct EarlierTypes {
    Duration vcpu_time{};  // that it had with them
    Duration until{};
  };

  struct Client {
    std::unique_ptr<traffic::OpenClient> open;
    std::unique_ptr<traffic::ClosedClient> closed;
    std::unique_ptr<traffic::ClientMeter> meter;  // where somebody reads its metrics
  };

  struct HeldAddress {
    std::uint32_t address;
    compute::LifeId holder;  // Addresses::nobody: nobody
  };

  /// What names mean to those who ask from one place.
  class Neighbourhood;

  /// Who asks somebody, and how.
  struct Asking {
    Roads::Use use;
    Roads::Asker from;
    std::string entry{};  ///< of instances that call
  };

  /// Whom somebody asks, as it is from where he is; and as it is where it stands.
  service::Endpoint& endpoint(const Asking& asking, std::string_view name);
  service::Endpoint& guarded(const Asking& asking, const std::string& name);
  service::Endpoint& endpoint(const std::string& name);
  service::Connections& connections(std::string_view name);
  service::ClassId request_class(std::string_view name);

  void build_balancers();
  void build_balancer(const std::string& name, const balancing::LoadBalancerSpec& spec);
  balancing::TargetGroup& target_group(const std::string& name, const std::string& balancer,
                                       const balancing::Setting& setting,
                                       std::span<const balancing::Node> nodes);
  void build_relay(const std::string& group, const std::string& balancer);
  bool reaches(const std::string& client, const Group& group) const;
  void check(const Group& group) const;
  void make_room_for_instances();
  void build_instances(const std::string& name);
  Fleetlet build_fleet(const std::string& name);
  std::pair<const std::string, Instance>& add_instance(Fleetlet& fleet, std::size_t zone);
  void build_group(const std::string& name);
  void build_scalers();
  void build_scaler(const std::string& name, ScalingGroup& its);
  std::optional<metrics::Alarm::Terms> watched_by(const std::string& group,
                                                  const scaling::PolicySpec& policy);
  void attend(const std::string& target_group);
  void start_groups();
  service::BurstId build_burst(const Instance& instance, const compute::InstanceSpec& spec,
                               NameId name, Duration was_idle);
  void begin_life(const std::string& name, Instance& instance, compute::Lives::KindId kind);
  void run_burst(const std::string& name, Instance& instance);
  ServiceKey service_in(const std::string& entry, const std::string& zone,
                        std::string_view type) const;
  service::ServiceId build_service(const std::string& entry, const std::string& zone);
  service::ServiceId service_on(const std::string& entry, const std::string& zone,
                                std::string_view type);
  void write_programs();
  service::Program write_program(const std::string& entry, const ServiceKey& key);
  void build_elastic_ips();
  void build_volumes();
  std::optional<HeldAddress> address_called(const std::string& name) const;
  service::Endpoint& address_door(const HeldAddress& address);
  Crossing crossing_to_address(const std::string& client, const HeldAddress& address);
  void lead(std::uint32_t address, compute::LifeId holder);
  std::string name_of(compute::LifeId life) const;
  compute::LifeId life_of(const std::string& instance) const;
  void report_addresses(Result& result) const;
  void report_status(Result& result) const;
  void build_database(const std::string& name);
  void build_external(const std::string& name);
  void register_targets();
  balancing::DnsRecord& build_record(const std::string& name);
  balancing::RecordTarget record_target(const std::string& record, const std::string& name,
                                        Weight weight);
  std::vector<Duration> ways(const std::string& record, std::string_view from) const;
  const std::string& region_of_target(const std::string& name) const;
  std::string place_of(const std::string& name) const;
  balancing::Target target_in(const std::string& group, const std::string& instance);
  std::vector<service::Endpoint*> from_nodes(const Group& group, const Instance& instance,
                                             service::Endpoint& target);
  void build_clients();
  void introduce(const std::string& client, service::CallerId its);
  void start_clients();
  std::vector<std::string> instances_called(const std::string& name) const;
  const compute::InstanceSpec& spec_of(const std::string& instance) const;
  void join_groups(const std::string& instance, balancing::Health health);
  bool gets_launch_credits(const compute::InstanceSpec& spec, const compute::CreditTerms& terms);

  std::optional<compute::LifeId> launch(scaling::GroupId group, std::size_t zone) override;
  bool has_room(scaling::GroupId group, std::size_t zone) const override;
  bool terminate(compute::LifeId life) override;
  void join_targets(compute::LifeId life) override;
  void leave_targets(compute::LifeId life) override;
  bool is_drained(compute::LifeId life) const override;
  bool has_targets(compute::LifeId life) const override;
  scaling::Vitals vitals(compute::LifeId life) const override;
  NameId name_id(compute::LifeId life) const override;
  std::string name(compute::LifeId life) const override { return by_life_[life]->first; }
  NameId zone_id(scaling::GroupId group, std::size_t zone) const override;
  std::string zone(scaling::GroupId group, std::size_t zone) const override;
  std::string clock_text(Time at) const override;
  scaling::Group* group_of(compute::LifeId life);
  const ScalingGroup& group_called(const std::string& name) const;
  void lose_room(const std::string& zone, std::optional<Duration> duration);
  void room_returns();  // event
  void report_groups(Result& result) const;

  void entered(compute::LifeId life, compute::LifeState state) override;
  void becomes(compute::LifeId life, compute::Machine machine) override;
  compute::Finding look_at(compute::LifeId life) const override;
  bool is_checked(compute::LifeId life) const override;
  void recover(compute::LifeId life) override;
  MetricSample sample(const MetricSubject& subject, Time since, bool with_latency) override;
  void sample_balancer(const MetricSubject& subject, Time since, bool with_latency,
                       MetricSample& sample) const;
  void sample_group(const MetricSubject& subject, bool with_latency, MetricSample& sample) const;
  void sample_client(const std::string& name, bool with_latency, MetricSample& sample);
  std::optional<balancing::NodeIndex> node_in(const balancing::LoadBalancer& balancer,
                                              const std::string& zone) const;
  const service::Server& process(std::uint32_t server) const override {
    return fleet_.server(server);
  }
  void publish_from(const std::string& instance, const Instance& its);
  ScalingSample sample_of_scaling(const scaling::Group& group) const;
  InstanceSample sample_of_instance(const Instance& instance) const;
  void doubt(compute::LifeId life);
  void leave_host(compute::LifeId life);

  std::uint32_t note(const faults::Action& action);
  void act(std::uint32_t action);  // event
  void act_on(const faults::Action::Crash& crash);
  void act_on(const faults::Action::Hang& hang);
  void act_on(const faults::Action::Stop& stop);
  void act_on(const faults::Action::Start& start);
  void act_on(const faults::Action::Reboot& reboot);
  void act_on(const faults::Action::Hibernate& hibernate);
  void act_on(const faults::Action::Terminate& terminate);
  void act_on(const faults::Action::Deregister& deregister);
  void act_on(const faults::Action::ModifyInstance& change);
  void equip(const std::string& name, Instance& instance, const compute::InstanceType& type);
  void act_on(const faults::Action::FailZone& failure);
  void act_on(const faults::Action::FailRegion& failure);
  void act_on(const faults::Action::ZonalShift& shift);
  void act_on(const faults::Action::CutLink& cut);
  void act_on(const faults::Action::SlowLink& slow);
  void act_on(const faults::Action::Allow& edit);
  void act_on(const faults::Action::Revoke& edit);
  void act_on(const faults::Action::AllocateAddress& allocation);
  void act_on(const faults::Action::AssociateAddress& association);
  void act_on(const faults::Action::DisassociateAddress& parting);
  void act_on(const faults::Action::ReleaseAddress& release);
  void act_on(const faults::Action::FailHost& failure);
  void act_on(const faults::Action::Freeze& freeze);
  void act_on(const faults::Action::Try& attempt);
  void act_on(const faults::Action::AttachVolume& attachment);
  void act_on(const faults::Action::CreateImage& creation);
  void act_on(const faults::Action::Launch& launch);
  /// What the storage does alone.
  template <class Form>
  requires requires(Storage& storage, const Form& form) { storage.act_on(form); }
  void act_on(const Form& form) { storage_.act_on(form); }
  bool can_start(const Instance& instance);
  void act_on(const faults::UpdateGroup& update);
  void act_on(const faults::SuspendProcesses& suspension);
  void act_on(const faults::ResumeProcesses& resumption);
  void act_on(const faults::EnterStandby& entry);
  void act_on(const faults::ExitStandby& exit);
  void act_on(const faults::DetachInstances& detachment);
  void act_on(const faults::SetInstanceProtection& protection);
  void act_on(const faults::SetInstanceHealth& word);
  void act_on(const faults::TerminateInGroup& termination);
  void act_on(const faults::ExhaustZone& exhaustion);
  AccessFinding look(const faults::TrySpec& attempt, const std::string& to,
                     const faults::Origin& from) const;
  AccessFrom access_from(const faults::Origin& origin) const;
  AccessTo access_to(const std::string& asked, const AccessFrom& from) const;
  AccessTo access_to_address(const std::string& asked) const;
  AccessTo access_to_database(const std::string& name) const;
  AccessTo access_to_instance(compute::LifeId life) const;
  AccessTo::Process process_of(const Instance& instance) const;
  std::optional<AccessFinding> silence_of(compute::LifeId life) const;
  void look_at_nodes();
  void lose(const std::string& name, const std::vector<std::string>& zones,
            std::optional<Duration> duration);
  /// Visits each instance that a word names, or each of whose it names.
  template <class Visit>
  void for_each_instance(const std::vector<std::string>& words, Visit visit) {
    for (const std::string& word : words)
      for (const std::string& name : instances_called(word))
        if (const auto found = instances_.find(name); found != instances_.end())
          visit(found->second);
  }

  /// Visits the target groups that it is in, and as what.
  template <class Visit>
  void for_each_member(const std::vector<std::string>& words, Visit visit) {
    for_each_instance(words, [&](const Instance& instance) {
      if (scaling::Group* group = group_of(instance.life)) visit(*group, instance.life);
    });
  }

  template <class Visit>
  void for_each_target(const std::string& instance, Visit visit) {
    for (auto& [name, group] : groups_) {
      const auto target = group.targets.find(instance);
      if (target != group.targets.end()) visit(*group.group, target->second);
    }
  }

  std::uint64_t open_requests() const;
  std::uint64_t attempts_awaited() const;
  void check() const;

  void report_clients(Result& result) const;
  traffic::Tally tally_of(const std::string& client, const traffic::Window& window,
                          std::optional<std::size_t> request_class = {}) const;
  traffic::Tally tally_in(const std::string& scope, const traffic::Window& window) const;
  void report_promises(Result& result) const;
  void report_course(Result& result) const;
  void end_step();  // event
  std::size_t count_running() const;
  void report_balancers(Result& result) const;
  void report_servers(Result& result) const;
  std::map<std::string, CreditsResult> credits() const;
  void report_calls(Result& result) const;
  void report_happenings(Result& result) const;
  ServerResult report_server(const std::string& name, const Instance& instance) const;
  ServerResult report_server(service::ServerId server) const;
  double utilization(service::ServerId server, Duration time) const;
  std::set<NameId> names_of_members() const;
  void add_decisions(Result& result) const;
  Duration time_short_of_healthy(NameId group) const;
  std::map<NameId, int> times_unhealthy() const;

  const Scenario scenario_;
  const compute::Types types_;
  const std::uint64_t seed_;
  Names names_;
  Journal journal_;
  service::Exchange exchange_;
  Roads roads_;
  Gates gates_;
  service::Diary diary_;
  service::Fleet fleet_;
  service::Bursts bursts_;
  std::map<std::string, compute::LaunchLimit> launch_limits_;  // by region
  compute::Lives lives_;
  std::vector<std::map<std::string, Instance>::value_type*> by_life_;
  compute::StatusChecks status_checks_;
  std::set<compute::LifeId> on_failed_host_;
  std::set<compute::LifeId> frozen_;
  compute::Addresses addresses_;
  std::map<std::string, compute::Addresses::ElasticId> elastic_ips_;
  Storage storage_;
  std::map<std::uint32_t, service::AddressDoor> address_doors_;  // of those that clients know
  std::map<std::string, std::uint32_t> addresses_asked_;  // by client, where security groups look
  faults::Outages outages_;
  // Of balancers, by name: no way leads there from their region.
  std::set<std::pair<std::string, balancing::NodeIndex>> nodes_cut_off_;
  faults::ZonalShifts shifts_;
  faults::LinkFaults link_faults_;
  std::map<std::string, service::Connections> connections_;
  std::map<std::string, service::ClassId, std::less<>> classes_;
  const std::map<std::string, std::string> balancers_by_group_;  // that are targets
  const std::set<std::pair<std::string, std::string>> own_metrics_read_;
  std::map<std::string, Group> groups_;
  std::map<std::string, Balancer> balancers_;
  std::map<std::string, std::unique_ptr<balancing::DnsRecord>> records_;
  std::map<ServiceKey, service::ServiceId> services_;
  std::map<std::string, Instance> instances_;
  std::vector<ScalingGroup> scaling_groups_;           // by GroupId
  std::map<std::string, Time> no_room_;                // zones, and until when they have none
  std::map<std::string, EarlierTypes> earlier_types_;  // by instance
  std::map<std::string, Instance> databases_;
  std::map<std::string, service::ServerId> externals_;
  std::map<std::string, Client> clients_;
  std::vector<faults::Action> actions_;
  std::vector<std::pair<Time, std::string>> acted_;
  std::vector<AccessResult> tries_;
  Call<std::uint32_t> act_;
  Call<void> room_returns_;
  Call<void> end_step_;
  const Steps steps_;                       // of the course
  std::vector<std::size_t> running_;        // instances, at the end of each of these
  std::unique_ptr<Monitoring> monitoring_;  // where somebody reads a metric
  bool settled_ = false;
  std::map<std::string, CreditsResult> credits_at_end_;  // before what still was due
};

}  // namespace squall::world
