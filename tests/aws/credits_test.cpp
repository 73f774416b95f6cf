// Runs tests/aws/credits.txt: an account for each row.

#include "squall/compute/credit_account.hpp"
#include "squall/compute/launch_limit.hpp"
#include "squall/core/text.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <cmath>
#include <sstream>
#include <string>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;
using namespace squall::compute;

namespace {

Duration duration_of(const std::string& text) {
  Duration duration{};
  REQUIRE_FALSE(ScalarText<Duration>::read(text, duration));
  return duration;
}

CreditMode mode_of(const std::string& word) {
  return word == "unlimited" ? CreditMode::unlimited : CreditMode::standard;
}

CreditTerms terms_of(const std::string& type_and_mode) {
  const auto blank = type_and_mode.find(' ');
  CreditTerms terms = find_credit_terms(type_and_mode.substr(0, blank)).value();
  terms.mode = mode_of(type_and_mode.substr(blank + 1));
  return terms;
}

// 43.2 to the last part.
Credits credits_of_text(const std::string& text) {
  return {Wide(std::llround(std::stod(text) * 10)) * credits(1).parts / 10};
}

class Row {
 public:
  explicit Row(const std::string& type_and_mode) : account_(terms_of(type_and_mode), Time{}) {}

  void happen(const std::string& story) {
    std::istringstream steps(story);
    for (std::string step; std::getline(steps >> std::ws, step, ',');) {
      INFO(step);
      std::istringstream words(step);
      std::string what;
      std::string how_much;
      words >> what >> how_much;
      take_step(what, how_much, step);
      account_.check();
    }
  }

  void see(const std::string& sights) const {
    std::istringstream words(sights);
    for (std::string word; words >> word;) {
      INFO(word);
      const auto equals = word.find('=');
      const std::string what = word.substr(0, equals);
      const std::string value = word.substr(equals + 1);
      if (what == "lasts") {
        CHECK(account_.lasts() == duration_of(value));
      } else if (what == "baseline") {
        CHECK(account_.terms().baseline() ==
              std::stoi(value) * account_.terms().vcpus * parts_per_vcpu / 100);
      } else {
        CHECK(number(seen(what)) == number(credits_of_text(value)));
        CHECK(seen(what) == credits_of_text(value));
      }
    }
  }

 private:
  void take_step(const std::string& what, const std::string& how_much, const std::string& step) {
    if (what == "prior") return account_.grant(credits_of_text(how_much));
    if (what == "launch") return launch();
    if (what == "others") {
      for (int i = 0; i < std::stoi(how_much); ++i) CHECK(limit_.grant(now_));
    } else if (what == "stop") {
      account_.stop(now_);
      now_ += duration_of(how_much);
    } else if (what == "start") {
      account_.start(now_);
      launch();
    } else if (what == "standard" || what == "unlimited") {
      account_.switch_to(mode_of(what));
    } else {
      REQUIRE(how_much == "at");
      const int percent = std::stoi(step.substr(step.find(" at ") + 4));
      const Duration time = duration_of(what);
      now_ += time;
      account_.settle(now_, time * account_.terms().vcpus * percent / 100);
    }
  }

  void launch() {
    if (account_.terms().has_launch_credits() && limit_.grant(now_))
      account_.grant_launch_credits();
  }

  Credits seen(const std::string& what) const {
    const CreditAccount::Totals& totals = account_.totals();
    if (what == "balance") return account_.balance();
    if (what == "launch") return account_.launch();
    if (what == "surplus") return account_.surplus();
    if (what == "charged") return totals.charged;
    if (what == "spent") return totals.spent;
    if (what == "discarded") return totals.discarded;
    REQUIRE(what == "lost");
    return totals.lost;
  }

  CreditAccount account_;
  LaunchLimit limit_;
  Time now_{};
};

}  // namespace

TEST_CASE("CPU credits are earned, spent, kept and charged as AWS's examples say",
          "[aws][compute][credits]") {
  const auto rows = rows_of("credits.txt");
  for (const AwsRow& each : rows) {
    const auto& columns = each.columns;
    REQUIRE(columns.size() == 4);
    INFO(each.place);
    Row row(columns[1]);
    row.happen(columns[2]);
    row.see(columns[3]);
  }
  CHECK(rows.size() == 35);
}
