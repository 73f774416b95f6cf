#pragma once

#include "squall/core/time.hpp"
#include "squall/core/wide.hpp"

#include <compare>
#include <cstdint>

namespace squall {

/// A whole number of one unit. Quantities of different units neither add nor compare.
template <class Unit>
struct Quantity {
  std::int64_t count = 0;

  friend constexpr auto operator<=>(Quantity, Quantity) = default;
  friend constexpr Quantity operator+(Quantity a, Quantity b) { return {a.count + b.count}; }
  friend constexpr Quantity operator-(Quantity a, Quantity b) { return {a.count - b.count}; }
  friend constexpr Quantity operator-(Quantity a) { return {-a.count}; }
  friend constexpr Quantity operator*(Quantity a, std::int64_t times) { return {a.count * times}; }
  friend constexpr Quantity operator*(std::int64_t times, Quantity a) { return a * times; }
  constexpr Quantity& operator+=(Quantity other) { return *this = *this + other; }
  constexpr Quantity& operator-=(Quantity other) { return *this = *this - other; }
};

using Bytes = Quantity<struct ByteUnit>;

/// Nano dollars: a bill is an integral sum, so it adds up to the cent in any order.
using Usd = Quantity<struct NanoDollarUnit>;

/// For formulas and reports; a bill keeps Usd.
constexpr double dollars(Usd amount) { return static_cast<double>(amount.count) * 1e-9; }

/// An amount for each period of time: a price by the hour, a bandwidth by the second.
template <class Amount, class Period>
struct Per {
  Amount amount;

  friend constexpr auto operator<=>(Per, Per) = default;

  /// What comes together in that time, to the nearest unit.  Requires: the result fits.
  friend constexpr Amount operator*(Per rate, Duration time) {
    constexpr Wide period = Duration(Period(1)).count();
    const Wide total = Wide(rate.amount.count) * time.count();
    return {static_cast<std::int64_t>(divide_rounded(total, period))};
  }
  friend constexpr Amount operator*(Duration time, Per rate) { return rate * time; }

  /// How long the amount takes, to the nearest nanosecond.  Requires: rate above zero.
  friend constexpr Duration operator/(Amount whole, Per rate) {
    constexpr Wide period = Duration(Period(1)).count();
    const Wide total = Wide(whole.count) * period;
    return Duration(static_cast<std::int64_t>(divide_rounded(total, rate.amount.count)));
  }
};

using UsdPerHour = Per<Usd, std::chrono::hours>;
using BytesPerSecond = Per<Bytes, std::chrono::seconds>;

/// Events a second: requests, arrivals, operations.
struct Rate {
  double per_second = 0;

  friend constexpr auto operator<=>(Rate, Rate) = default;
};

/// The expected number of events in that time.
constexpr double operator*(Rate rate, Duration time) { return rate.per_second * seconds(time); }

inline namespace literals {

constexpr Usd operator""_usd(long double value) {
  return {static_cast<std::int64_t>(value * 1e9L + 0.5L)};
}
constexpr Usd operator""_usd(unsigned long long value) {
  return {static_cast<std::int64_t>(value * 1'000'000'000)};
}

constexpr Bytes operator""_B(unsigned long long value) {
  return {static_cast<std::int64_t>(value)};
}
constexpr Bytes operator""_KiB(unsigned long long value) {
  return {static_cast<std::int64_t>(value << 10)};
}
constexpr Bytes operator""_MiB(unsigned long long value) {
  return {static_cast<std::int64_t>(value << 20)};
}
constexpr Bytes operator""_GiB(unsigned long long value) {
  return {static_cast<std::int64_t>(value << 30)};
}
constexpr Bytes operator""_TiB(unsigned long long value) {
  return {static_cast<std::int64_t>(value << 40)};
}

}  // namespace literals

}  // namespace squall
