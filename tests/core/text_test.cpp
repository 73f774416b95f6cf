#include "squall/core/text.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <random>
#include <regex>
#include <string>
#include <vector>

using namespace squall;

namespace {

template <class Value>
Value read(std::string_view text) {
  Value value{};
  const auto problem = ScalarText<Value>::read(text, value);
  INFO(text << ": " << (problem ? problem->what : ""));
  CHECK(!problem);
  return value;
}

// What is said about a text that cannot be read: "needs a unit (write '10s')".
template <class Value>
std::string refusal(std::string_view text) {
  Value value{};
  const auto problem = ScalarText<Value>::read(text, value);
  if (!problem) return "fine";
  return problem->hint.empty() ? problem->what : problem->what + " (" + problem->hint + ")";
}

template <class Value>
std::string print(const Value& value) {
  return ScalarText<Value>::print(value);
}

// Random numbers of every magnitude; each test names its seed.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : bits_(seed) {}

  std::int64_t whole() {
    return static_cast<std::int64_t>(bits_() >> (1 + bits_() % 63) & 0x7fffffffffffffff);
  }
  double real() { return std::ldexp(static_cast<double>(bits_() >> 11), -60 + int(bits_() % 30)); }

 private:
  std::mt19937_64 bits_;
};

constexpr int rounds = 2000;

template <class Value, class Make>
void check_round_trip(std::uint64_t seed, Make make) {
  Numbers numbers(seed);
  const std::regex pattern{std::string(ScalarText<Value>::pattern)};
  for (int i = 0; i < rounds; ++i) {
    const Value value = make(numbers);
    const std::string text = print(value);
    INFO("seed " << seed << ", round " << i << ": " << text);
    Value again{};
    REQUIRE(!ScalarText<Value>::read(text, again));
    REQUIRE(again == value);
    REQUIRE(std::regex_match(text, pattern));
  }
}

}  // namespace

TEST_CASE("a duration is numbers with units, one after the other", "[core][text]") {
  CHECK(read<Duration>("0") == 0s);
  CHECK(read<Duration>("10s") == 10s);
  CHECK(read<Duration>("250ms") == 250ms);
  CHECK(read<Duration>("1h30m") == 90min);
  CHECK(read<Duration>("1.5h") == 90min);
  CHECK(read<Duration>("2d") == 48h);
  CHECK(read<Duration>("1w") == 168h);
  CHECK(read<Duration>("5min") == 5min);
  CHECK(read<Duration>("3us") == 3us);
  CHECK(read<Duration>("3µs") == 3us);
  CHECK(read<Duration>("7ns") == 7ns);
}

TEST_CASE("what is no duration is told what to write", "[core][text]") {
  CHECK(refusal<Duration>("10") == "needs a unit (write '10s' or '10ms')");
  CHECK(refusal<Duration>("1h30") == "needs a unit (write '30s' or '30ms')");
  CHECK(refusal<Duration>("10 s") == "has a space before its unit (write '10s')");
  CHECK(refusal<Duration>("10x") == "has the unknown unit 'x' (known: ns, us, ms, s, m, h, d, w)");
  CHECK(refusal<Duration>("") == "is not a duration (write '10s', '250ms' or '1h30m')");
  CHECK(refusal<Duration>("s") == "is not a duration (write '10s', '250ms' or '1h30m')");
  CHECK(refusal<Duration>("1..5s") == "is not a duration (write '10s', '250ms' or '1h30m')");
  CHECK(refusal<Duration>("-5s") == "must not be negative");
  CHECK(refusal<Duration>("300000000h") == "is longer than 292 years");
}

TEST_CASE("a size counts in thousands or in powers of two, as its unit says", "[core][text]") {
  CHECK(read<Bytes>("0").count == 0);
  CHECK(read<Bytes>("30GiB") == 30_GiB);
  CHECK(read<Bytes>("1.5MB").count == 1'500'000);
  CHECK(read<Bytes>("2KB").count == 2000);
  CHECK(read<Bytes>("7B") == 7_B);
  CHECK(refusal<Bytes>("30") == "needs a unit (write '30KiB' or '30MB')");
  CHECK(refusal<Bytes>("30 GiB") == "has a space before its unit (write '30GiB')");
  CHECK(refusal<Bytes>("30Gb") ==
        "has the unknown unit 'Gb' (known: KiB, MiB, GiB, TiB, B, KB, GB, TB, MB)");
  CHECK(refusal<Bytes>("much") == "is not a size (write '30GiB' or '1.5MB')");
  CHECK(refusal<Bytes>("-1B") == "must not be negative");
  CHECK(refusal<Bytes>("99999999TiB") == "is too large");
}

