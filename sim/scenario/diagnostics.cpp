#include "squall/scenario/diagnostics.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

constexpr std::size_t most_errors =
    200;  // past it nobody reads on, and a hostile file has millions

}  // namespace

void Diagnostics::error(const Mark& mark, std::string what, std::string_view where,
                        std::string hint) {
  if (++errors_ > most_errors) return;
  say({Severity::error, mark, std::move(what), std::string(where), std::move(hint)});
}

void Diagnostics::warning(const Mark& mark, std::string what, std::string_view where,
                          std::string hint) {
  if (said_.size() > 2 * most_errors) return;
  say({Severity::warning, mark, std::move(what), std::string(where), std::move(hint)});
}

bool Diagnostics::full() const { return errors_ >= most_errors; }

std::set<Mark> Diagnostics::error_marks() const {
  std::set<Mark> marks;
  for (const Said& each : said_)
    if (each.severity == Severity::error) marks.insert(each.mark);
  return marks;
}

void Diagnostics::say(Said said) { said_.push_back(std::move(said)); }

std::vector<Diagnostic> Diagnostics::sorted() const {
  std::vector<Said> said = said_;
  const auto place = [](const Said& each) { return std::tie(each.mark, each.severity, each.what); };
  std::stable_sort(said.begin(), said.end(),
                   [&](const Said& a, const Said& b) { return place(a) < place(b); });
  const auto same = [&](const Said& a, const Said& b) { return place(a) == place(b); };
  said.erase(std::unique(said.begin(), said.end(), same), said.end());

  std::vector<Diagnostic> diagnostics;
  for (const Said& each : said) {
    Diagnostic diagnostic;
    diagnostic.severity = each.severity;
    diagnostic.file = sources_[each.mark.source].name;
    diagnostic.line = each.mark.line;
    diagnostic.column = sources_.column_in_characters(each.mark);
    diagnostic.what = each.what;
    diagnostic.where = each.where;
    diagnostic.hint = each.hint;
    diagnostic.source_line = std::string(sources_.line(each.mark));
    diagnostics.push_back(std::move(diagnostic));
  }
  return diagnostics;
}

void Diagnostics::add_errors(const Diagnostics& others, const Diagnostics& known,
                             std::string_view where) {
  std::set<std::pair<Mark, std::string>> said;
  for (const Said& each : known.said_) said.emplace(each.mark, each.what);
  for (const Said& each : others.said_) {
    if (each.severity != Severity::error || said.contains({each.mark, each.what})) continue;
    error(each.mark, each.what,
          each.where.empty() ? std::string(where) : fmt::format("{} of {}", each.where, where),
          each.hint);
  }
}

void Diagnostics::require_none() const {
  if (failed()) throw ScenarioError(sorted());
}

}  // namespace squall::scenario
