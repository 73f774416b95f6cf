#include "squall/core/draw.hpp"

#include "support/catch.hpp"

#include <bit>
#include <cmath>
#include <functional>
#include <set>

using namespace squall;

namespace {

constexpr Key workload = key_of(42, "clients.lunch");
constexpr int words = 100'000;

/// The word numbered `i` of some family of words that should have nothing in common.
using Words = std::function<std::uint64_t(std::uint64_t i)>;

std::uint64_t first_word(Key key, std::uint64_t purpose) { return Draw(key, purpose).bits(); }

/// The families in which a weak mixing would show: neighbours in each thing a word depends on.
const std::pair<const char*, Words> families[] = {
    {"neighbouring ordinals", [](auto i) { return first_word(child(workload, i), 0); }},
    {"neighbouring purposes", [](auto i) { return first_word(workload, i); }},
    {"neighbouring seeds", [](auto i) { return first_word(key_of(i, "a"), 0); }},
    {"grandchildren", [](auto i) { return first_word(child(child(workload, i), 1), 3); }},
    {"bare ordinals", [](auto i) { return first_word(child(Key{0}, i), 1); }},
    {"one draw", [draw = Draw(workload, 7)](auto) mutable { return draw.bits(); }},
};

/// Deviations from the expected number in each of 256 cells, squared and summed.
double chi_square(const Words& word, int shift) {
  double cells[256] = {};
  for (int i = 0; i < words; ++i) {
    ++cells[(word(static_cast<std::uint64_t>(i)) >> shift) & 255];
  }
  const double expected = words / 256.0;
  double sum = 0;
  for (const double cell : cells) sum += (cell - expected) * (cell - expected) / expected;
  return sum;
}

}  // namespace

TEST_CASE("a draw is a function of key and purpose alone", "[core][draw]") {
  Draw early(child(workload, 7), 1);
  const auto first = early.bits();
  const auto second = early.bits();
  Draw other(child(workload, 8), 1);
  other.bits();
  Draw again(child(workload, 7), 1);
  CHECK(again.bits() == first);
  CHECK(again.bits() == second);
  CHECK(first != second);
}

TEST_CASE("keys of other seeds, names, ordinals and paths are other keys", "[core][draw]") {
  std::set<std::uint64_t> seen;
  std::size_t made = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    for (const char* name : {"", "a", "b", "ab", "ba"}) {
      const Key key = key_of(seed, name);
      seen.insert(key.word);
      ++made;
      for (std::uint64_t i = 0; i < 20; ++i) {
        seen.insert(child(key, i).word);
        seen.insert(child(child(key, i), i + 1).word);
        seen.insert(child(child(key, i + 1), i).word);
        made += 3;
      }
    }
  }
  CHECK(seen.size() == made);
}

TEST_CASE("no word of one purpose returns under another", "[core][draw]") {
  std::set<std::uint64_t> seen;
  for (std::uint64_t purpose = 0; purpose < 100; ++purpose) {
    Draw draw(workload, purpose);
    for (int i = 0; i < 100; ++i) seen.insert(draw.bits());
  }
  CHECK(seen.size() == 100 * 100);
}

TEST_CASE("the words are the same in every build", "[core][draw]") {
  CHECK(hash_of("") == mix(0xcbf29ce484222325));
  CHECK(hash_of("a") == mix(0xaf63dc4c8601ec8c));
  CHECK(mix(golden_step) == 0xe220a8397b1dcdaf);  // the first word of SplitMix64 from seed 0
  CHECK(Draw(Key{0}, 0).bits() == 0xe220a8397b1dcdaf);
}

TEST_CASE("each byte of neighbouring words falls evenly", "[core][draw]") {
  for (const auto& [name, word] : families) {
    for (int shift = 0; shift < 64; shift += 8) {
      INFO(name << ", bits from " << shift);
      CHECK(std::abs(chi_square(word, shift) - 255) < 4.5 * std::sqrt(2 * 255.0));
    }
  }
}

TEST_CASE("neighbouring words share no bits and no trend", "[core][draw]") {
  for (const auto& [name, word] : families) {
    INFO(name);
    double product = 0;
    double differing = 0;
    std::uint64_t before = word(0);
    for (std::uint64_t i = 1; i <= words; ++i) {
      const std::uint64_t now = word(i);
      product += (unit_interval(before) - 0.5) * (unit_interval(now) - 0.5) * 12;
      differing += std::popcount(before ^ now);
      before = now;
    }
    CHECK(std::abs(product) < 4.5 * std::sqrt(double(words)));
    CHECK(std::abs(differing / words - 32) < 4.5 * 4 / std::sqrt(double(words)));
  }
}

TEST_CASE("each bit of an ordinal turns each bit of the word half the time", "[core][draw]") {
  for (int in = 0; in < 64; ++in) {
    int turned[64] = {};
    for (std::uint64_t i = 0; i < 4000; ++i) {
      const std::uint64_t other = i ^ (std::uint64_t(1) << in);
      const auto change = first_word(child(workload, i), 0) ^ first_word(child(workload, other), 0);
      for (int out = 0; out < 64; ++out) turned[out] += static_cast<int>(change >> out & 1);
    }
    // Pairs whose change lies within the 4000 count twice: hence the wider band.
    for (const int times : turned) REQUIRE(std::abs(times - 2000) < 6.5 * std::sqrt(1000.0));
  }
}

TEST_CASE("a uniform number never reaches 0 or 1", "[core][draw]") {
  CHECK(unit_interval(0) > 0);
  CHECK(unit_interval(~std::uint64_t(0)) < 1);
  CHECK(unit_interval(0) == 1 - unit_interval(~std::uint64_t(0)));
}
