#pragma once

#include "squall/core/histogram.hpp"

#include <optional>

#include <nlohmann/json_fwd.hpp>

namespace squall::report {

/// A histogram whole: sums as decimal texts, for they may have more digits than a number of JSON,
/// and the buckets as "BEGIN:COUNT BEGIN:COUNT ..", in nanoseconds.
nlohmann::ordered_json stored(const Histogram& histogram);

/// The same histogram; nothing where it is none.
std::optional<Histogram> restored(const nlohmann::ordered_json& json);

}  // namespace squall::report
