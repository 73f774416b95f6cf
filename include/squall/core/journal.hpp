#pragma once

#include "squall/core/names.hpp"
#include "squall/core/time.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace squall {

/// Whether every placeholder of a journal sentence is one that Journal::text() can fill.
constexpr bool is_journal_sentence(std::string_view sentence) {
  constexpr std::string_view known[] = {"subject", "object",     "a",       "b",
                                        "a:count", "a:duration", "a:ratio", "a:money",
                                        "b:count", "b:duration", "b:ratio", "b:money"};
  for (std::size_t at = sentence.find_first_of("{}"); at != std::string_view::npos;
       at = sentence.find_first_of("{}", at + 1)) {
    if (sentence[at] == '}') return false;
    const std::size_t end = sentence.find('}', at);
    if (end == std::string_view::npos) return false;
    bool found = false;
    for (const std::string_view name : known) {
      found = found || sentence.substr(at + 1, end - at - 1) == name;
    }
    if (!found) return false;
    at = end;
  }
  return true;
}

/// A kind of happening, declared by the room in which it happens. A sentence with an unknown
/// placeholder does not compile.
///
///   inline constexpr JournalKind instance_stopped{"instance_stopped",
///                                                 "{subject} stopped after {a:duration}"};
///
/// | placeholder          | what text() writes for it      |
/// |----------------------|--------------------------------|
/// | {subject} {object}   | the name                       |
/// | {a} {b}              | 12                             |
/// | {a:count}            | 1,200,000                      |
/// | {a:duration}         | 1h 30m, 4m 5s, 1.5s, 250ms     |
/// | {a:ratio}            | 65%, 0.4%                      |
/// | {a:money}            | $3.12, $0.0416                 |
struct JournalKind {
  consteval JournalKind(std::string_view kind_name, std::string_view kind_sentence)
      : name(kind_name), sentence(kind_sentence) {
    if (!is_journal_sentence(kind_sentence)) throw "unknown placeholder in a journal sentence";
  }

  std::string_view name;
  std::string_view sentence;
};

/// What a record remembers besides names: a count (of nano-dollars, where the kind says money), a
/// duration or a ratio.
struct JournalValue {
  constexpr JournalValue() = default;
  template <class Integer>
  requires std::is_integral_v<Integer>
  constexpr JournalValue(Integer count) : raw(static_cast<std::int64_t>(count)) {}
  template <class Rep, class Period>
  constexpr JournalValue(std::chrono::duration<Rep, Period> duration)
      : raw(Duration(duration).count()) {}

  /// Kept to a millionth.
  static constexpr JournalValue ratio(double value) {
    return static_cast<std::int64_t>(value * 1e6 + (value < 0 ? -0.5 : 0.5));
  }

  std::int64_t raw = 0;  ///< a count, nanoseconds, millionths or nano-dollars, as the kind says
};

/// What happened, in order: numbers while the simulation runs, sentences when somebody reads.
class Journal {
 public:
  struct Record {
    Time at;
    const JournalKind* kind;
    JournalValue a;
    JournalValue b;
    NameId subject;
    NameId object;
  };

  /// Who or what a record is about; most have no object.
  struct About {
    About(NameId about_subject, NameId about_object = NameId::none)
        : subject(about_subject), object(about_object) {}

    NameId subject;
    NameId object;
  };

  /// `names` must outlive the journal.
  explicit Journal(const Names& names) : names_(names) {}

  /// Requires: `at` is not before the last record, and `kind` lives as long as the program.
  void append(Time at, const JournalKind& kind, About about, JournalValue a = {},
              JournalValue b = {}) {
    records_.push_back({at, &kind, a, b, about.subject, about.object});
  }

  std::span<const Record> records() const { return records_; }

  /// "i-3 stopped after 1h 30m".
  std::string text(const Record& record) const;

 private:
  const Names& names_;
  std::vector<Record> records_;
};

static_assert(sizeof(Journal::Record) == 40);

}  // namespace squall
