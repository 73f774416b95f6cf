#pragma once

#include "squall/core/journal.hpp"

/// What becomes of volumes, snapshots and images, and what EC2 refuses.
namespace squall::compute {

// The subject is a volume, the object an instance.

inline constexpr JournalKind volume_created{"volume_created", "{subject} is created"};
inline constexpr JournalKind volume_attached{"volume_attached",
                                             "{subject} is attached to {object}"};
inline constexpr JournalKind volume_detached{"volume_detached",
                                             "{subject} is detached from {object}"};
inline constexpr JournalKind volume_deleted{"volume_deleted", "{subject} is deleted"};
inline constexpr JournalKind volume_there_already{"volume_there_already",
                                                  "{subject} is not created once more"};
inline constexpr JournalKind no_snapshot{
    "no_snapshot",
    "{subject} is not created: there is no snapshot {object} in its region "
    "(InvalidSnapshot.NotFound)"};
inline constexpr JournalKind snapshot_pending{
    "snapshot_pending",
    "{subject} is not created: the snapshot {object} is pending (IncorrectState)"};
inline constexpr JournalKind attached_elsewhere{
    "attached_elsewhere",
    "{subject} is not attached to {object}: an instance has it (VolumeInUse)"};
inline constexpr JournalKind in_other_zone{
    "in_other_zone",
    "{subject} is not attached to {object}, which is in another zone "
    "(InvalidVolume.ZoneMismatch)"};
inline constexpr JournalKind no_such_volume{
    "no_such_volume",
    "{subject} is not attached to {object}: there is no such volume (InvalidVolume.NotFound)"};
inline constexpr JournalKind volume_not_ready{
    "volume_not_ready",
    "{subject} is not attached to {object}: it is not available (IncorrectState)"};
inline constexpr JournalKind instance_not_ready{
    "instance_not_ready",
    "{subject} is not attached to {object}, which is neither running nor stopped (IncorrectState)"};
inline constexpr JournalKind has_root_already{
    "has_root_already",
    "{subject} is not attached to {object}, which has another volume to boot from "
    "(InvalidParameterValue)"};
inline constexpr JournalKind not_attached{
    "not_attached", "{subject} is not detached: no instance has it (IncorrectState)"};
inline constexpr JournalKind root_of_running{
    "root_of_running",
    "{subject} is not detached: {object} boots from it and has not stopped "
    "(OperationNotPermitted)"};
inline constexpr JournalKind volume_in_use{
    "volume_in_use", "{subject} is not deleted: {object} has it (VolumeInUse)"};
inline constexpr JournalKind volume_not_deleted{
    "volume_not_deleted", "{subject} is not deleted: it is not available (IncorrectState)"};
inline constexpr JournalKind nothing_to_delete{
    "nothing_to_delete",
    "{subject} is not deleted: there is no such volume (InvalidVolume.NotFound)"};

// The subject is an instance, the object an image.

inline constexpr JournalKind no_root_volume{
    "no_root_volume", "{subject} is not started: it has no volume to boot from"};
inline constexpr JournalKind no_image{
    "no_image",
    "{subject} is not launched: its region has no image {object} (InvalidAMIID.NotFound)"};
inline constexpr JournalKind image_pending{
    "image_pending",
    "{subject} is not launched: the image {object} is pending (InvalidAMIID.Unavailable)"};

// The subject is a snapshot, the object what it is made of.

inline constexpr JournalKind snapshot_begun{"snapshot_begun", "{subject} is taken of {object}"};
inline constexpr JournalKind snapshot_copied{"snapshot_copied",
                                             "{subject} is copied from {object}"};
inline constexpr JournalKind snapshot_completed{"snapshot_completed", "{subject} is completed"};
inline constexpr JournalKind snapshot_deleted{"snapshot_deleted", "{subject} is deleted"};
inline constexpr JournalKind snapshot_there_already{"snapshot_there_already",
                                                    "{subject} is not taken once more"};
inline constexpr JournalKind too_many_snapshots{
    "too_many_snapshots",
    "{subject} is not taken: {a} of {object} are pending (ConcurrentSnapshotLimitExceeded)"};
inline constexpr JournalKind no_volume_to_take{
    "no_volume_to_take",
    "{subject} is not taken: there is no volume {object} (InvalidVolume.NotFound)"};
inline constexpr JournalKind volume_is_created{
    "volume_is_created",
    "{subject} is not taken: the volume {object} is creating (IncorrectState)"};
inline constexpr JournalKind no_source_snapshot{
    "no_source_snapshot",
    "{subject} is not copied: there is no snapshot {object} (InvalidSnapshot.NotFound)"};
inline constexpr JournalKind source_snapshot_pending{
    "source_snapshot_pending",
    "{subject} is not copied: the snapshot {object} is pending (IncorrectState)"};
inline constexpr JournalKind no_snapshot_to_delete{
    "no_snapshot_to_delete",
    "{subject} is not deleted: there is no such snapshot (InvalidSnapshot.NotFound)"};

// The subject is an image, the object what it is made of.

inline constexpr JournalKind image_begun{"image_begun", "{subject} is made of {object}"};
inline constexpr JournalKind image_copied{"image_copied", "{subject} is copied from {object}"};
inline constexpr JournalKind image_available{"image_available", "{subject} is available"};
inline constexpr JournalKind image_deregistered{"image_deregistered", "{subject} is deregistered"};
inline constexpr JournalKind image_there_already{"image_there_already",
                                                 "{subject} is not made once more"};
inline constexpr JournalKind too_many_images{"too_many_images",
                                             "{subject} is not made: {a} of {object} are pending"};
inline constexpr JournalKind no_source_image{
    "no_source_image",
    "{subject} is not copied: there is no image {object} (InvalidAMIID.NotFound)"};
inline constexpr JournalKind source_image_pending{
    "source_image_pending",
    "{subject} is not copied: the image {object} is pending (InvalidAMIID.Unavailable)"};
inline constexpr JournalKind no_image_to_deregister{
    "no_image_to_deregister",
    "{subject} is not deregistered: there is no such image (InvalidAMIID.Unavailable)"};
inline constexpr JournalKind not_made_of{
    "not_made_of",
    "{subject} is not made of {object}, which is neither running nor stopped "
    "(IncorrectInstanceState)"};

}  // namespace squall::compute
