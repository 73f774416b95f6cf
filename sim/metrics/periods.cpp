#include "squall/metrics/periods.hpp"

namespace squall::metrics {

void Periods::start() {
  // What ends at the very beginning was over before it.
  for (const Duration period : store_.periods())
    engine_.at(store_.mark(period, engine_.now() + Duration(1)), end_, period.count());
}

void Periods::end(std::int64_t nanoseconds) {
  const Duration period(nanoseconds);
  engine_.after(period, end_, nanoseconds);
  ends(period);
  store_.close(period, engine_.now());
}

}  // namespace squall::metrics
