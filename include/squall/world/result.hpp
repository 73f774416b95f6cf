#pragma once

#include "squall/compute/life.hpp"
#include "squall/core/time.hpp"
#include "squall/core/units.hpp"
#include "squall/core/wall_time.hpp"
#include "squall/metrics/alarm_state.hpp"
#include "squall/metrics/metric_key.hpp"
#include "squall/metrics/statistic.hpp"
#include "squall/scaling/activity.hpp"
#include "squall/scaling/decision.hpp"
#include "squall/service/call_site.hpp"
#include "squall/traffic/client_stats.hpp"
#include "squall/world/access.hpp"
#include "squall/world/promise.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::world {

/// What a client's users saw: requests born in the part of the run that counts.
struct ClientResult {
  traffic::Tally total;
  std::map<std::string, traffic::Tally> requests;  ///< by class
};

/// What became of the connections of an NLB.
struct FlowsResult {
  std::uint64_t opened = 0;             ///< NewFlowCount
  std::uint64_t active = 0;             ///< at the end: ActiveFlowCount
  std::uint64_t unhealthy_routing = 0;  ///< of the opened: while too few targets were healthy
  std::uint64_t rejected = 0;           ///< nobody was there to take it: refused
  std::uint64_t client_resets = 0;      ///< the client left before the answer
  std::uint64_t target_resets = 0;      ///< the target refused or reset it
  std::uint64_t elb_resets = 0;         ///< idle for too long, or its target is used no more
  std::uint64_t unheard = 0;            ///< silent for too long: the client hears nothing
  Bytes peak_per_second{};              ///< of what was processed, the mean of the busiest 10 s
};

/// What a CLB did with what no instance had room for.
struct SurgeResult {
  std::uint64_t queue_length = 0;  ///< at most, at one node: SurgeQueueLength
  std::uint64_t spillover = 0;     ///< came when no more might wait: SpilloverCount
  std::uint64_t resets = 0;        ///< connections of TCP listeners that it or an instance reset
};

/// What a balancer did with all it received, from the start to the end.
struct BalancerResult {
  std::uint64_t received = 0;
  std::uint64_t by_target = 0;    ///< answered by a target
  std::uint64_t client_gone = 0;  ///< its client waited no longer: 460 in AWS's metrics
  std::uint64_t unheard = 0;      ///< its node was lost, or an NLB forgot the connection
  std::uint64_t redirects = 0;
  std::uint64_t fixed_responses = 0;
  std::uint64_t open = 0;
  std::map<int, std::uint64_t> own_codes;  ///< other answers that it made itself: 405, 502, ..
  std::uint64_t rule_evaluations = 0;
  std::uint64_t non_sticky_requests = 0;  ///< of those to groups with stickiness
  Bytes processed{};                      ///< sizes of requests and of good answers
  std::optional<FlowsResult> flows;       ///< of an NLB
  std::optional<SurgeResult> surge;       ///< of a CLB
};

/// What a target of a group got.
struct TargetResult {
  std::uint64_t requests = 0;
  std::uint64_t errors = 0;  ///< answered with 500 or more, refused or reset
  std::string state;         ///< at the end
  int turned_unhealthy = 0;  ///< how often, for the node that found it so most often
};

/// For a while a target got far more or less than an even share.
struct UnevenShare {
  std::string target;
  double ratio = 1;  ///< of what it got to an even share
  Duration from{};
  Duration until{};
};

struct TargetGroupResult {
  std::uint64_t requests = 0;
  Histogram latency;                             ///< of what its targets answered
  std::uint64_t unhealthy_routing_requests = 0;  ///< while a node had too few healthy targets
  Duration too_few_healthy{};                    ///< how long some node had
  std::vector<UnevenShare> uneven;               ///< the longest time of each target
  std::map<std::string, TargetResult> targets;
};

