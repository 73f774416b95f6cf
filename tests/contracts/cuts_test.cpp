// What strikes a target ends exactly what that target has.

#include "contracts/street.hpp"
#include "support/catch.hpp"

#include <set>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;
using test::Street;

namespace {

constexpr std::size_t struck = 1;  // of four servers

struct Deed {
  const char* what;
  void (*strike)(Street&);
  Duration heard_at;  ///< by those whom the struck server had
  int status;
};

// Done at 100 ms, when all requests have been on their way since 0.
const Deed deeds[] = {
    {"a crash", [](Street& street) { street.shop.fleet.crash(street.servers[struck]); }, 100ms,
     502},
    {"a host that is gone",
     [](Street& street) { street.shop.fleet.vanish(street.servers[struck]); }, 800ms, 504},
    {"a drain of 300 ms", [](Street& street) { street.group.deregister(struck); }, 400ms, 502},
};

}  // namespace

TEST_CASE("what strikes a target ends all that it has and nothing else", "[contracts][cuts]") {
  for (const Deed& deed : deeds) {
    CAPTURE(deed.what);
    balancing::TargetGroupSpec group;
    group.deregistration_delay = 300ms;
    Street street({.nodes = 3,
                   .servers = 4,
                   .service = service_of(1000, 0, {wait(500ms)}),
                   .group = group,
                   .idle_timeout = 800ms});
    std::set<int> its;
    street.at_server(struck).asked = [&](const Witness::Attempt& attempt) {
      if (attempt.request_class != probe_class) its.insert(static_cast<int>(attempt.who));
    };
    for (std::uint64_t request = 0; request < 200; ++request)
      street.shop.send_to(*street.door, child(key_of(1, "cuts"), request));
    street.run(100ms);
    CHECK(its.size() > 40);
    deed.strike(street);
    street.run(2s);

    REQUIRE(street.shop.answers.size() == 200);
    for (const Answer& answer : street.shop.answers) {
      CAPTURE(answer.request);
      const bool hit = its.contains(answer.request);
      CHECK(answer.at == (hit ? deed.heard_at : 500ms));
      CHECK(answer.outcome == status(hit ? deed.status : 200));
    }
    street.check();
  }
}
