#include "squall/balancing/target_traffic.hpp"

#include "squall/core/invariant.hpp"

namespace squall::balancing {

namespace {

void check_one(const TargetCounts& counts) {
  INVARIANT(counts.requests == counts.answered() + counts.connection_errors + counts.given_up +
                                   counts.client_gone + counts.open);
}

}  // namespace

TargetCounts& TargetCounts::operator+=(const TargetCounts& other) {
  requests += other.requests;
  for (std::size_t i = 0; i < answers.size(); ++i) answers[i] += other.answers[i];
  connection_errors += other.connection_errors;
  given_up += other.given_up;
  client_gone += other.client_gone;
  open += other.open;
  return *this;
}

Histogram TargetTraffic::latency() const {
  Histogram all;
  for (const Histogram& each : latency_) all += each;
  return all;
}

TargetCounts TargetTraffic::total() const {
  TargetCounts total;
  for (const TargetCounts& counts : targets_) total += counts;
  return total;
}

TargetCounts TargetTraffic::total(ZoneIndex zone) const {
  TargetCounts total;
  for (TargetId target = 0; target < targets_.size(); ++target)
    if (zones_[target] == zone) total += targets_[target];
  return total;
}

void TargetTraffic::check() const {
  for (const TargetCounts& counts : targets_) check_one(counts);
  for (ZoneIndex zone = 0; zone < latency_.size(); ++zone)
    INVARIANT(latency_[zone].count() == total(zone).answered());
}

}  // namespace squall::balancing
