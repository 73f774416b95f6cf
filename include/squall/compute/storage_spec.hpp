#pragma once

#include "squall/compute/spec.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace squall::compute {

/// The types of EBS volumes.
enum class VolumeType : std::uint8_t { gp2, gp3, io1, io2, st1, sc1, standard };

/// A disk that an instance of its zone may have.
struct VolumeSpec {
  std::string region;
  std::string zone;
  Bytes size{};
  VolumeType type = VolumeType::gp3;
  std::string snapshot;
  std::string attached_to;
  bool root = false;
  std::optional<bool> delete_on_termination;
  bool created = true;

  friend bool operator==(const VolumeSpec&, const VolumeSpec&) = default;
};

/// What was on a volume at one moment.
struct SnapshotSpec {
  std::string region;
  std::optional<Bytes> size;
  Duration takes = 2min;
  bool created = true;

  friend bool operator==(const SnapshotSpec&, const SnapshotSpec&) = default;
};

/// An image that instances of its region may be launched from.
struct RegionalImageSpec {
  std::string region;
  DistributionSpec boot{ImageSpec::usual_boot};
  Duration takes = 5min;
  bool created = true;

  friend bool operator==(const RegionalImageSpec&, const RegionalImageSpec&) = default;
};

}  // namespace squall::compute

template <>
struct squall::Words<squall::compute::VolumeType> {
  static constexpr std::string_view name = "volume type";
  static constexpr std::array words{
      Word{"gp2", "general purpose, its IOPS grow with its size"},
      Word{"gp3", "general purpose"},
      Word{"io1", "provisioned IOPS"},
      Word{"io2", "provisioned IOPS, more durable"},
      Word{"st1", "a hard disk for throughput"},
      Word{"sc1", "a hard disk for what is seldom read"},
      Word{"standard", "a magnetic disk of the first generation"},
  };
};

template <>
struct squall::Fields<squall::compute::VolumeSpec> {
  using Spec = squall::compute::VolumeSpec;
  static constexpr std::string_view name = "volume";
  static constexpr std::array table{
      field<&Spec::region>("region", "where it is")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
      field<&Spec::zone>("zone", "the zone it is in: instances of no other can have it")
          .like("a")
          .otherwise("that of the instance that has it"),
      field<&Spec::size>("size", "how much room it has").like("100GiB").at_least("1GiB").required(),
      field<&Spec::type>("type", "what it is made of"),
      field<&Spec::snapshot>("snapshot", "the snapshot that 'create_volume' makes it from")
          .naming("snapshots")
          .like("nightly")
          .otherwise("it is made empty"),
      field<&Spec::attached_to>("attached_to", "the instance that has it when the run begins")
          .naming("instances")
          .like("web-1")
          .otherwise("none"),
      field<&Spec::root>("root",
                         "whether an instance boots from it: then it is detached only while that "
                         "is stopped"),
      field<&Spec::delete_on_termination>("delete_on_termination",
                                          "whether it ends with the instance that has it")
          .otherwise("true of a root, false of others"),
      field<&Spec::created>("created",
                            "whether it is there when the run begins, and not only once the "
                            "timeline creates it"),
  };
};

template <>
struct squall::Fields<squall::compute::SnapshotSpec> {
  using Spec = squall::compute::SnapshotSpec;
  static constexpr std::string_view name = "snapshot";
  static constexpr std::array table{
      field<&Spec::region>("region", "where volumes may be made from it")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
      field<&Spec::size>("size", "the size of its volume: one made from it is no smaller")
          .like("100GiB")
          .at_least("1GiB")
          .otherwise("not known, and not in the cost"),
      field<&Spec::takes>("takes", "from the call that makes it until it is completed")
          .within("0", "24h"),
      field<&Spec::created>("created",
                            "whether it is there when the run begins, and not only once the "
                            "timeline creates or copies it"),
  };
};

template <>
struct squall::Fields<squall::compute::RegionalImageSpec> {
  using Spec = squall::compute::RegionalImageSpec;
  static constexpr std::string_view name = "image of a region";
  static constexpr std::array table{
      field<&Spec::region>("region", "where instances may be launched from it")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
      field<&Spec::boot>("boot", "from a launch until the system answers"),
      field<&Spec::takes>("takes", "from the call that makes it until it is available")
          .within("0", "24h"),
      field<&Spec::created>("created",
                            "whether it is there when the run begins, and not only once the "
                            "timeline creates or copies it"),
  };
};
