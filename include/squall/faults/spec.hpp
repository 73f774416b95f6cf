#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/faults/group_actions.hpp"
#include "squall/faults/storage_actions.hpp"
#include "squall/faults/try_spec.hpp"
#include "squall/network/security_group_spec.hpp"
#include "squall/network/spec.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace squall::faults {

/// Something that happens to the world.
struct Action {
  struct Crash {
    std::vector<std::string> instances;
    friend bool operator==(const Crash&, const Crash&) = default;
  };
  struct Hang {
    std::vector<std::string> instances;
    friend bool operator==(const Hang&, const Hang&) = default;
  };
  struct Stop {
    std::vector<std::string> instances;
    friend bool operator==(const Stop&, const Stop&) = default;
  };
  struct Start {
    std::vector<std::string> instances;
    friend bool operator==(const Start&, const Start&) = default;
  };
  struct Reboot {
    std::vector<std::string> instances;
    friend bool operator==(const Reboot&, const Reboot&) = default;
  };
  struct Hibernate {
    std::vector<std::string> instances;
    friend bool operator==(const Hibernate&, const Hibernate&) = default;
  };
  struct Terminate {
    std::vector<std::string> instances;
    friend bool operator==(const Terminate&, const Terminate&) = default;
  };
  /// Another type from the next start on; only what has stopped can be changed.
  struct ModifyInstance {
    std::vector<std::string> instances;
    std::string instance_type;
    friend bool operator==(const ModifyInstance&, const ModifyInstance&) = default;
  };
  struct Deregister {
    std::vector<std::string> instances;
    friend bool operator==(const Deregister&, const Deregister&) = default;
  };

  /// The hardware below fails.
  struct FailHost {
    std::vector<std::string> instances;
    friend bool operator==(const FailHost&, const FailHost&) = default;
  };
  /// The operating system stands still.
  struct Freeze {
    std::vector<std::string> instances;
    friend bool operator==(const Freeze&, const Freeze&) = default;
  };

  // The life of an elastic IP.
  struct AllocateAddress {
    std::string elastic_ip;
    friend bool operator==(const AllocateAddress&, const AllocateAddress&) = default;
  };
  struct AssociateAddress {
    std::string elastic_ip;
    std::string instance;
    bool allow_reassociation = true;
    friend bool operator==(const AssociateAddress&, const AssociateAddress&) = default;
  };
  struct DisassociateAddress {
    std::string elastic_ip;
    friend bool operator==(const DisassociateAddress&, const DisassociateAddress&) = default;
  };
  struct ReleaseAddress {
    std::string elastic_ip;
    friend bool operator==(const ReleaseAddress&, const ReleaseAddress&) = default;
  };

  using CreateVolume = faults::CreateVolume;
  using AttachVolume = faults::AttachVolume;
  using DetachVolume = faults::DetachVolume;
  using DeleteVolume = faults::DeleteVolume;
  using CreateSnapshot = faults::CreateSnapshot;
  using CopySnapshot = faults::CopySnapshot;
  using DeleteSnapshot = faults::DeleteSnapshot;
  using CreateImage = faults::CreateImage;
  using CopyImage = faults::CopyImage;
  using DeregisterImage = faults::DeregisterImage;

  /// What was not there when the run began is launched.
  struct Launch {
    std::vector<std::string> instances;
    friend bool operator==(const Launch&, const Launch&) = default;
  };

  /// Everything in the zone is lost; without `duration` for good.
  struct FailZone {
    std::string zone;
    std::optional<Duration> duration = std::nullopt;
    friend bool operator==(const FailZone&, const FailZone&) = default;
  };
  struct FailRegion {
    std::string region;
    std::optional<Duration> duration = std::nullopt;
    friend bool operator==(const FailRegion&, const FailRegion&) = default;
  };
  struct ZonalShift {
    std::string load_balancer;
    std::string zone;
    Duration duration{};
    friend bool operator==(const ZonalShift&, const ZonalShift&) = default;
  };

