#pragma once

#include "squall/balancing/dns_record_spec.hpp"
#include "squall/balancing/spec.hpp"
#include "squall/compute/launch_template.hpp"
#include "squall/compute/spec.hpp"
#include "squall/compute/storage_spec.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/faults/spec.hpp"
#include "squall/metrics/alarm_spec.hpp"
#include "squall/metrics/spec.hpp"
#include "squall/network/security_group_spec.hpp"
#include "squall/network/spec.hpp"
#include "squall/scaling/spec.hpp"
#include "squall/service/spec.hpp"
#include "squall/traffic/spec.hpp"
#include "squall/world/promise.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::world {

/// How the world is when a run begins.
enum class Begin : std::uint8_t { warm, cold };

/// Everything that a run needs to know, as plain data: what a scenario file says, read and checked.
struct Scenario {
  int squall = 1;
  std::string name;
  std::string region;
  std::vector<std::string> zones;
  std::optional<Timestamp> start;
  Begin begin = Begin::warm;
  Duration duration{};
  Duration measure_from{};
  std::optional<Duration> measure_until;
  std::optional<Duration> settle;
  std::int64_t seed = 42;
  std::map<std::string, network::RegionSpec> regions;
  std::map<std::string, network::LinkSpec> links;
  network::NetworkSpec network;
  std::map<std::string, network::SecurityGroupSpec> security_groups;
  std::map<std::string, compute::TypeSpec> instance_types;
  std::map<std::string, compute::FamilySpec> instance_families;
  std::map<std::string, service::ServiceSpec> services;
  std::map<std::string, service::DatabaseSpec> databases;
  std::map<std::string, service::ExternalSpec> externals;
  std::map<std::string, compute::LaunchTemplateSpec> launch_templates;
  std::map<std::string, compute::InstanceSpec> instances;
  std::map<std::string, compute::KeyPairSpec> key_pairs;
  std::map<std::string, compute::ElasticIpSpec> elastic_ips;
  std::map<std::string, compute::VolumeSpec> volumes;
  std::map<std::string, compute::SnapshotSpec> snapshots;
  std::map<std::string, compute::RegionalImageSpec> images;
  std::map<std::string, balancing::TargetGroupSpec> target_groups;
  std::map<std::string, balancing::LoadBalancerSpec> load_balancers;
  std::map<std::string, balancing::DnsRecordSpec> dns_records;
  std::map<std::string, scaling::GroupSpec> auto_scaling_groups;
  std::map<std::string, traffic::ClientSpec> clients;
  metrics::MetricsSpec metrics;
  std::map<std::string, metrics::AlarmSpec> alarms;
  std::vector<faults::TimelineSpec> timeline;
  std::vector<Promise> slo;

  friend bool operator==(const Scenario&, const Scenario&) = default;
};

}  // namespace squall::world

template <>
struct squall::Words<squall::world::Begin> {
  static constexpr std::string_view name = "begin of a run";
  static constexpr std::array words{
      Word{"warm", "all instances are there, healthy and idle"},
      Word{"cold", "all instances are launched, and boot"},
  };
};

template <>
struct squall::Fields<squall::world::Scenario> {
  using Spec = squall::world::Scenario;
  static constexpr std::string_view name = "scenario";
  static constexpr std::array table{
      field<&Spec::squall>("squall", "the version of the language that the file is written in")
          .within("1", "1"),
      field<&Spec::name>("name", "what the scenario is called in reports")
          .like("Sale at ten")
          .otherwise("the file's name"),
      field<&Spec::region>("region", "where everything is that names no region")
          .like("ap-northeast-2")
          .required(),
      field<&Spec::zones>("zones", "the zones of everything that names none")
          .like("[a, c]")
          .otherwise("the region's first two"),
      field<&Spec::start>("start", "the calendar time at which the run begins")
          .otherwise("times count from 0"),
      field<&Spec::begin>("begin", "whether the instances are there or have to boot"),
      field<&Spec::duration>("duration", "how much time is simulated")
          .like("10m")
          .at_least("1ms")
          .required(),
      field<&Spec::measure_from>("measure_from", "requests sent earlier do not count"),
      field<&Spec::measure_until>("measure_until", "requests sent from then on do not count")
          .like("8m")
          .otherwise("all count to the end"),
      field<&Spec::settle>("settle", "how long the run goes on for answers still due")
          .otherwise("the longest client time-out"),
      field<&Spec::seed>("seed", "the number that all chance comes from"),
      field<&Spec::regions>("regions", "regions beside AWS's own"),
      field<&Spec::links>("links", "how long it is between two places, other than is known"),
      field<&Spec::network>("network", "how it goes on the way from one place to another"),
      field<&Spec::security_groups>("security_groups", "what may pass to whom and from whom"),
      field<&Spec::instance_types>("instance_types", "types beside AWS's own"),
      field<&Spec::instance_families>("instance_families",
                                      "how fast the types of a family are beside others"),
      field<&Spec::services>("services", "the programs that answer requests"),
      field<&Spec::databases>("databases", "the databases that services call"),
      field<&Spec::externals>("externals", "services of others that services call"),
      field<&Spec::launch_templates>("launch_templates", "what instances are launched with"),
      field<&Spec::instances>("instances", "machines that are there from the start"),
      field<&Spec::key_pairs>("key_pairs", "the keys that let in by ssh"),
      field<&Spec::elastic_ips>("elastic_ips", "addresses that move from instance to instance"),
      field<&Spec::volumes>("volumes", "disks that instances of their zone may have"),
      field<&Spec::snapshots>("snapshots", "what was on volumes, for other volumes of the region"),
      field<&Spec::images>("images", "what instances of the region are launched from"),
      field<&Spec::target_groups>("target_groups", "targets that share the work of one kind"),
      field<&Spec::load_balancers>("load_balancers", "balancers in front of target groups"),
      field<&Spec::dns_records>("dns_records", "names that lead to balancers, in any region"),
      field<&Spec::auto_scaling_groups>("auto_scaling_groups", "machines that come and go"),
      field<&Spec::clients>("clients", "those who send requests"),
      field<&Spec::metrics>("metrics", "which metrics are kept, and how late they come"),
      field<&Spec::alarms>("alarms", "what is watched, and when it is too much"),
      field<&Spec::timeline>("timeline", "what happens to the world, and when"),
      field<&Spec::slo>("slo", "what the scenario promises"),
  };
};
