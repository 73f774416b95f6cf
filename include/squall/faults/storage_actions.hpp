#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <string>

/// What is done to volumes, snapshots and images.
namespace squall::faults {

struct CreateVolume {
  std::string volume;
  friend bool operator==(const CreateVolume&, const CreateVolume&) = default;
};

struct AttachVolume {
  std::string volume;
  std::string instance;
  friend bool operator==(const AttachVolume&, const AttachVolume&) = default;
};

struct DetachVolume {
  std::string volume;
  friend bool operator==(const DetachVolume&, const DetachVolume&) = default;
};

struct DeleteVolume {
  std::string volume;
  friend bool operator==(const DeleteVolume&, const DeleteVolume&) = default;
};

struct CreateSnapshot {
  std::string snapshot;
  std::string volume;
  friend bool operator==(const CreateSnapshot&, const CreateSnapshot&) = default;
};

struct CopySnapshot {
  std::string snapshot;
  std::string source;
  friend bool operator==(const CopySnapshot&, const CopySnapshot&) = default;
};

struct DeleteSnapshot {
  std::string snapshot;
  friend bool operator==(const DeleteSnapshot&, const DeleteSnapshot&) = default;
};

struct CreateImage {
  std::string image;
  std::string instance;
  bool no_reboot = false;
  friend bool operator==(const CreateImage&, const CreateImage&) = default;
};

struct CopyImage {
  std::string image;
  std::string source;
  friend bool operator==(const CopyImage&, const CopyImage&) = default;
};

struct DeregisterImage {
  std::string image;
  friend bool operator==(const DeregisterImage&, const DeregisterImage&) = default;
};

}  // namespace squall::faults

template <>
struct squall::Fields<squall::faults::CreateVolume> {
  using Spec = squall::faults::CreateVolume;
  static constexpr std::string_view name = "creation of a volume";
  static constexpr std::array table{
      field<&Spec::volume>("create_volume", "the volume that comes to be, empty or of its snapshot")
          .naming("volumes")
          .like("data")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::AttachVolume> {
  using Spec = squall::faults::AttachVolume;
  static constexpr std::string_view name = "attachment of a volume";
  static constexpr std::array table{
      field<&Spec::volume>("attach_volume",
                           "the volume that an instance gets: one of its zone, that no other has")
          .naming("volumes")
          .like("data")
          .required(),
      field<&Spec::instance>("instance", "who gets it: running or stopped")
          .naming("instances")
          .like("web-1")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::DetachVolume> {
  using Spec = squall::faults::DetachVolume;
  static constexpr std::string_view name = "detachment of a volume";
  static constexpr std::array table{
      field<&Spec::volume>("detach_volume", "the volume that its instance has no longer")
          .naming("volumes")
          .like("data")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::DeleteVolume> {
  using Spec = squall::faults::DeleteVolume;
  static constexpr std::string_view name = "end of a volume";
  static constexpr std::array table{
      field<&Spec::volume>("delete_volume", "the volume that ends: no instance may have it")
          .naming("volumes")
          .like("data")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::CreateSnapshot> {
  using Spec = squall::faults::CreateSnapshot;
  static constexpr std::string_view name = "creation of a snapshot";
  static constexpr std::array table{
      field<&Spec::snapshot>("create_snapshot", "the snapshot that comes to be")
          .naming("snapshots")
          .like("nightly")
          .required(),
      field<&Spec::volume>("volume", "the volume of the same region whose content it holds")
          .naming("volumes")
          .like("data")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::CopySnapshot> {
  using Spec = squall::faults::CopySnapshot;
  static constexpr std::string_view name = "copy of a snapshot";
  static constexpr std::array table{
      field<&Spec::snapshot>("copy_snapshot", "the snapshot that comes to be, in its own region")
          .naming("snapshots")
          .like("nightly-abroad")
          .required(),
      field<&Spec::source>("source", "the snapshot that it is a copy of")
          .naming("snapshots")
          .like("nightly")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::DeleteSnapshot> {
  using Spec = squall::faults::DeleteSnapshot;
  static constexpr std::string_view name = "end of a snapshot";
  static constexpr std::array table{
      field<&Spec::snapshot>("delete_snapshot", "the snapshot that ends, once it is completed")
          .naming("snapshots")
          .like("nightly")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::CreateImage> {
  using Spec = squall::faults::CreateImage;
  static constexpr std::string_view name = "creation of an image";
  static constexpr std::array table{
      field<&Spec::image>("create_image", "the image that comes to be")
          .naming("images")
          .like("golden")
          .required(),
      field<&Spec::instance>("instance", "the instance of the same region that it is made of")
          .naming("instances")
          .like("web-1")
          .required(),
      field<&Spec::no_reboot>("no_reboot", "whether the instance goes on, and is not rebooted"),
  };
};

template <>
struct squall::Fields<squall::faults::CopyImage> {
  using Spec = squall::faults::CopyImage;
  static constexpr std::string_view name = "copy of an image";
  static constexpr std::array table{
      field<&Spec::image>("copy_image", "the image that comes to be, in its own region")
          .naming("images")
          .like("golden-abroad")
          .required(),
      field<&Spec::source>("source", "the image that it is a copy of")
          .naming("images")
          .like("golden")
          .required(),
  };
};

template <>
struct squall::Fields<squall::faults::DeregisterImage> {
  using Spec = squall::faults::DeregisterImage;
  static constexpr std::string_view name = "end of an image";
  static constexpr std::array table{
      field<&Spec::image>("deregister_image",
                          "the image that nothing is launched from any more: what runs goes on")
          .naming("images")
          .like("golden")
          .required(),
  };
};
