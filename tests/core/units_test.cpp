#include "squall/core/units.hpp"

#include "support/catch.hpp"

using namespace squall;

namespace {

template <class A, class B>
concept Addable = requires(A a, B b) {
  a + b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
  a < b;
};

static_assert(Addable<Bytes, Bytes>);
static_assert(!Addable<Bytes, Usd>);
static_assert(!Addable<Usd, UsdPerHour>);
static_assert(!Comparable<Bytes, Usd>);
static_assert(0.0624_usd == Usd{62'400'000});
static_assert(30_GiB == 30 * 1024_MiB);

}  // namespace

TEST_CASE("a price by the hour times a time is the amount to the nano dollar", "[core][units]") {
  CHECK(UsdPerHour{0.0416_usd} * 90min == 0.0624_usd);
  CHECK(90min * UsdPerHour{0.0416_usd} == 0.0624_usd);
  CHECK(UsdPerHour{Usd{1}} * 30min == Usd{1});          // half goes away from zero
  CHECK(UsdPerHour{Usd{1}} * (30min - 1ns) == Usd{0});  // just below half goes down
  CHECK(UsdPerHour{Usd{-1}} * 30min == Usd{-1});
}

TEST_CASE("a year of a dear price passes 64 bits on its way and arrives exactly", "[core][units]") {
  CHECK(UsdPerHour{109.2_usd} * (8760h) == 956'592_usd);
}

TEST_CASE("a bill adds up in any order", "[core][units]") {
  Usd bill;
  for (int i = 0; i < 1000; ++i) bill += 0.001_usd;
  CHECK(bill == 1_usd);
  bill -= 2_usd;
  CHECK(bill == -1_usd);
  CHECK(dollars(bill) == -1.0);
  CHECK(bill < Usd{});
}

TEST_CASE("bytes over a bandwidth take a time, and come back in it", "[core][units]") {
  const BytesPerSecond bandwidth{125_MiB};
  CHECK(1_GiB / bandwidth == 8192ms);
  CHECK(bandwidth * 8192ms == 1_GiB);
  CHECK(2_TiB / BytesPerSecond{1_KiB} == std::chrono::seconds(std::int64_t(1) << 31));
  CHECK(1_KiB == 1024_B);
}

TEST_CASE("a rate times a time is the expected number of events", "[core][units]") {
  CHECK(Rate{200} * 1500ms == 300.0);
  CHECK(Rate{1} < Rate{2});
}