/// What became of the CPU credits of a burstable instance.
struct CreditsResult {
  std::string mode;
  double balance = 0;  ///< at the end
  double surplus = 0;  ///< spent and not earned yet, at the end
  double charged = 0;
  Duration throttled{};  ///< without credits, at the baseline
  std::optional<Duration> first_throttled;
};

/// What EC2's status checks say.
enum class CheckStatus : std::uint8_t { ok, impaired, initializing, not_applicable };

/// In AWS's words: "not-applicable".
std::string_view word(CheckStatus status);

/// What an instance, a database or an external did, from the start to the end.
struct ServerResult {
  std::string type;
  std::string zone;
  std::uint64_t offered = 0;
  std::uint64_t refused = 0;
  std::uint64_t finished = 0;
  std::uint64_t wasted = 0;  ///< of the finished: nobody waited any more
  std::uint64_t cut = 0;     ///< died with the process
  std::uint64_t open = 0;
  double utilization = 0;                   ///< of its vCPUs, on average
  CheckStatus system_status{};              ///< of an instance, at the end
  CheckStatus instance_status{};            ///< of an instance, at the end
  std::optional<compute::LifeState> state;  ///< of an instance, at the end
  Duration billed{};                        ///< of an instance
  std::uint32_t private_ip = 0;             ///< of an instance, at the end; 0: none
  std::uint32_t public_ip = 0;              ///< of an instance, at the end; 0: none
};

/// An elastic IP at the end.
struct ElasticIpResult {
  std::string region;
  std::uint32_t address = 0;  ///< 0: not allocated
  std::string instance;       ///< empty: nobody has it
};

/// A volume at the end.
struct VolumeResult {
  std::string zone;
  std::string type;
  Bytes size{};
  std::string state;       ///< in AWS's words: "in-use"
  std::string instance;    ///< empty: none has it
  std::string attachment;  ///< where one has it: "attached"
};

/// A snapshot or an image at the end.
struct BackupResult {
  std::string region;
  std::string state;  ///< in AWS's words: "pending"
};

/// Something that was done to the world, or that happened in it.
struct Happening {
  Duration at{};
  std::string text;
  bool is_minor = false;  ///< one of a group's instances comes or goes, as was decided
};

/// An alarm went from one state into another.
struct AlarmTurn {
  Duration at{};
  metrics::AlarmState from{};
  metrics::AlarmState to{};
  std::string reason;
};

struct AlarmResult {
  metrics::AlarmState state = metrics::AlarmState::insufficient_data;  ///< at the end
  std::string reason;                                                  ///< of that state
  Duration in_alarm{};
  std::vector<AlarmTurn> changes;
};

/// How many instances a group has from a moment on.
struct CapacityPoint {
  Duration at{};
  int min_size = 0;
  int max_size = 0;
  int desired = 0;
  int pending = 0;
  int in_service = 0;
  int standby = 0;
  int terminating = 0;
};

/// What became of an instance in its group.
struct MemberResult {
  std::string state;                   ///< of its life there, at the end, in AWS's words
  std::optional<Duration> launched;    ///< while the run went on
  std::optional<Duration> in_service;  ///< since then at last
  std::optional<Duration> terminated;  ///< when it was gone
};

/// What came of an Auto Scaling group.
struct ScalingGroupResult {
  std::vector<CapacityPoint> capacity;  ///< at the start, and at each change
  std::vector<scaling::Activity> activities;
  std::vector<scaling::Decision> decisions;
  std::map<std::string, MemberResult> instances;
  std::vector<std::string> suspended;  ///< processes, at the end
  double mean_in_service = 0;
};

/// A metric that is kept: periods without a value have no point.
struct MetricResult {
  struct Point {
    Duration start{};  ///< of the period
    double value = 0;
  };

  metrics::MetricKey key;
  std::string unit;
  Duration period{};
  metrics::Statistic statistic;
  std::vector<Point> points;
};

