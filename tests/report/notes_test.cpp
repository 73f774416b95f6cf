#include "squall/report/notes.hpp"

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "support/catch.hpp"

#include <string>
#include <vector>

using namespace squall;

namespace {

struct Street {
  std::string group = "{health_check: {interval: 5s, timeout: 2s}}";
  std::string handler = "{wait: 10ms}";
  std::string client = "{to: front, rate: 100/s, timeout: 2s}";
  std::string timeline = "[]";
};

std::vector<std::string> notes_of(const Street& street) {
  const auto loaded = scenario::load_text(
      "test.yaml",
      "region: ap-northeast-2\nzones: [a, c]\nduration: 10m\nservices: {web: {handler: " +
          street.handler +
          "}}\ninstances: {web: {count: 4, instance_type: t3.micro, service: web, target_groups: "
          "web}}\ntarget_groups: {web: " +
          street.group +
          "}\nload_balancers: {front: {listeners: {80: web}, zonal_shift: true}}\nclients: "
          "{users: " +
          street.client + "}\ntimeline: " + street.timeline + "\n");
  world::World world(loaded.scenario);
  world.run();
  return report::notes(world.result());
}

bool has(const std::vector<std::string>& notes, const std::string& text) {
  for (const std::string& note : notes)
    if (note.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace

TEST_CASE("a run that is as it should be has no notes", "[report][notes]") {
  const std::string algorithm =
      GENERATE("round_robin", "random", "least_outstanding_requests", "weighted_random");
  CAPTURE(algorithm);
  CHECK(notes_of({.group = "{algorithm: " + algorithm + "}"}).empty());
}

TEST_CASE("what the file does on purpose is not odd", "[report][notes]") {
  const std::string timeline = GENERATE("[{at: 2m, deregister: web-1}]", "[{at: 2m, stop: web-1}]",
                                        "[{at: 2m, zonal_shift: front, away_from: a, for: 5m}]");
  CAPTURE(timeline);
  CHECK(notes_of({.timeline = timeline}).empty());
  CHECK(notes_of({.group = "{slow_start: 300s, health_check: {interval: 5s, timeout: 2s}}",
                  .timeline = "[{at: 2m, fail_zone: a, for: 1m}]"})
            .size() == 1);  // of the requests that met silence
}

TEST_CASE("a target that gets far more or less than an even share is noted", "[report][notes]") {
  // All come from three addresses.
  const auto notes = notes_of({.group = "{algorithm: ip_hash}",
                               .client = "{to: front, rate: 100/s, timeout: 2s, addresses: 3}"});
  REQUIRE(notes.size() == 1);
  CHECK(has(notes, "an even share of web for "));
}

TEST_CASE("a group that had too few healthy targets is noted, and for how long",
          "[report][notes]") {
  const auto notes = notes_of({.timeline = "[{at: 2m, crash: web}]"});
  REQUIRE(notes.size() == 1);
  CHECK(has(notes, "web had too few healthy targets for 7m5"));
  CHECK(has(notes, "requests were sent to any of them"));
  CHECK_FALSE(has(notes_of({.timeline = "[{at: 2m, crash: web-1}]"}), "too few"));
}

TEST_CASE("requests for which no target was registered are noted", "[report][notes]") {
  const auto notes = notes_of({.timeline = "[{at: 9m, deregister: web}]"});
  REQUIRE(notes.size() == 1);
  CHECK(has(notes, "requests with 503: no target was registered"));
}

TEST_CASE("requests to nodes that are gone are noted", "[report][notes]") {
  const auto notes = notes_of({.timeline = "[{at: 2m, fail_zone: a, for: 1m}]"});
  REQUIRE(notes.size() == 1);
  CHECK(has(notes, "requests to front met silence: their node was gone"));
}

TEST_CASE("a target that becomes unhealthy again and again is noted", "[report][notes]") {
  const std::string flap = "{at: 1m, fail_zone: a, for: 1m}, {at: 4m, fail_zone: a, for: 1m}";
  CHECK_FALSE(has(notes_of({.timeline = "[" + flap + "]"}), "became unhealthy"));
  CHECK(has(notes_of({.timeline = "[" + flap + ", {at: 7m, fail_zone: a, for: 1m}]"}),
            "web-1 became unhealthy 3 times in web"));
}

TEST_CASE("retries that multiply the load are noted", "[report][notes]") {
  const std::string client = "{to: front, rate: 100/s, timeout: 2s, retry: 3}";
  CHECK(notes_of({.client = client}).empty());
  const auto notes = notes_of({.handler = "{fail: 503}", .client = client});
  CHECK(has(notes, "requests of users took 3.0 attempts each"));
}

TEST_CASE("work for those who have given up is noted", "[report][notes]") {
  const auto notes =
      notes_of({.handler = "{wait: 500ms}", .client = "{to: front, rate: 100/s, timeout: 200ms}"});
  REQUIRE(notes.size() == 1);
  CHECK(has(notes, "% of what the instances finished was for nobody"));
}