  /// Nothing passes the link.
  struct CutLink {
    network::LinkEnds link;
    std::optional<Duration> duration = std::nullopt;
    friend bool operator==(const CutLink&, const CutLink&) = default;
  };
  struct SlowLink {
    network::LinkEnds link;
    Duration by{};
    std::optional<Duration> duration = std::nullopt;
    friend bool operator==(const SlowLink&, const SlowLink&) = default;
  };

  /// A security group has one rule more, or one less.
  struct Allow {
    std::string group;
    std::optional<network::InboundRule> inbound = std::nullopt;
    std::optional<network::OutboundRule> outbound = std::nullopt;
    friend bool operator==(const Allow&, const Allow&) = default;
  };
  struct Revoke {
    std::string group;
    std::optional<network::InboundRule> inbound = std::nullopt;
    std::optional<network::OutboundRule> outbound = std::nullopt;
    friend bool operator==(const Revoke&, const Revoke&) = default;
  };

  /// Somebody tries to get in. A look: it changes nothing.
  struct Try {
    TrySpec attempt;
    friend bool operator==(const Try&, const Try&) = default;
  };

  std::variant<Crash, Hang, Stop, Start, Reboot, Hibernate, Terminate, Deregister, FailZone,
               FailRegion, ZonalShift, CutLink, SlowLink, Allow, Revoke, AllocateAddress,
               AssociateAddress, DisassociateAddress, ReleaseAddress, FailHost, Freeze, Try,
               ModifyInstance, CreateVolume, AttachVolume, DetachVolume, DeleteVolume,
               CreateSnapshot, CopySnapshot, DeleteSnapshot, CreateImage, CopyImage,
               DeregisterImage, Launch, UpdateGroup, SuspendProcesses, ResumeProcesses,
               EnterStandby, ExitStandby, DetachInstances, SetInstanceProtection, SetInstanceHealth,
               TerminateInGroup, ExhaustZone>
      form;

  friend bool operator==(const Action&, const Action&) = default;
};

/// One line of the timeline: when, and what.
struct TimelineSpec {
  Moment at;
  Action action;

  friend bool operator==(const TimelineSpec&, const TimelineSpec&) = default;
};

}  // namespace squall::faults

template <>
struct squall::Fields<squall::faults::Action::FailZone> {
  using Spec = squall::faults::Action::FailZone;
  static constexpr std::string_view name = "failure of a zone";
  static constexpr std::array table{
      field<&Spec::zone>(
          "fail_zone", "all that is in the zone is gone: instances, databases, nodes of balancers")
          .like("a")
          .required(),
      field<&Spec::duration>("for", "how long, before it is there again")
          .like("10m")
          .otherwise("for good"),
  };
};

template <>
struct squall::Fields<squall::faults::Action::FailRegion> {
  using Spec = squall::faults::Action::FailRegion;
  static constexpr std::string_view name = "failure of a region";
  static constexpr std::array table{
      field<&Spec::region>("fail_region", "all that is in the region is gone")
          .like("ap-northeast-2")
          .required(),
      field<&Spec::duration>("for", "how long, before it is there again")
          .like("10m")
          .otherwise("for good"),
  };
};

template <>
struct squall::Fields<squall::faults::Action::ZonalShift> {
  using Spec = squall::faults::Action::ZonalShift;
  static constexpr std::string_view name = "zonal shift";
  static constexpr std::array table{
      field<&Spec::load_balancer>("zonal_shift",
                                  "the balancer whose traffic leaves a zone: DNS names its node "
                                  "there no more, and its other nodes choose no target there")
          .naming("load_balancers")
          .like("front")
          .required(),
      field<&Spec::zone>("away_from", "the zone").like("a").required(),
      field<&Spec::duration>("for", "how long").within("1m", "72h").like("30m").required(),
  };
};

