#include "squall/traffic/arrivals.hpp"

#include "squall/core/ziggurat.hpp"

#include <algorithm>
#include <utility>

namespace squall::traffic {

Arrivals::Arrivals(Random stream, RateCurve rate) : stream_(stream), rate_(std::move(rate)) {}

Time Arrivals::next(Time now) {
  from_ = now;
  step_ = standard_exponential(stream_);
  piece_ = rate_.piece_at(from_, piece_);
  return rate_.reach(from_, step_, piece_);
}

Time Arrivals::change(RateCurve rate, Time now) {
  step_ = std::max(step_ - rate_.expected(from_, now), 0.0);
  from_ = now;
  rate_ = std::move(rate);
  piece_ = rate_.piece_at(from_);
  return rate_.reach(from_, step_, piece_);
}

}  // namespace squall::traffic
