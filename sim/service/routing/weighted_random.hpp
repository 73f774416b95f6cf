#pragma once

#include "squall/service/routing/algorithm.hpp"

#include "service/routing/picking.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace squall::service {

/// Any, as likely as its weight. The weights are 1, and with anomaly mitigation follow the failures
/// of the last 5 s, as AWS's automatic target weights do:
///
///   normal, weight 1 --3 failures, and 10 points above its peers--> anomalous, weight 0.1
///      ^--0.1 more for each 5 s in which it is at most 10 points above its peers--'
///
/// AWS publishes the 5 s and that it takes three targets; the other numbers are chosen. What a
/// target did counts against what all others did together; without requests its weight stays.
class WeightedRandom final : public RoutingAlgorithm {
 public:
  explicit WeightedRandom(const RoutingSettings& settings)
      : purpose_(settings.key.word), mitigates_(settings.anomaly_mitigation) {}

  Candidate choose(const RoutingQuestion& question) override {
    Draw draw(question.draws, purpose_);
    Candidate chosen = one_of(question.eligible, draw);
    if (!mitigates_) return chosen;
    look(question.now);
    if (reduced_ == 0 || members_ < fewest) return chosen;
    while (draw.uniform() >= records_[chosen].weight) chosen = one_of(question.eligible, draw);
    return chosen;
  }

  void joined(Candidate candidate) override {
    if (candidate >= records_.size()) records_.resize(candidate + 1);
    records_[candidate].in = true;
    ++members_;
  }

  void left(Candidate candidate) override {
    reduced_ -= records_[candidate].reduced();
    records_[candidate] = {};
    --members_;
  }

  bool hears_requests() const override { return mitigates_; }

  void ended(Candidate candidate, const RoutingEnd& end) override {
    look(end.at);
    Record& record = records_[candidate];
    if (!record.in || end.kind == RoutingEnd::Kind::left) return;
    if (record.ended == 0) seen_.push_back(candidate);
    ++record.ended;
    record.failed += end.kind == RoutingEnd::Kind::failed;
  }

 private:
  static constexpr Duration window = 5s;
  static constexpr std::uint32_t fewest = 3;  // candidates, to tell who is unlike the others
  static constexpr std::uint32_t fewest_failures = 3;
  static constexpr double margin = 0.1;  // of the ratio of failures
  static constexpr double least_weight = 0.1;
  static constexpr double step = 0.1;

  struct Record {
    std::uint32_t ended = 0;  // in this window
    std::uint32_t failed = 0;
    double weight = 1;
    bool in = false;

    bool reduced() const { return weight < 1; }
  };

  void look(Time now) {
    if (now < next_look_) return;
    if (members_ >= fewest) judge();
    for (const Candidate candidate : seen_)
      records_[candidate].ended = records_[candidate].failed = 0;
    seen_.clear();
    next_look_ = Time{} + ((now - Time{}) / window + 1) * window;
  }

  void judge() {
    std::uint64_t ended = 0;
    std::uint64_t failed = 0;
    for (const Candidate candidate : seen_) {
      ended += records_[candidate].ended;
      failed += records_[candidate].failed;
    }
    for (const Candidate candidate : seen_) {
      Record& record = records_[candidate];
      if (record.ended == 0 || record.ended == ended) continue;
      const double peers =
          static_cast<double>(failed - record.failed) / static_cast<double>(ended - record.ended);
      reduced_ -= record.reduced();
      record.weight = anomalous(record, peers) ? least_weight : std::min(1.0, record.weight + step);
      reduced_ += record.reduced();
    }
  }

  static bool anomalous(const Record& record, double peers) {
    const double ratio = static_cast<double>(record.failed) / record.ended;
    return ratio > peers + margin && (record.reduced() || record.failed >= fewest_failures);
  }

  const std::uint64_t purpose_;
  const bool mitigates_;
  std::vector<Record> records_;  // by candidate
  std::vector<Candidate> seen_;  // those that ended something in this window
  std::uint32_t members_ = 0;
  std::uint32_t reduced_ = 0;  // members whose weight is below 1
  Time next_look_{};
};

}  // namespace squall::service
