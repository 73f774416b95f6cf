#pragma once

#include "squall/service/routing/algorithm.hpp"

#include "service/routing/picking.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace squall::service {

/// Of two drawn at random, the one that should answer sooner:
///
///   mean time of its answers * (open requests + 1) * 10s / (10s + time since it last ended one)
///
/// The mean is exponentially weighted, an eighth for the newest. Who has ended nothing yet is
/// tried: it is taken to be twice as quick as all together. The last factor forgets: who was slow
/// once is tried again. A failure counts as the mean where it was quicker, so that nobody attracts
/// requests by refusing them.
class LeastResponseTime final : public RoutingAlgorithm {
 public:
  explicit LeastResponseTime(const RoutingSettings& settings) : purpose_(settings.key.word) {}

  Candidate choose(const RoutingQuestion& question) override {
    Draw draw(question.draws, purpose_);
    const auto [first, second] = two_of(question.eligible, draw);
    const Time now = question.now;
    return expected(second, now) < expected(first, now) ? second : first;
  }

  void joined(Candidate candidate) override {
    if (candidate >= records_.size()) records_.resize(candidate + 1);
  }

  bool hears_requests() const override { return true; }
  void sent(Candidate candidate) override { ++records_[candidate].open; }

  void ended(Candidate candidate, const RoutingEnd& end) override {
    Record& record = records_[candidate];
    --record.open;
    const Duration usual = known(record.mean) ? record.mean : mean_of_all_;
    const bool good = end.kind == RoutingEnd::Kind::answered;
    const Duration took = good ? end.took : std::max(end.took, usual);
    learn(record.mean, took);
    learn(mean_of_all_, took);
    record.last = end.at;
  }

 private:
  static constexpr int newest = 8;  // part of the mean: an eighth
  static constexpr Duration memory = 10s;

  struct Record {
    Duration mean{};
    Time last{};
    std::uint32_t open = 0;
  };

  static bool known(Duration mean) { return mean > Duration(0); }

  static void learn(Duration& mean, Duration took) {
    mean = known(mean) ? mean + (took - mean) / newest : took;
  }

  // In seconds.
  double expected(Candidate candidate, Time now) const {
    const Record& record = records_[candidate];
    const double busy = record.open + 1.0;
    if (!known(record.mean)) return seconds(mean_of_all_) / 2 * busy;
    return seconds(record.mean) * busy * seconds(memory) / seconds(memory + (now - record.last));
  }

  const std::uint64_t purpose_;
  std::vector<Record> records_;  // by candidate
  Duration mean_of_all_{};
};

}  // namespace squall::service
