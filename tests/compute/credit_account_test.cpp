#include "squall/compute/credit_account.hpp"

#include "squall/core/random.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

using namespace squall;
using namespace squall::compute;

namespace {

const std::string families[] = {"t2", "t3", "t4g"};
const std::string sizes[] = {"nano", "micro", "small", "large", "xlarge", "2xlarge"};

// A time in which so many vCPUs were busy.
struct Stretch {
  Duration time;
  int busy;
};

class Story {
 public:
  explicit Story(std::uint64_t seed) : random_(seed, "credits") {
    terms = *find_credit_terms(families[below(3)] + "." + sizes[below(6)]);
    terms.mode = below(2) == 0 ? CreditMode::standard : CreditMode::unlimited;
  }

  int below(int limit) {
    return static_cast<int>(random_.below(static_cast<std::uint64_t>(limit)));
  }
  Duration time_below(Duration limit) {
    return Duration(
        static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(limit.count()))));
  }

  CreditAccount account() const {
    CreditAccount made(terms, Time{});
    made.grant_launch_credits();
    return made;
  }

  // No more than an account in standard mode can pay.
  std::vector<Stretch> stretches() {
    std::vector<Stretch> all;
    CreditAccount trial = account();
    Time now{};
    for (int i = 0; i < 60; ++i) {
      Stretch next{time_below(8h), below(3) == 0 ? 0 : below(terms.vcpus + 1)};
      if (terms.mode == CreditMode::standard && next.busy > 0)
        next.time = std::min(next.time, trial.lasts());
      now += next.time;
      trial.settle(now, next.time * next.busy);
      all.push_back(next);
    }
    return all;
  }

  CreditTerms terms;

 private:
  Random random_;
};

}  // namespace

TEST_CASE("a balance never exceeds what a day earns, and no credit is lost from sight",
          "[compute][credit_account]") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    Story story(seed);
    CreditAccount account = story.account();
    Time now{};
    for (const Stretch& stretch : story.stretches()) {
      now += stretch.time;
      account.settle(now, stretch.time * stretch.busy);
      account.check();
      CHECK_FALSE(account.cap() + account.launch() < account.balance());
      CHECK((account.surplus() == Credits{} || account.balance() == Credits{}));
    }
  }
}

TEST_CASE("settling in random pieces gives the same numbers", "[compute][credit_account]") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    Story story(seed);
    CreditAccount whole = story.account();
    CreditAccount pieces = story.account();
    Time now{};
    for (const Stretch& stretch : story.stretches()) {
      for (Duration left = stretch.time; left > 0ns;) {
        const Duration piece = std::min(left, story.time_below(1h) + 1ns);
        left -= piece;
        pieces.settle(now + (stretch.time - left), piece * stretch.busy);
      }
      now += stretch.time;
      whole.settle(now, stretch.time * stretch.busy);
      CHECK(pieces.balance() == whole.balance());
      CHECK(pieces.surplus() == whole.surplus());
      CHECK(pieces.totals().discarded == whole.totals().discarded);
      CHECK(pieces.totals().charged == whole.totals().charged);
    }
  }
}

TEST_CASE("nobody who uses less runs out of credits earlier than it was said",
          "[compute][credit_account]") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    Story story(seed);
    story.terms.mode = CreditMode::standard;
    CreditAccount account = story.account();
    account.grant(credits(story.below(70)));
    const Duration lasts = account.lasts();
    const Duration idle = story.time_below(lasts + 1ns);
    account.settle(Time(idle), Duration{});
    CHECK(account.lasts() >= lasts - idle);
    account.settle(Time(lasts), (lasts - idle) * story.terms.vcpus);
    CHECK_FALSE(account.balance() < Credits{});
  }
}

TEST_CASE("before its edge only the sum of an account's use tells", "[compute][credit_account]") {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    INFO("seed " << seed);
    Story story(seed);
    CreditAccount first_busy = story.account();
    first_busy.grant(credits(story.below(70)));
    CreditAccount first_idle = first_busy;
    const Duration edge = std::min(first_busy.edge(), first_busy.lasts());
    const Duration busy = story.time_below(edge + 1ns);
    first_busy.settle(Time(busy), busy * story.terms.vcpus);
    first_busy.settle(Time(edge), Duration{});
    first_idle.settle(Time(edge), busy * story.terms.vcpus);
    CHECK(first_busy.balance() == first_idle.balance());
    CHECK(first_busy.surplus() == first_idle.surplus());
    CHECK(first_idle.totals().charged == Credits{});
  }
}