template <>
struct squall::Fields<squall::faults::Action::CutLink> {
  using Spec = squall::faults::Action::CutLink;
  static constexpr std::string_view name = "cut of a link";
  static constexpr std::array table{
      field<&Spec::link>("cut_link",
                         "the link between these two places is cut: what would pass it takes "
                         "another way, and is lost where there is none")
          .like("[seoul, ap-northeast-2]")
          .required(),
      field<&Spec::duration>("for", "how long").like("10m").otherwise("for good"),
  };
};

template <>
struct squall::Fields<squall::faults::Action::SlowLink> {
  using Spec = squall::faults::Action::SlowLink;
  static constexpr std::string_view name = "slowness of a link";
  static constexpr std::array table{
      field<&Spec::link>("slow_link", "the link between these two places takes longer")
          .like("[ap-northeast-2, us-east-1]")
          .required(),
      field<&Spec::by>("by", "how much longer, there and back").like("80ms").required(),
      field<&Spec::duration>("for", "how long").like("10m").otherwise("for good"),
  };
};

template <>
struct squall::Fields<squall::faults::Action::Allow> {
  using Spec = squall::faults::Action::Allow;
  static constexpr std::string_view name = "permission";
  static constexpr std::array table{
      field<&Spec::group>("allow", "the security group that gets one rule more")
          .naming("security_groups")
          .like("web")
          .required(),
      field<&Spec::inbound>("inbound", "what may come in")
          .like("{port: 80, from: front}")
          .otherwise("the rule is the 'outbound' one"),
      field<&Spec::outbound>("outbound", "what may go out")
          .like("{port: 3306, to: orders}")
          .otherwise("the rule is the 'inbound' one"),
  };
};

template <>
struct squall::Fields<squall::faults::Action::Revoke> {
  using Spec = squall::faults::Action::Revoke;
  static constexpr std::string_view name = "end of a permission";
  static constexpr std::array table{
      field<&Spec::group>("revoke",
                          "the security group that loses a rule: what is under way goes on, "
                          "unless it was let in from anywhere and might have gone out to anywhere")
          .naming("security_groups")
          .like("web")
          .required(),
      field<&Spec::inbound>("inbound", "what might come in, as the rule says it")
          .like("{port: 80, from: front}")
          .otherwise("the rule is the 'outbound' one"),
      field<&Spec::outbound>("outbound", "what might go out, as the rule says it")
          .like("{port: 3306, to: orders}")
          .otherwise("the rule is the 'inbound' one"),
  };
};

