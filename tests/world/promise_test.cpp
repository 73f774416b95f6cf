#include "squall/world/promise.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;
using world::Promise;

namespace {

Promise read(std::string_view text) {
  Promise promise;
  const auto problem = ScalarText<Promise>::read(text, promise);
  INFO(text << ": " << (problem ? problem->what : ""));
  CHECK(!problem);
  return promise;
}

std::string refusal(std::string_view text) {
  Promise promise;
  const auto problem = ScalarText<Promise>::read(text, promise);
  return problem ? problem->what + " (" + problem->hint + ")" : "fine";
}

}  // namespace

TEST_CASE("a promise bounds a metric of everything, or of one thing", "[world][promise]") {
  const Promise all = read("p99 < 300ms");
  CHECK(all.scope.empty());
  CHECK(all.metric == Promise::Metric::quantile);
  CHECK(all.quantile == 0.99);
  CHECK(all.compare == Promise::Compare::below);
  CHECK(all.value == Approx(0.3));
  CHECK(read("web.mean <= 1s").scope == "web");
  CHECK(read("shoppers.buy.p99.9 < 1.5s").scope == "shoppers.buy");
  CHECK(read("v1.2.max < 1s").scope == "v1.2");
}

TEST_CASE("a percentile is written p99.9 or said short, p999", "[world][promise]") {
  CHECK(read("p99.9 < 1s").quantile == Approx(0.999));
  CHECK(read("p999 < 1s").quantile == Approx(0.999));
  CHECK(read("p5 < 1s").quantile == Approx(0.05));
  CHECK(refusal("p100 < 1s") ==
        "promises 'p100', which is no percentile (write p50, p99 or p99.9)");
  CHECK(refusal("p0 < 1s") == "promises 'p0', which is no percentile (write p50, p99 or p99.9)");
}

TEST_CASE("errors are promised as a share or as a number", "[world][promise]") {
  CHECK(read("errors < 0.1%").value == Approx(0.001));
  CHECK(!read("errors < 0.1%").counts);
  CHECK(read("errors = 0").counts);
  CHECK(read("errors=0").counts);
  CHECK(read("errors <= 20").value == 20);
}

TEST_CASE("throughput is a rate, a cost is money for a time", "[world][promise]") {
  CHECK(read("throughput >= 100/s").value == 100);
  CHECK(read("cost < 1500USD/month").cost_period == 730h);
  CHECK(read("cost < 1.5USD").cost_period == 0s);
  CHECK(read("cost < 1.5USD").value == 1.5);
  CHECK(refusal("cost < 5USD/year") == "promises a cost for each 'year' (known: month, day, hour)");
  CHECK(refusal("cost < $5") ==
        "has the limit '$5', which names its currency in front (write '5USD')");
}

TEST_CASE("a promise may hold in every window, or for a part of the run", "[world][promise]") {
  CHECK(*read("p99 < 300ms each 5m").each == 5min);
  const Promise part = read("p99 < 300ms from 11:00 to 2h");
  CHECK(part.from->kind == Moment::Kind::time_of_day);
  CHECK(part.to->since_start == 2h);
  CHECK(refusal("p99 < 1s from 11:00") ==
        "has a 'from' without a 'to' (write 'from 11:00 to 12:00')");
  CHECK(refusal("p99 < 1s each 0s") == "has windows of no length (write 'each 5m')");
  CHECK(refusal("p99 < 1s each 5") ==
        "has windows of '5', which needs a unit (write '5s' or '5ms')");
}

TEST_CASE("what is no promise is told what to write", "[world][promise]") {
  const std::string grammar = " (write 'p99 < 300ms', 'errors < 0.1%' or 'web.p99 < 1s each 5m')";
  CHECK(refusal("") == "is not a promise" + grammar);
  CHECK(refusal("p99 300ms") == "is not a promise" + grammar);
  CHECK(refusal("p99 <") == "has no limit" + grammar);
  CHECK(refusal("p99 < 300ms please") == "goes on with 'please'" + grammar);
  CHECK(refusal("p99 < 300") ==
        "has the limit '300', which needs a unit (write '300s' or '300ms')");
  CHECK(refusal("erors < 1%") == "promises 'erors', which is no metric (did you mean 'errors'?)");
}

TEST_CASE("a promise is printed as it was written", "[world][promise]") {
  CHECK(ScalarText<Promise>::print(read("  web.p99  < 1s each 5m ")) == "web.p99  < 1s each 5m");
}
