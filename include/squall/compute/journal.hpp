#pragma once

#include "squall/core/journal.hpp"

namespace squall::compute {

inline constexpr JournalKind serves{
    "serves", "{subject} takes requests, {a:duration} after it began to boot"};

// What is asked of an instance, and refused with EC2's error.

inline constexpr JournalKind not_started{
    "not_started", "{subject} is not started: it has not stopped (IncorrectInstanceState)"};
inline constexpr JournalKind not_stopped{
    "not_stopped", "{subject} is not stopped: it is not running (IncorrectInstanceState)"};
inline constexpr JournalKind not_hibernated{
    "not_hibernated",
    "{subject} is not hibernated: it was launched without 'hibernation' "
    "(UnsupportedHibernationConfiguration)"};
inline constexpr JournalKind not_rebooted{
    "not_rebooted", "{subject} is not rebooted: it is not running (IncorrectInstanceState)"};
inline constexpr JournalKind type_changed{"type_changed",
                                          "{subject} is of type {object} from its next start on"};
inline constexpr JournalKind type_kept{
    "type_kept",
    "{subject} does not become of type {object}: it has not stopped (IncorrectInstanceState)"};
inline constexpr JournalKind not_terminated{
    "not_terminated",
    "{subject} is not terminated: it, or another of this call in its zone, is "
    "protected (OperationNotPermitted)"};

inline constexpr JournalKind nothing_to_terminate{
    "nothing_to_terminate",
    "{subject} is not terminated: it is not launched (InvalidInstanceID.NotFound)"};
inline constexpr JournalKind launched_already{"launched_already",
                                              "{subject} is not launched once more"};

inline constexpr JournalKind system_check_fails{
    "system_check_fails",
    "{subject} fails its system status check, and with it that of the instance"};
inline constexpr JournalKind instance_check_fails{"instance_check_fails",
                                                  "{subject} fails its instance status check"};
inline constexpr JournalKind checks_pass{"checks_pass",
                                         "{subject} passes both status checks again"};
inline constexpr JournalKind recovered{
    "recovered",
    "{subject} is recovered: it boots on another host, with its addresses, without its memory"};
inline constexpr JournalKind no_host_to_reboot{"no_host_to_reboot",
                                               "{subject} does not reboot: its host has failed"};

// The object is an address.

inline constexpr JournalKind public_ip_given{"public_ip_given",
                                             "{subject} has the public IP {object}"};
inline constexpr JournalKind public_ip_returned{"public_ip_returned",
                                                "{subject} gives back the public IP {object}"};
inline constexpr JournalKind elastic_allocated{"elastic_allocated",
                                               "{subject} is allocated: {object}"};
inline constexpr JournalKind elastic_released{"elastic_released",
                                              "{subject} is released: {object} is AWS's again"};

// The subject is an elastic IP, the object an instance.

inline constexpr JournalKind elastic_associated{"elastic_associated",
                                                "{subject} is associated with {object}"};
inline constexpr JournalKind elastic_parted{"elastic_parted",
                                            "{subject} is no longer associated with {object}"};
inline constexpr JournalKind too_many_elastic{
    "too_many_elastic",
    "{subject} is not allocated: the account has {a} in {object} (AddressLimitExceeded)"};
inline constexpr JournalKind allocated_already{"allocated_already",
                                               "{subject} is not allocated once more"};
inline constexpr JournalKind no_such_address{
    "no_such_address",
    "{subject} is not associated with {object}: the account has no such address in the instance's "
    "region (InvalidAllocationID.NotFound)"};
inline constexpr JournalKind not_associated{
    "not_associated",
    "{subject} is not associated with {object}, which is pending or terminated "
    "(IncorrectInstanceState)"};
inline constexpr JournalKind associated_already{
    "associated_already",
    "{subject} is not associated with {object}: that would take an address away from an instance "
    "(Resource.AlreadyAssociated)"};
inline constexpr JournalKind not_parted{
    "not_parted",
    "{subject} is not disassociated: no instance has it (InvalidAssociationID.NotFound)"};
inline constexpr JournalKind not_released{
    "not_released", "{subject} is not released: {object} has it (InvalidIPAddress.InUse)"};
inline constexpr JournalKind nothing_to_release{
    "nothing_to_release",
    "{subject} is not released: it is not allocated (InvalidAllocationID.NotFound)"};

}  // namespace squall::compute