TEST_CASE("money names its currency behind the number", "[core][text]") {
  CHECK(read<Usd>("1.50USD") == 1.5_usd);
  CHECK(read<Usd>("0.0000000001USD").count == 0);
  CHECK(refusal<Usd>("$1.50") == "names its currency in front (write '1.50USD')");
  CHECK(refusal<Usd>("1.50") == "needs a currency (write '1.50USD')");
  CHECK(refusal<Usd>("1.50EUR") == "has the unknown unit 'EUR' (known: USD)");
  CHECK(refusal<Usd>("free") == "is not a sum of money (write '1.50USD')");
}

TEST_CASE("a rate says in what time", "[core][text]") {
  CHECK(read<Rate>("40/s").per_second == 40);
  CHECK(read<Rate>("3000/min").per_second == 50);
  CHECK(read<Rate>("3000/m").per_second == 50);
  CHECK(read<Rate>("3600/h").per_second == 1);
  CHECK(read<Rate>("86400/d").per_second == 1);
  CHECK(read<Rate>("0").per_second == 0);
  CHECK(refusal<Rate>("40") == "needs a unit (write '40/s' or '40/min')");
  CHECK(refusal<Rate>("40 /s") == "has a space before its unit (write '40/s')");
  CHECK(refusal<Rate>("40/sec") == "has the unknown unit '/sec' (known: /s, /min, /h, /d)");
  CHECK(refusal<Rate>("fast") == "is not a rate (write '40/s' or '3000/min')");
  CHECK(refusal<Rate>("-1/s") == "must not be negative");
}

TEST_CASE("a ratio is a percentage or a number, a weight counts beside others", "[core][text]") {
  CHECK(read<Ratio>("65%").value == 0.65);
  CHECK(read<Ratio>("0.65").value == 0.65);
  CHECK(read<Ratio>("120%").value == 1.2);
  CHECK(refusal<Ratio>("65 %") == "is not a ratio (write '65%' or '0.65')");
  CHECK(refusal<Ratio>("%") == "is not a ratio (write '65%' or '0.65')");
  CHECK(read<Weight>("90").value == 90);
  CHECK(read<Weight>("90%").value == 90);
  CHECK(refusal<Weight>("-1") == "is not a weight (write '90' or '90%')");
}

TEST_CASE("a whole number is decimal, without a fraction or a leading zero", "[core][text]") {
  CHECK(read<int>("-3") == -3);
  CHECK(read<int>("0") == 0);
  CHECK(refusal<int>("010") == "has a leading zero (write '10')");
  CHECK(refusal<int>("0x10") == "is not a whole number");
  CHECK(refusal<int>("1.0") == "is not a whole number");
  CHECK(refusal<int>("+1") == "is not a whole number");
  CHECK(refusal<int>("") == "is not a whole number");
  CHECK(refusal<int>("3000000000") == "is too large (at most 2147483647)");
  CHECK(refusal<std::int64_t>("9223372036854775808") ==
        "is too large (at most 9223372036854775807)");
}

TEST_CASE("a number is plain: no infinity, no hexadecimal, no bare point", "[core][text]") {
  CHECK(read<double>("1.5") == 1.5);
  CHECK(read<double>("-2e3") == -2000);
  for (const char* text : {"inf", "nan", "0x1p3", ".5", "5.", "1e", "1e99999", "1,5", ""})
    CHECK(refusal<double>(text) == "is not a number");
}

TEST_CASE("true and false are the only truths", "[core][text]") {
  CHECK(read<bool>("true"));
  CHECK(!read<bool>("false"));
  for (const char* text : {"yes", "on", "True", "1", ""})
    CHECK(refusal<bool>(text) == "is neither true nor false (write 'true' or 'false')");
}

TEST_CASE("a time of day and a timestamp are those that exist", "[core][text]") {
  CHECK(read<TimeOfDay>("09:45").since_midnight == 585min);
  CHECK(read<TimeOfDay>("9:45:30").since_midnight == 585min + 30s);
  for (const char* text : {"24:00", "09:60", "0945", "9", "09:45pm"})
    CHECK(refusal<TimeOfDay>(text) == "is not a time of day (write '09:45')");
  const Timestamp seoul = read<Timestamp>("2026-11-27T09:00+09:00");
  CHECK(seoul.instant == read<Timestamp>("2026-11-27T00:00Z").instant);
  CHECK(seoul.offset == 9h);
  CHECK(read<Timestamp>("2026-11-27").instant == read<Timestamp>("2026-11-27T00:00:00Z").instant);
  CHECK(refusal<Timestamp>("2026-02-29T00:00Z") ==
        "is a day that does not exist (months have 28 to 31 days)");
  CHECK(refusal<Timestamp>("27.11.2026") == "is not a timestamp (write '2026-11-27T09:00+09:00')");
}

