#pragma once

#include "squall/core/diagnostic.hpp"
#include "squall/scenario/document.hpp"

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace squall::scenario {

/// Gathers what is wrong while a scenario is read, so that everything is said at once.
class Diagnostics {
 public:
  explicit Diagnostics(const Sources& sources) : sources_(sources) {}

  void error(const Mark& mark, std::string what, std::string_view where = {},
             std::string hint = {});
  void warning(const Mark& mark, std::string what, std::string_view where = {},
               std::string hint = {});

  bool failed() const { return errors_ > 0; }
  std::size_t errors() const { return errors_; }

  /// Takes over the errors of another reading that are not `known`; `where` says which reading.
  void add_errors(const Diagnostics& others, const Diagnostics& known, std::string_view where);

  /// Whether so much is wrong that no more is kept.
  bool full() const;

  /// Where errors were said.
  std::set<Mark> error_marks() const;

  /// Everything said, sorted by place. What was said twice about one place stands once, as it was
  /// said first: a thing and those that take from it share what is wrong with it.
  std::vector<Diagnostic> sorted() const;

  /// Ends a reading: throws ScenarioError when there was an error.
  void require_none() const;

 private:
  struct Said {
    Severity severity;
    Mark mark;
    std::string what;
    std::string where;
    std::string hint;
  };

  void say(Said said);

  const Sources& sources_;
  std::vector<Said> said_;
  std::size_t errors_ = 0;
};

}  // namespace squall::scenario
