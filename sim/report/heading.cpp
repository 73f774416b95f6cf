#include "report/heading.hpp"

#include "squall/core/text.hpp"
#include "squall/report/clock.hpp"

#include <fmt/format.h>

namespace squall::report {

std::string measured_part(const world::Result& result) {
  const Clock clock(result);
  if (result.measure_until < result.simulated)
    return fmt::format(", counted from {} to {}", clock.moment(result.measure_from),
                       clock.moment(result.measure_until));
  if (result.measure_from == Duration(0)) return {};
  return fmt::format(", the first {} not counted",
                     ScalarText<Duration>::print(result.measure_from));
}

}  // namespace squall::report