/// The points of a metric over the whole run, one of each period; NaN where it has none.
struct MetricHistory {
  metrics::MetricKey key;
  std::string unit;
  Duration period{};
  metrics::Statistic statistic;
  Duration begin{};  ///< of the period of the first point
  std::vector<double> values;
};

struct PromiseResult {
  enum class Verdict : std::uint8_t { kept, missed };

  Promise promise;
  Verdict verdict = Verdict::kept;
  bool of_nobody = false;  ///< nobody sent what it asks about: there is no value
  bool endless = false;    ///< the value is a time-out: slower than any answer
  double value = 0;        ///< in the unit of the promise; of several windows the worst
  std::size_t windows = 1;
  std::size_t missed = 0;                ///< of the windows
  std::optional<Duration> first_missed;  ///< when the first of these begins
};

/// How a run went in a part of it, as the users saw it: of the requests born then.
struct CourseStep {
  Duration from{};
  Duration until{};
  std::uint64_t requests = 0;
  std::uint64_t succeeded = 0;
  std::uint64_t failed = 0;
  std::uint64_t timed_out = 0;
  std::uint64_t refused = 0;
  std::uint64_t open = 0;
  std::optional<Duration> p50;  ///< nothing where it is a time-out: slower than any answer
  std::optional<Duration> p99;
  std::size_t running = 0;  ///< instances whose service runs, at the end of the step

  std::uint64_t errors() const { return requests - succeeded - open; }
};

/// In steps of equal length; the first and the last may be shorter.
struct Course {
  Duration step{};
  std::vector<CourseStep> steps;
};

/// What came of a run, as plain data: the reports know nothing else. It holds nothing of the
/// machine it was computed on: not its time, its threads, its paths.
struct Result {
  std::string name;
  std::int64_t seed = 0;
  std::optional<Timestamp> start;
  Duration simulated{};
  Duration measure_from{};
  Duration measure_until{};
  bool partial = false;  ///< it ended before the requests that count were settled
  traffic::Tally totals;
  std::map<std::string, ClientResult> clients;
  std::map<std::string, BalancerResult> load_balancers;
  std::map<std::string, TargetGroupResult> target_groups;
  std::map<std::string, ServerResult> instances;
  std::map<std::string, CreditsResult> credits;  ///< of burstable instances
  std::map<std::string, ElasticIpResult> elastic_ips;
  std::map<std::string, VolumeResult> volumes;
  std::map<std::string, BackupResult> snapshots;
  std::map<std::string, BackupResult> images;
  std::map<std::string, ServerResult> databases;
  std::map<std::string, ServerResult> externals;
  std::map<std::string, std::map<std::string, service::CallCounts>> calls;  ///< service, whom
  std::map<std::string, std::uint64_t> dropped;  ///< attempts, by security groups; between whom
  std::vector<Happening> actions;
  std::vector<Happening> journal;
  std::vector<AccessResult> tries;
  std::map<std::string, AlarmResult> alarms;
  std::map<std::string, ScalingGroupResult> auto_scaling_groups;
  std::vector<MetricResult> metrics;
  std::vector<MetricHistory> history;  ///< where somebody asked for it: what is not in `metrics`
  std::vector<PromiseResult> slo;
  Course course;
  /// At instances and databases, at the middles of so many equal parts of the run; empty where
  /// nobody has looked.
  std::vector<double> inside;

  /// The length of the part that counts.
  Duration counted() const { return measure_until - measure_from; }

  /// Whether every promise was kept.
  bool kept() const;
};

/// The requests that the scope of a promise names: all, a client's, or one class of a client's.
const traffic::Tally& tally_of(const std::string& scope, const Result& result);

/// The latency that this part of all requests stayed below, where every one that got no answer is
/// slower than any: nothing where it is one of these. Of no requests it says nothing but 0.
std::optional<Duration> latency_quantile(const traffic::Tally& tally, double part);

/// The requests that were not answered well, of all that count; nothing where none does.
std::optional<double> error_ratio(const traffic::Tally& tally);

}  // namespace squall::world
