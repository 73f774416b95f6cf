#pragma once

#include "squall/core/time.hpp"
#include "squall/world/result.hpp"
#include "squall/world/scenario.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace squall::experiment {

/// How many of the first observations are best left out: as many as make the standard error of the
/// mean of the rest least, in batches of five (MSER-5: White 1997, Spratt 1998). Only the first
/// half is looked at; nothing where the least is at its end, for then what is left may go on
/// changing, or where there are fewer than ten batches.
std::optional<std::size_t> mser5(std::span<const double> observations);

/// Whether nothing in a scenario changes by itself: rates are constant, users are there from the
/// start, nothing stands in the timeline. Only then it makes sense to ask when it has settled.
bool is_steady(const world::Scenario& scenario);

/// How long runs take to become what they are later.
struct WarmUp {
  std::optional<Duration> lasts;  ///< nothing: they are still changing half-way
  /// What counts of it makes the mean number of requests inside another one, by more than 1% and by
  /// more than chance, wherever in the first half it might have ended: `measure_from` is too early.
  bool matters = false;
};

/// By how many requests all runs had inside on average, from moment to moment. Nothing where nobody
/// has looked (Result::inside), or in fewer than two runs.
std::optional<WarmUp> warm_up_of(const std::vector<world::Result>& runs);

}  // namespace squall::experiment
