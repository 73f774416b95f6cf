#include "squall/billing/on_demand.hpp"

#include "squall/compute/instance_type.hpp"

#include "support/catch.hpp"

#include <map>
#include <string>

using namespace squall;
using namespace squall::billing;

namespace {

double price(std::string_view region, std::string_view type) {
  const auto found = on_demand_price(region, type);
  return found ? dollars(found->amount) : -1;
}

}  // namespace

TEST_CASE("prices are those of the region's list", "[billing][on_demand]") {
  CHECK(price("us-east-1", "t3.micro") == Approx(0.0104));
  CHECK(price("us-east-1", "m6i.large") == Approx(0.096));
  CHECK(price("us-east-1", "c7g.medium") == Approx(0.0363));
  CHECK(price("ap-northeast-2", "t3.micro") == Approx(0.013));
  CHECK(price("ap-northeast-2", "r6i.large") == Approx(0.152));
}

TEST_CASE("a price that is not known is not made up", "[billing][on_demand]") {
  CHECK(price("ap-northeast-2", "m7g.large") == -1);
  CHECK(price("eu-west-1", "m5.large") == -1);
  CHECK(price("us-east-1", "m5") == -1);
  CHECK(price("us-east-1", "m.large") == -1);
}

TEST_CASE("a larger size of a family costs more", "[billing][on_demand]") {
  for (const std::string_view region : priced_regions()) {
    std::map<std::string_view, Usd> last;
    for (const compute::InstanceType& type : compute::instance_types()) {
      const auto price = on_demand_price(region, type.name);
      if (!price) continue;
      Usd& before = last[compute::family_of(type.name)];
      CHECK(price->amount > before);
      before = price->amount;
    }
    CHECK(last.size() > 5);
  }
}
