#pragma once

#include "squall/balancing/dns_door.hpp"
#include "squall/balancing/dns_record_spec.hpp"
#include "squall/balancing/health_checker.hpp"
#include "squall/balancing/setting.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace squall::balancing {

/// A name of Route 53 that leads to balancers or instances in any region.
///
///   client --door of its place--> target that the routing chooses among the healthy
///
/// Its checkers ask each target once an interval, at a phase of its own; Route 53's own fleet asks
/// oftener and judges by majority. A balancer is healthy only while each of its target groups with
/// targets has a healthy one, and some group has. Where nobody is healthy all count as healthy.
class DnsRecord {
 public:
  /// How long its checkers wait for an answer.
  static constexpr Duration check_timeout = 4s;

  /// Requires: a target.
  DnsRecord(const Setting& setting, const DnsRecordSpec& spec, const Identity& identity,
            std::vector<RecordTarget> targets);
  DnsRecord(const DnsRecord&) = delete;
  DnsRecord& operator=(const DnsRecord&) = delete;

  /// For those who ask from where the way to each target and back takes so long. They count with
  /// latency routing alone. `targets` are the targets as they are from there; empty: as given.
  service::Endpoint& door(std::vector<Duration> ways, std::vector<service::Endpoint*> targets = {});

  /// As the record sees it now; always with simple routing.
  bool healthy(std::uint32_t target) const { return healthy_[target]; }

  std::size_t checks_under_way() const { return checker_ ? checker_->under_way() : 0; }

 private:
  struct Place {
    std::vector<Duration> ways;
    std::vector<service::Endpoint*> targets;
    DnsDoor door;
  };

  void look_after_targets();
  void judge(std::uint32_t target);
  bool groups_are_fit(const RecordTarget& target) const;
  DnsDoor::Answer answer_for(const std::vector<Duration>& ways) const;
  std::vector<std::uint32_t> weighed(std::vector<std::uint32_t> among) const;

  const Setting setting_;
  const DnsRecordSpec spec_;
  const Identity identity_;
  const std::vector<RecordTarget> targets_;
  std::vector<bool> healthy_;
  std::optional<HealthChecker> checker_;
  std::deque<Place> places_;
};

}  // namespace squall::balancing
