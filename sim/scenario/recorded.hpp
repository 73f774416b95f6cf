#pragma once

#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"
#include "squall/traffic/series.hpp"

#include <cstdint>
#include <optional>

/// Rates from files that others wrote.
namespace squall::scenario {

/// A CSV file's rows, by the columns `time` and `value` that `fields` names (else the first and the
/// second) as counts `per` so much time; nothing, with diagnostics, where the file is not so.
std::optional<traffic::Series> read_csv(std::uint32_t source, const Node& fields,
                                        const Sources& sources, Diagnostics& diagnostics);

/// The result that `fields` names by its `id`, else the only one, of what `aws cloudwatch
/// get-metric-data` printed; its period is the smallest distance between two of its times.
std::optional<traffic::Series> read_cloudwatch(std::uint32_t source, const Node& fields,
                                               const Sources& sources, Diagnostics& diagnostics);

}  // namespace squall::scenario
