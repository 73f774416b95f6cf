#pragma once

#include "squall/balancing/target.hpp"
#include "squall/core/journal.hpp"

namespace squall::balancing {

// The subject is a target. The object is the node that judges it, or the group that it leaves.

inline constexpr JournalKind target_healthy{
    "target_healthy", "{object} finds {subject} healthy after {a} good answers in a row"};
inline constexpr JournalKind target_answers_errors{
    "target_answers_errors",
    "{object} finds {subject} unhealthy: {a} probes in a row were answered with an error "
    "(Target.ResponseCodeMismatch)"};
inline constexpr JournalKind target_times_out{
    "target_times_out",
    "{object} finds {subject} unhealthy: {a} probes in a row were not answered in time "
    "(Target.Timeout)"};
inline constexpr JournalKind target_refuses{
    "target_refuses",
    "{object} finds {subject} unhealthy: it was refused {a} times in a row "
    "(Target.FailedHealthChecks)"};
inline constexpr JournalKind target_registered{"target_registered",
                                               "{subject} is registered in {object}"};
inline constexpr JournalKind target_deregistered{
    "target_deregistered",
    "{subject} leaves {object} and has {a:duration} to finish its {b:count} requests"};
inline constexpr JournalKind target_drained{
    "target_drained", "{subject} has left {object}; {a:count} requests were cut off"};
inline constexpr JournalKind target_withdrawn{
    "target_withdrawn", "{object} no longer uses {subject}, which has stopped"};
inline constexpr JournalKind target_readmitted{"target_readmitted",
                                               "{subject} is in {object} again: it runs"};

// The subject is a group, the object a node.

inline constexpr JournalKind too_few_healthy{
    "too_few_healthy", "{object} finds too few targets of {subject} healthy to use these alone"};
inline constexpr JournalKind enough_healthy{
    "enough_healthy", "{object} finds enough targets of {subject} healthy again"};

// The subject is a node, the object its balancer.

inline constexpr JournalKind node_lost{"node_lost", "DNS names {subject} no more: it is gone"};
inline constexpr JournalKind node_left{
    "node_left", "DNS names {subject} no more: its zone is shifted away from"};
inline constexpr JournalKind node_withdrawn{
    "node_withdrawn", "DNS names {subject} no more: it has too few healthy targets"};
inline constexpr JournalKind node_named{"node_named", "DNS names {subject} again"};

// The subject is a target of a DNS record, the object the record.

inline constexpr JournalKind record_target_unhealthy{
    "record_target_unhealthy",
    "{object} finds {subject} unhealthy: {a} checks in a row had no good answer"};
inline constexpr JournalKind record_target_empty{
    "record_target_empty",
    "{object} finds {subject} unhealthy: a target group of it has no healthy target"};
inline constexpr JournalKind record_target_healthy{"record_target_healthy",
                                                   "{object} finds {subject} healthy again"};

/// The kind for a target whose health is now this.
/// Requires: it is healthy, or unhealthy for what its probes met.
const JournalKind& journal_kind_of(Health health);

}  // namespace squall::balancing