TEST_CASE("a port, a block of addresses and a cron expression are those that exist",
          "[core][text]") {
  CHECK(read<Port>("443") == Port{443});
  CHECK(refusal<Port>("0") == "is not a port (write a number from 1 to 65535)");
  CHECK(refusal<Port>("65536") == "is not a port (write a number from 1 to 65535)");
  CHECK(refusal<Port>("080") == "is not a port (write a number from 1 to 65535)");
  CHECK(read<Cidr>("10.0.0.0/8") == Cidr{10u << 24, 8});
  CHECK(read<Cidr>("0.0.0.0/0").holds(0xffffffff));
  CHECK_FALSE(read<Cidr>("192.168.4.0/22").holds(0xc0a80800));
  CHECK(print(read<Cidr>("203.0.113.7")) == "203.0.113.7");
  CHECK(refusal<Cidr>("10.1.0.0/8") == "has bits behind its prefix (write '10.0.0.0/8')");
  for (const char* wrong : {"10.0.0/8", "10.0.0.256", "10.0.0.0/33", "10.0.0.01", "::1", ""})
    CHECK(refusal<Cidr>(wrong).starts_with("is not a block of addresses"));
  CHECK(read<CronText>("30 6 * * mon-fri").text == "30 6 * * mon-fri");
  CHECK(refusal<CronText>("75 6 * * *") ==
        "is not a cron expression: minute 75 must be 0 to 59 (write '30 6 * * mon-fri' or "
        "'@daily')");
}

TEST_CASE("a moment counts from the start, or stands on the clock or the calendar",
          "[core][text]") {
  CHECK(read<Moment>("40m").since_start == 40min);
  CHECK(read<Moment>("11:40").kind == Moment::Kind::time_of_day);
  CHECK(read<Moment>("2026-11-27T11:40Z").kind == Moment::Kind::timestamp);
  CHECK(refusal<Moment>("40") == "needs a unit (write '40s' or '40m')");
  CHECK(refusal<Moment>("noon") ==
        "is not a moment (write '40m', '11:40' or '2026-11-27T11:40+09:00')");
}

TEST_CASE("a time of day is the first one at or after the start", "[core][text]") {
  const Calendar calendar{read<Timestamp>("2026-11-27T09:00+09:00")};
  CHECK(calendar.since_start(read<Moment>("11:40")) == 160min);
  CHECK(calendar.since_start(read<Moment>("09:00")) == 0s);
  CHECK(calendar.since_start(read<Moment>("08:00")) == 23h);
  CHECK(calendar.since_start(read<Moment>("2026-11-27T08:00+09:00")) == -1h);
}

TEST_CASE("every value printed reads back as itself, in the pattern of the schema",
          "[core][text]") {
  check_round_trip<std::int64_t>(1, [](Numbers& n) { return n.whole(); });
  check_round_trip<double>(2, [](Numbers& n) { return n.real(); });
  check_round_trip<Bytes>(4, [](Numbers& n) { return Bytes{n.whole() >> 12}; });
  check_round_trip<Usd>(5, [](Numbers& n) { return Usd{n.whole() >> 12}; });
  check_round_trip<Rate>(6, [](Numbers& n) { return Rate{n.real()}; });
  check_round_trip<Ratio>(7, [](Numbers& n) { return Ratio{n.real()}; });
  check_round_trip<Weight>(8, [](Numbers& n) { return Weight{n.real()}; });
  check_round_trip<TimeOfDay>(
      9, [](Numbers& n) { return TimeOfDay{std::chrono::seconds(n.whole() % 86400)}; });
  check_round_trip<Timestamp>(10, [](Numbers& n) {
    return Timestamp{std::chrono::sys_seconds(std::chrono::seconds(n.whole() % 4'000'000'000)),
                     std::chrono::minutes(n.whole() % 1440 - 720)};
  });
}

TEST_CASE("every duration printed reads back to the nanosecond", "[core][text]") {
  check_round_trip<Duration>(
      3, [](Numbers& n) { return Duration(n.whole() % 9'000'000'000'000'000'000); });
}
