#include "squall/core/histogram.hpp"

#include <algorithm>
#include <cmath>

namespace squall {

// Whole doublings, so that growing is rare and equal contents have equal buckets.
void Histogram::grow(std::size_t bucket) {
  buckets_.resize((bucket / sub_buckets + 1) * sub_buckets);
}

namespace {

// Whether so many lengths between the least and the most can have these sums. Nothing overflows:
// a count and a length together fit into a sum, and squares are divided.
bool are_possible(const Histogram::Contents& contents, std::uint64_t count) {
  const auto wide = [](Duration length) { return static_cast<UnsignedWide>(length.count()); };
  const UnsignedWide least = wide(contents.min);
  const UnsignedWide most = wide(contents.max);
  const UnsignedWide sum = contents.sum;
  if (sum < least * count || sum > most * count) return false;
  if (most == 0) return contents.sum_of_squares == 0;
  const UnsignedWide mean = sum / count;
  const UnsignedWide rest = sum % count;
  const UnsignedWide squares = contents.sum_of_squares;
  // At most as if each were the longest; at least as if all were alike.
  if (squares > 0 && (squares - 1) / most >= sum) return false;
  return mean == 0 || squares / mean >= sum + rest;
}

}  // namespace

Histogram& Histogram::operator+=(const Histogram& other) {
  if (other.count_ == 0) return *this;
  if (other.buckets_.size() > buckets_.size()) buckets_.resize(other.buckets_.size());
  const std::size_t last = bucket_of(static_cast<std::uint64_t>(other.max_.count()));
  for (std::size_t i = bucket_of(static_cast<std::uint64_t>(other.min_.count())); i <= last; ++i)
    buckets_[i] += other.buckets_[i];
  count_ += other.count_;
  sum_ += other.sum_;
  sum_of_squares_ += other.sum_of_squares_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  return *this;
}

Histogram::Contents Histogram::contents() const {
  Contents contents{{}, sum_, sum_of_squares_, min(), max_};
  for (std::size_t i = 0; i < buckets_.size(); ++i)
    if (buckets_[i] > 0)
      contents.buckets.push_back({static_cast<std::uint64_t>(begin_of(i)), buckets_[i]});
  return contents;
}

std::optional<Histogram> Histogram::holding(const Contents& contents) {
  Histogram histogram;
  if (contents.buckets.empty()) {
    const bool nothing = contents.sum == 0 && contents.sum_of_squares == 0 &&
                         contents.min == Duration(0) && contents.max == Duration(0);
    return nothing ? std::optional(histogram) : std::nullopt;
  }
  constexpr auto most = static_cast<std::uint64_t>(Duration::max().count());
  std::size_t next = 0;
  for (const auto& [begin, count] : contents.buckets) {
    if (begin > most) return std::nullopt;
    const std::size_t bucket = bucket_of(begin);
    const bool is_one = static_cast<std::uint64_t>(begin_of(bucket)) == begin;
    if (!is_one || bucket < next || count == 0 || histogram.count_ + count < count)
      return std::nullopt;
    if (bucket >= histogram.buckets_.size()) histogram.grow(bucket);
    histogram.buckets_[bucket] = count;
    histogram.count_ += count;
    next = bucket + 1;
  }
  const auto is_in = [](Duration value, std::uint64_t begin) {
    return value >= Duration(0) &&
           bucket_of(static_cast<std::uint64_t>(value.count())) == bucket_of(begin);
  };
  if (!is_in(contents.min, contents.buckets.front().begin) ||
      !is_in(contents.max, contents.buckets.back().begin) || contents.min > contents.max)
    return std::nullopt;
  if (!are_possible(contents, histogram.count_)) return std::nullopt;
  histogram.sum_ = contents.sum;
  histogram.sum_of_squares_ = contents.sum_of_squares;
  histogram.min_ = contents.min;
  histogram.max_ = contents.max;
  return histogram;
}

Duration Histogram::mean() const {
  if (count_ == 0) return Duration(0);
  return Duration(static_cast<std::int64_t>(divide_rounded(sum(), count_)));
}

Duration Histogram::stddev() const {
  if (count_ == 0) return Duration(0);
  // Squares about the integral part of the mean: nothing cancels in the doubles that follow.
  const UnsignedWide whole = sum_ / count_;
  const UnsignedWide rest = sum_ % count_;
  const UnsignedWide squares = sum_of_squares_ - whole * sum_ - whole * rest;
  const double count = static_cast<double>(count_);
  const double offset = static_cast<double>(rest) / count;
  const double variance = static_cast<double>(squares) / count - offset * offset;
  return Duration(static_cast<std::int64_t>(std::sqrt(std::max(variance, 0.0)) + 0.5));
}

Duration Histogram::quantile(double p) const {
  assert(p >= 0 && p <= 1);
  if (p == 0) return min();
  if (p == 1 || count_ == 0) return max_;
  // The factor undoes the rounding up of products such as 0.07 * 100.
  const double rank = std::ceil(p * static_cast<double>(count_) * (1 - 1e-15));
  const auto wanted = std::max<std::uint64_t>(static_cast<std::uint64_t>(rank), 1);
  std::uint64_t seen = 0;
  const std::size_t first = bucket_of(static_cast<std::uint64_t>(min_.count()));
  for (std::size_t bucket = first; bucket < buckets_.size(); ++bucket) {
    seen += buckets_[bucket];
    if (seen >= wanted) return std::clamp(middle_of(bucket), min_, max_);
  }
  return max_;
}

Histogram::Bounds Histogram::count_above(Duration limit) const {
  if (limit < min_) return {count_, count_};
  if (limit >= max_) return {0, 0};
  const std::size_t own = bucket_of(static_cast<std::uint64_t>(limit.count()));
  std::uint64_t above = 0;
  for (std::size_t bucket = own + 1; bucket < buckets_.size(); ++bucket) above += buckets_[bucket];
  const bool single = own < 2 * sub_buckets;
  return {above, single ? above : above + buckets_[own]};
}

double Histogram::length_at(double position) const {
  double seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    const auto here = static_cast<double>(buckets_[bucket]);
    if (here > 0 && seen + here >= position) {
      const double begin = begin_of(bucket);
      const double inside = std::max(0.0, position - seen) / here;
      return begin + inside * (begin_of(bucket + 1) - begin);
    }
    seen += here;
  }
  return static_cast<double>(max_.count());
}

