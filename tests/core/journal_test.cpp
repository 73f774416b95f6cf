#include "squall/core/journal.hpp"

#include "support/catch.hpp"

#include <limits>

using namespace squall;

namespace {

inline constexpr JournalKind instance_stopped{"instance_stopped",
                                              "{subject} stopped after {a:duration}"};
inline constexpr JournalKind target_moved{"target_moved",
                                          "{subject} moved to {object}, {a} of {b}"};
inline constexpr JournalKind only_count{"only_count", "{a:count}"};
inline constexpr JournalKind only_duration{"only_duration", "{a:duration}"};
inline constexpr JournalKind only_ratio{"only_ratio", "{b:ratio}"};
inline constexpr JournalKind only_money{"only_money", "{a:money}"};

struct Desk {
  Names names;
  Journal journal{names};

  std::string write(const JournalKind& kind, JournalValue a, JournalValue b = {}) {
    journal.append(Time{}, kind, NameId::none, a, b);
    return journal.text(journal.records().back());
  }
};

}  // namespace

TEST_CASE("a record becomes the sentence of its kind", "[core][journal]") {
  Names names;
  Journal journal(names);
  const NameId i3 = names.id("i-3");

  journal.append(Time{} + 5s, instance_stopped, i3, 90min);
  journal.append(Time{} + 6s, target_moved, {i3, names.id("blue")}, 2, 5u);

  REQUIRE(journal.records().size() == 2);
  CHECK(journal.records()[0].at == Time{} + 5s);
  CHECK(journal.records()[0].kind->name == "instance_stopped");
  CHECK(journal.text(journal.records()[0]) == "i-3 stopped after 1h 30m");
  CHECK(journal.text(journal.records()[1]) == "i-3 moved to blue, 2 of 5");
}

TEST_CASE("a duration is written in the units a person would use", "[core][journal]") {
  Desk desk;
  CHECK(desk.write(only_duration, 0s) == "0s");
  CHECK(desk.write(only_duration, 1ns) == "1ns");
  CHECK(desk.write(only_duration, 1500ns) == "1.5us");
  CHECK(desk.write(only_duration, 250ms) == "250ms");
  CHECK(desk.write(only_duration, 1500ms) == "1.5s");
  CHECK(desk.write(only_duration, 60s) == "1m");
  CHECK(desk.write(only_duration, 61s) == "1m 1s");
  CHECK(desk.write(only_duration, 24h * 8 + 3s) == "8d 3s");
  CHECK(desk.write(only_duration, -250ms) == "-250ms");
}

TEST_CASE("counts, ratios and money are written exactly", "[core][journal]") {
  Desk desk;
  CHECK(desk.write(only_count, 999) == "999");
  CHECK(desk.write(only_count, 1000) == "1,000");
  CHECK(desk.write(only_count, -1'234'567) == "-1,234,567");
  CHECK(desk.write(only_count, std::numeric_limits<std::int64_t>::min()) ==
        "-9,223,372,036,854,775,808");
  CHECK(desk.write(only_ratio, 0, JournalValue::ratio(0.65)) == "65%");
  CHECK(desk.write(only_ratio, 0, JournalValue::ratio(0.004)) == "0.4%");
  CHECK(desk.write(only_ratio, 0, JournalValue::ratio(-1.0 / 3)) == "-33.3333%");
  CHECK(desk.write(only_money, 3'120'000'000) == "$3.12");
  CHECK(desk.write(only_money, 41'600'000) == "$0.0416");
  CHECK(desk.write(only_money, -5'000'000'000) == "-$5.00");
}

TEST_CASE("only sentences that can be written may be declared", "[core][journal]") {
  STATIC_REQUIRE(is_journal_sentence("no placeholder"));
  STATIC_REQUIRE(is_journal_sentence("{subject}{object}{a}{b:money}"));
  STATIC_REQUIRE_FALSE(is_journal_sentence("{who}"));
  STATIC_REQUIRE_FALSE(is_journal_sentence("{a:seconds}"));
  STATIC_REQUIRE_FALSE(is_journal_sentence("{a"));
  STATIC_REQUIRE_FALSE(is_journal_sentence("a}"));
  STATIC_REQUIRE_FALSE(is_journal_sentence("}subject"));
  STATIC_REQUIRE_FALSE(is_journal_sentence("{{a}}"));
}
