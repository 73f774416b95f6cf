// What a client wants and what its requests cost is drawn by key: nothing that is changed about the
// world behind it changes an arrival or a demand, and no thread does.

#include "squall/traffic/open_client.hpp"

#include "contracts/street.hpp"
#include "support/catch.hpp"

#include <algorithm>
#include <future>
#include <map>
#include <tuple>
#include <vector>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;
using test::Street;

namespace {

struct Variant {
  int nodes = 1;
  int servers = 1;
  balancing::Algorithm algorithm = balancing::Algorithm::round_robin;
  int attempts = 1;
  Duration timeout = 10s;
  bool hedged_calls = false;
};

/// What a client wanted, and what of it was seen.
struct Seen {
  std::vector<std::tuple<Time, std::uint64_t, ClassId>> arrivals;
  std::map<std::uint64_t, Duration> works;  ///< of each job, by the key of its request or call
  std::uint64_t done_again = 0;             ///< jobs whose request or call had been seen before
  bool the_same_again = true;
};

Step asks(const Variant& variant) {
  if (!variant.hedged_calls) return call("orders.read");
  return {CallStep{.to = "orders.read", .hedge = HedgeSpec{1ms}}};
}

/// There are vCPUs for all, so that a job takes exactly as long as its work.
Seen seen_with(const Variant& variant) {
  ServiceSpec service =
      service_of(10'000, 0, {cpu(exponential(10ms)), asks(variant), cpu(exponential(2ms))});
  service.errors = Ratio{0.1};
  balancing::TargetGroupSpec group;
  group.algorithm = variant.algorithm;
  Street street({variant.nodes, variant.servers, service, 10'000, group, 60s});

  Seen seen;
  for (std::size_t place = 1; place < street.witnesses.size(); ++place) {
    street.witnesses[place].heard = [&](const Attempt& attempt, Outcome) {
      if (attempt.request_class == probe_class) return;
      const Duration work = street.shop.engine.now() - attempt.sent;
      const auto [known, news] = seen.works.emplace(attempt.key.word, work);
      seen.done_again += !news;
      seen.the_same_again = seen.the_same_again && known->second == work;
    };
  }

  street.door->asked = [&](const Attempt& attempt) {
    if (attempt.number == 1)
      seen.arrivals.emplace_back(attempt.sent, attempt.key.word, attempt.request_class);
  };

  traffic::ClientSpec spec;
  spec.rate.constant = {200};
  spec.requests = {{"look", {{3}}}, {"buy", {{1}}}};
  spec.timeout = variant.timeout;
  spec.retry.attempts = variant.attempts;
  traffic::OpenClient client(street.shop.engine, {street.shop.exchange, *street.door}, spec,
                             {"shoppers", 7, {1, 2}, {}});
  client.start();
  street.run(20s);
  client.check();
  street.check();
  return seen;
}

std::vector<Variant> variants() {
  std::vector<Variant> all{{.nodes = 3, .servers = 1},
                           {.nodes = 1, .servers = 7},
                           {.nodes = 2, .servers = 3, .attempts = 4},
                           {.nodes = 1, .servers = 2, .timeout = 15ms},
                           {.nodes = 3, .servers = 5, .attempts = 3, .timeout = 20ms},
                           {.nodes = 2, .servers = 3, .attempts = 2, .hedged_calls = true}};
  for (std::size_t i = 0; i < Words<balancing::Algorithm>::words.size(); ++i)
    all.push_back({.nodes = 2, .servers = 4, .algorithm = static_cast<balancing::Algorithm>(i)});
  return all;
}

void check_same(const Seen& seen, const Seen& before) {
  CHECK(seen.arrivals == before.arrivals);
  CHECK(seen.the_same_again);
  CHECK(std::includes(before.works.begin(), before.works.end(), seen.works.begin(),
                      seen.works.end()));
  CHECK(seen.works.size() > before.works.size() / 2);
}

}  // namespace

TEST_CASE("neither balancer nor policy changes an arrival or a demand",
          "[contracts][keyed_draws]") {
  const Seen before = seen_with({});
  REQUIRE(before.arrivals.size() > 3500);
  REQUIRE(before.works.size() > 2 * 3500);
  for (const Variant& variant : variants()) {
    CAPTURE(variant.nodes, variant.servers, variant.attempts, variant.timeout.count());
    const Seen seen = seen_with(variant);
    check_same(seen, before);
    if (variant.attempts > 1) CHECK(seen.done_again > 100);
  }
}

TEST_CASE("worlds on threads side by side have the arrivals and demands of each alone",
          "[contracts][keyed_draws][threads]") {
  const Seen before = seen_with({});
  for (const std::size_t count : {2u, 5u}) {
    std::vector<std::future<Seen>> all;
    for (std::size_t i = 0; i < count; ++i)
      all.push_back(std::async(std::launch::async, [i] { return seen_with(variants()[i]); }));
    for (std::future<Seen>& seen : all) check_same(seen.get(), before);
  }
}