double Histogram::position_of(double length) const {
  double seen = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size(); ++bucket) {
    const double begin = begin_of(bucket);
    const double end = begin_of(bucket + 1);
    if (length < end) {
      const double inside = std::max(0.0, length - begin) / (end - begin);
      return seen + inside * static_cast<double>(buckets_[bucket]);
    }
    seen += static_cast<double>(buckets_[bucket]);
  }
  return seen;
}

double Histogram::sum_between(double from, double to) const {
  double seen = 0;
  double sum = 0;
  for (std::size_t bucket = 0; bucket < buckets_.size() && seen < to; ++bucket) {
    const auto here = static_cast<double>(buckets_[bucket]);
    const double low = std::max(from, seen);
    const double high = std::min(to, seen + here);
    if (high > low) {
      const double begin = begin_of(bucket);
      const double width = begin_of(bucket + 1) - begin;
      // Evenly in the bucket: as many as there are, each at the middle of what they span.
      sum += (high - low) * (begin + width * ((low + high) / 2 - seen) / here);
    }
    seen += here;
  }
  return sum;
}

Histogram Histogram::since(const Histogram& earlier) const {
  Histogram rest = *this;
  for (std::size_t i = 0; i < earlier.buckets_.size(); ++i) rest.buckets_[i] -= earlier.buckets_[i];
  rest.count_ -= earlier.count_;
  rest.sum_ -= earlier.sum_;
  rest.sum_of_squares_ -= earlier.sum_of_squares_;
  const auto any = [](std::uint64_t count) { return count > 0; };
  const auto first = std::find_if(rest.buckets_.begin(), rest.buckets_.end(), any);
  if (first == rest.buckets_.end()) return {};
  const auto last = std::find_if(rest.buckets_.rbegin(), rest.buckets_.rend(), any);
  const auto least = static_cast<std::size_t>(first - rest.buckets_.begin());
  const auto most = static_cast<std::size_t>(rest.buckets_.rend() - last) - 1;
  // What is new may have set the bounds of all; otherwise they lie in these buckets.
  if (least != bucket_of(static_cast<std::uint64_t>(min_.count())) || min_ == earlier.min_)
    rest.min_ = std::max(min_, middle_of(least));
  if (most != bucket_of(static_cast<std::uint64_t>(max_.count())) || max_ == earlier.max_)
    rest.max_ = std::min(max_, middle_of(most));
  return rest;
}

double Histogram::begin_of(std::size_t bucket) {
  if (bucket < 2 * sub_buckets) return static_cast<double>(bucket);
  const std::size_t shift = bucket / sub_buckets - 1;
  return std::ldexp(static_cast<double>(bucket - shift * sub_buckets), static_cast<int>(shift));
}

Duration Histogram::middle_of(std::size_t bucket) {
  if (bucket < 2 * sub_buckets) return Duration(static_cast<std::int64_t>(bucket));
  const std::size_t shift = bucket / sub_buckets - 1;
  const auto low = static_cast<std::int64_t>(bucket - shift * sub_buckets) << shift;
  return Duration(low + (std::int64_t(1) << shift) / 2);
}

}  // namespace squall
