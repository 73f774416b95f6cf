#include "scaling/policies/newest.hpp"

namespace squall::scaling {

std::vector<metrics::Datapoint> points_before(const metrics::Alarm& alarm,
                                              const metrics::Store& store, Time now) {
  const metrics::Alarm::Terms& terms = alarm.terms();
  const Time next = store.mark(alarm.step(), now);
  const Time end = next == now ? now : next - alarm.step();
  const Time begin = end - terms.query.period * terms.range;
  return store.datapoints(terms.query, {begin, end}, now);
}

}  // namespace squall::scaling