template <>
struct squall::Fields<squall::faults::Action::AllocateAddress> {
  using Spec = squall::faults::Action::AllocateAddress;
  static constexpr std::string_view name = "allocation of an address";
  static constexpr std::array table{
      field<&Spec::elastic_ip>("allocate_address",
                               "the elastic IP that the account gets: five a region and no more")
          .naming("elastic_ips")
          .like("site")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::Action::ModifyInstance> {
  using Spec = squall::faults::Action::ModifyInstance;
  static constexpr std::string_view name = "change of instances";
  static constexpr std::array table{
      field<&Spec::instances>("modify_instance",
                              "the instances that are changed; one that has not stopped is refused")
          .naming("instances")
          .like("web-1")
          .required(),
      field<&Spec::instance_type>("instance_type", "what they are from their next start on")
          .like("m6i.xlarge")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::Action::AssociateAddress> {
  using Spec = squall::faults::Action::AssociateAddress;
  static constexpr std::string_view name = "association of an address";
  static constexpr std::array table{
      field<&Spec::elastic_ip>("associate_address",
                               "the elastic IP that leads to another instance from now on; what "
                               "was open by it is lost")
          .naming("elastic_ips")
          .like("site")
          .required(),
      field<&Spec::instance>("instance", "who gets it, and gives up the public IP it had")
          .naming("instances")
          .like("web-2")
          .required(),
      field<&Spec::allow_reassociation>("allow_reassociation",
                                        "whether it may be taken away from another instance, and "
                                        "another one from this"),
  };
};

template <>
struct squall::Fields<squall::faults::Action::DisassociateAddress> {
  using Spec = squall::faults::Action::DisassociateAddress;
  static constexpr std::string_view name = "disassociation of an address";
  static constexpr std::array table{
      field<&Spec::elastic_ip>("disassociate_address",
                               "the elastic IP that its instance has no longer; it gets another "
                               "public IP")
          .naming("elastic_ips")
          .like("site")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::Action::ReleaseAddress> {
  using Spec = squall::faults::Action::ReleaseAddress;
  static constexpr std::string_view name = "release of an address";
  static constexpr std::array table{
      field<&Spec::elastic_ip>("release_address",
                               "the elastic IP that the account gives back: no instance may have "
                               "it")
          .naming("elastic_ips")
          .like("site")
          .required(),
  };
};

template <>
struct squall::Alternatives<squall::faults::Action> {
  using A = squall::faults::Action;
  using UpdateGroup = squall::faults::UpdateGroup;
  using SuspendProcesses = squall::faults::SuspendProcesses;
  using ResumeProcesses = squall::faults::ResumeProcesses;
  using EnterStandby = squall::faults::EnterStandby;
  using ExitStandby = squall::faults::ExitStandby;
  using DetachInstances = squall::faults::DetachInstances;
  using SetInstanceProtection = squall::faults::SetInstanceProtection;
  using SetInstanceHealth = squall::faults::SetInstanceHealth;
  using TerminateInGroup = squall::faults::TerminateInGroup;
  using ExhaustZone = squall::faults::ExhaustZone;
  static constexpr std::string_view name = "action";
  static constexpr std::array table{
      alternative<A, &A::Crash::instances>("crash",
                                           "the process dies: what it had is reset, what "
                                           "comes is refused")
          .naming("instances|auto_scaling_groups")
          .like("web-1"),
      alternative<A, &A::Hang::instances>("hang",
                                          "the process stands still: it takes requests and "
                                          "answers none")
          .naming("instances|auto_scaling_groups")
          .like("web-1"),
      alternative<A, &A::Stop::instances>("stop", "the machine is gone: nobody answers at all")
          .naming("instances|auto_scaling_groups")
          .like("web-1"),
      alternative<A, &A::Start::instances>("start", "boots again after it has stopped")
          .naming("instances")
          .like("web-1"),
      alternative<A, &A::Reboot::instances>(
          "reboot", "the process ends, the machine is gone for the time of a boot")
          .naming("instances")
          .like("web-1"),
      alternative<A, &A::Hibernate::instances>("hibernate",
                                               "stops, and keeps its memory until it is started")
          .naming("instances")
          .like("web-1"),
      alternative<A, &A::Terminate::instances>("terminate", "the machine is gone for good")
          .naming("instances|auto_scaling_groups")
          .like("web-1"),
      alternative<A, &A::Deregister::instances>("deregister",
                                                "leaves its target groups and finishes what it "
                                                "has; also an ALB behind an NLB")
          .naming("instances|auto_scaling_groups|load_balancers")
          .like("web-1"),
      whole_alternative<A, A::FailZone>("fail_zone", "a zone is lost").like("a"),
      whole_alternative<A, A::FailRegion>("fail_region", "a region is lost").like("ap-northeast-2"),
      whole_alternative<A, A::ZonalShift>("zonal_shift", "a balancer leaves a zone").like("front"),
      whole_alternative<A, A::CutLink>("cut_link", "a link is cut").like("[seoul, ap-northeast-2]"),
      whole_alternative<A, A::SlowLink>("slow_link", "a link is slow")
          .like("[ap-northeast-2, us-east-1]"),
      whole_alternative<A, A::Allow>("allow", "a security group has one rule more").like("web"),
      whole_alternative<A, A::Revoke>("revoke", "a security group has one rule less").like("web"),
      whole_alternative<A, A::AllocateAddress>("allocate_address", "the account gets an elastic IP")
          .like("site"),
      whole_alternative<A, A::AssociateAddress>("associate_address",
                                                "an instance gets an elastic IP")
          .like("site"),
      whole_alternative<A, A::DisassociateAddress>("disassociate_address",
                                                   "nobody has an elastic IP any more")
          .like("site"),
      whole_alternative<A, A::ReleaseAddress>("release_address", "the account gives it back")
          .like("site"),
      alternative<A, &A::FailHost::instances>("fail_host",
                                              "the hardware fails: the machine is gone until it is "
                                              "recovered, or stopped and started, on another host")
          .naming("instances")
          .like("web-1"),
      alternative<A, &A::Freeze::instances>("freeze",
                                            "the operating system stands still: nobody answers "
                                            "until a reboot")
          .naming("instances")
          .like("web-1"),
      alternative<A, &A::Try::attempt>("try", "somebody tries to get in, which changes nothing")
          .like("{ssh: web-1, from: 203.0.113.7}"),
      whole_alternative<A, A::ModifyInstance>("modify_instance", "stopped instances change type")
          .like("web-1"),
      whole_alternative<A, A::CreateVolume>("create_volume", "a volume comes to be").like("data"),
      whole_alternative<A, A::AttachVolume>("attach_volume", "an instance gets a volume")
          .like("data"),
      whole_alternative<A, A::DetachVolume>("detach_volume", "it has it no longer").like("data"),
      whole_alternative<A, A::DeleteVolume>("delete_volume", "a volume ends").like("data"),
      whole_alternative<A, A::CreateSnapshot>("create_snapshot", "a volume's content is kept")
          .like("nightly"),
      whole_alternative<A, A::CopySnapshot>("copy_snapshot", "a snapshot comes to another region")
          .like("nightly-abroad"),
      whole_alternative<A, A::DeleteSnapshot>("delete_snapshot", "a snapshot ends").like("nightly"),
      whole_alternative<A, A::CreateImage>("create_image", "an image is made of an instance")
          .like("golden"),
      whole_alternative<A, A::CopyImage>("copy_image", "an image comes to another region")
          .like("golden-abroad"),
      whole_alternative<A, A::DeregisterImage>("deregister_image", "an image ends").like("golden"),
      alternative<A, &A::Launch::instances>("launch",
                                            "instances that were not there when the run began "
                                            "boot for the first time")
          .naming("instances")
          .like("web-1"),
      whole_alternative<A, UpdateGroup>("update_auto_scaling_group", "a group gets other sizes")
          .like("web"),
      whole_alternative<A, SuspendProcesses>("suspend_processes", "a group leaves things undone")
          .like("web"),
      whole_alternative<A, ResumeProcesses>("resume_processes",
                                            "a group no longer leaves things undone")
          .like("web"),
      whole_alternative<A, EnterStandby>("enter_standby", "instances of a group take a rest")
          .like("web-1"),
      whole_alternative<A, ExitStandby>("exit_standby", "instances on standby come back")
          .like("web-1"),
      whole_alternative<A, DetachInstances>("detach_instances", "instances leave their group")
          .like("web-1"),
      whole_alternative<A, SetInstanceProtection>("set_instance_protection",
                                                  "instances are spared when a group shrinks")
          .like("web-1"),
      whole_alternative<A, SetInstanceHealth>("set_instance_health",
                                              "somebody says how instances are")
          .like("web-1"),
      whole_alternative<A, TerminateInGroup>("terminate_instance_in_auto_scaling_group",
                                             "a group terminates instances, politely")
          .like("web-1"),
      whole_alternative<A, ExhaustZone>("exhaust_zone", "EC2 has no capacity left in a zone")
          .like("a"),
  };
};

template <>
struct squall::Fields<squall::faults::TimelineSpec> {
  using Spec = squall::faults::TimelineSpec;
  static constexpr std::string_view name = "line of the timeline";
  static constexpr std::array table{
      field<&Spec::at>("at", "when it happens: 40m, 11:40 or a timestamp").required(),
      field<&Spec::action>("", "what happens").among().required(),
  };
};
