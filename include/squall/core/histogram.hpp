#pragma once

#include "squall/core/time.hpp"
#include "squall/core/wide.hpp"

#include <bit>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace squall {

/// How often each length of time occurred, to within 1%; histograms of parts add up to that of the
/// whole. Buckets are single nanoseconds below 128 ns and 64 to each doubling from there:
///
///   [64 s, 65 s) [65 s, 66 s) .. [127 s, 128 s)   with s = 2, 4, 8 .. nanoseconds
///
/// so that a bucket's middle is at most 1/128 away from what fell into it. Count, sum, minimum,
/// maximum, mean and deviation are exact: the sum of squares has room for 10^13 hours.
/// Memory reaches up to the largest value seen: 13 KB at a second, 30 KB at 292 years.
class Histogram {
 public:
  /// Between two bounds, both possible.
  struct Bounds {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
  };

  /// All that it holds, as plain numbers: what a file keeps of it.
  struct Contents {
    struct Bucket {
      std::uint64_t begin = 0;  ///< in nanoseconds
      std::uint64_t count = 0;
    };

    std::vector<Bucket> buckets;  ///< those with something in them, in their order
    UnsignedWide sum = 0;
    UnsignedWide sum_of_squares = 0;
    Duration min{};  ///< 0, as max, where there is nothing
    Duration max{};
  };

  Contents contents() const;

  /// The histogram with these contents; nothing where no records can have left them.
  static std::optional<Histogram> holding(const Contents& contents);

  /// Requires: value >= 0.
  void record(Duration value) {
    assert(value >= Duration(0));
    const auto nanoseconds = static_cast<std::uint64_t>(value.count());
    const std::size_t bucket = bucket_of(nanoseconds);
    if (bucket >= buckets_.size()) [[unlikely]]
      grow(bucket);
    ++buckets_[bucket];
    ++count_;
    sum_ += nanoseconds;
    sum_of_squares_ += UnsignedWide(nanoseconds) * nanoseconds;
    if (value < min_) min_ = value;
    if (value > max_) max_ = value;
  }

  Histogram& operator+=(const Histogram& other);

  std::uint64_t count() const { return count_; }
  Wide sum() const { return static_cast<Wide>(sum_); }  ///< in nanoseconds

  // All of these are zero in an empty histogram.
  Duration min() const { return count_ == 0 ? Duration(0) : min_; }
  Duration max() const { return max_; }
  Duration mean() const;    ///< to the nearest nanosecond
  Duration stddev() const;  ///< of the values themselves: their number divides, not one less

  /// The value that `p` of the records do not exceed, to within 1%; quantile(0) is min() and
  /// quantile(1) is max() exactly.  Requires: 0 <= p <= 1.
  Duration quantile(double p) const;

  /// The length that so many of the records stay below, and how many stay below a length, both in
  /// nanoseconds and as if those of one bucket lay evenly in it: each undoes the other.
  double length_at(double position) const;
  double position_of(double length) const;

  /// The lengths in nanoseconds of those between two positions together, likewise.
  double sum_between(double from, double to) const;

  /// What was recorded after `earlier`, which is how this one was before. Minimum and maximum are
  /// to within 1%, where they are not those of all.
  Histogram since(const Histogram& earlier) const;

  /// How many records are longer than `limit`. The bounds differ by what lies in the limit's own
  /// bucket; an exact count has to be kept beside the histogram.
  Bounds count_above(Duration limit) const;

  friend bool operator==(const Histogram&, const Histogram&) = default;

 private:
  static constexpr int sub_bits = 6;
  static constexpr std::size_t sub_buckets = std::size_t(1) << sub_bits;

  static std::size_t bucket_of(std::uint64_t nanoseconds) {
    const int width = static_cast<int>(std::bit_width(nanoseconds | sub_buckets));
    const int shift = width - sub_bits - 1;
    return static_cast<std::size_t>(shift) * sub_buckets +
           static_cast<std::size_t>(nanoseconds >> shift);
  }

  static Duration middle_of(std::size_t bucket);
  static double begin_of(std::size_t bucket);
  void grow(std::size_t bucket);

  std::vector<std::uint64_t> buckets_;
  std::uint64_t count_ = 0;
  UnsignedWide sum_ = 0;
  UnsignedWide sum_of_squares_ = 0;
  Duration min_ = Duration::max();
  Duration max_ = Duration(0);
};

}  // namespace squall
