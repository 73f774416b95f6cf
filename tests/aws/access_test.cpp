// Runs tests/aws/access.txt: a world for each row. And what a try says, and that it changes
// nothing.

#include "squall/report/json.hpp"
#include "squall/report/summary.hpp"
#include "squall/scenario/action.hpp"
#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

std::string groups_of(const std::string& groups, const std::string& thing) {
  return groups.find(thing + ":") == groups.npos ? "" : ", security_groups: " + thing;
}

world::Scenario scenario_of(const std::string& groups, const std::string& of_web,
                            const std::string& timeline) {
  const std::string service = of_web.starts_with("service") ? "" : ", service: web";
  return scenario::load_text("row.yaml", fmt::format(R"(
region: us-east-1
zones: [a, b]
duration: 1h
key_pairs: {{alice: {{}}, bob: {{}}, alice-in-oregon: {{region: us-west-2}}}}
services:
  web: {{startup: 20s, handler: {{wait: 10ms}}}}
  slow: {{workers: 1, backlog: 2, handler: {{wait: 10m}}}}
databases: {{orders: {{zone: a, queries: {{read: 1ms}}{}}}}}
security_groups: {}
target_groups: {{web: {{health_check: {{port: 9000}}}}}}
instances:
  web: {{zones: a, instance_type: t3.micro{}, target_groups: web{}{}}}
  app: {{zones: a, instance_type: t3.micro, service: web{}}}
  spare: {{zones: b, instance_type: t3.micro, service: web}}
  far: {{region: us-west-2, instance_type: t3.micro, service: web, key_pair: alice-in-oregon}}
elastic_ips: {{site: {{instance: app}}}}
clients: {{people: {{from: seoul, to: web, rate: 1/s, timeout: 5m}}}}
timeline: {}
)",
                                                     groups_of(groups, "data"), groups, service,
                                                     of_web.empty() ? "" : ", ", of_web,
                                                     groups_of(groups, "beside"), timeline))
      .scenario;
}

world::AccessResult tried(const world::Scenario& scenario, const std::string& when,
                          const std::string& attempt) {
  world::World world(scenario);
  Duration until{};
  REQUIRE_FALSE(ScalarText<Duration>::read(when, until));
  world.run_until(Time(until));
  world.apply(scenario::read_action(fmt::format("try: {{{}}}", attempt), scenario));
  world.run_until(Time(until + 1ns));
  const world::Result result = world.result();
  REQUIRE(result.tries.size() == 1);
  CHECK(result.tries[0].at == until);
  return result.tries[0];
}

std::string why(const std::string& groups, const std::string& of_web, const std::string& timeline,
                const std::string& when, const std::string& attempt) {
  return describe(tried(scenario_of(groups, of_web, timeline), when, attempt));
}

}  // namespace

TEST_CASE("who tries to get in gets in, or learns why not", "[aws][access]") {
  const auto rows = rows_of("access.txt");
  std::set<std::string> reasons;
  for (const AwsRow& each : rows) {
    INFO(each.place);
    const auto& columns = each.columns;
    REQUIRE(columns.size() == 7);
    const world::AccessResult met =
        tried(scenario_of(columns[1], columns[2], columns[3]), columns[4], columns[5]);
    INFO(describe(met));
    CHECK(fmt::format("{} {}", word(met.finding.outcome), word(met.finding.reason)) == columns[6]);
    reasons.emplace(word(met.finding.reason));
  }
  CHECK(rows.size() == 67);
  for (int each = 0; each <= static_cast<int>(world::AccessReason::key); ++each)
    CHECK(reasons.contains(std::string(word(static_cast<world::AccessReason>(each)))));
}

TEST_CASE("a try says whom it met and what would help", "[aws][access]") {
  const std::string groups =
      "{new: {inbound: [{port: 80, from: 10.0.0.0/8}]}, old: {}, beside: {outbound: []}}";
  const std::string both = "security_groups: [new, old], key_pair: alice";
  const std::string moved =
      "[{at: 1m, stop: web}, {at: 2m, start: web}, {at: 3m, associate_address: site, "
      "instance: spare}]";
  CHECK(why(groups, both, "[]", "1m", "ssh: web, from: 203.0.113.7, key: alice") ==
        "ssh web from 203.0.113.7 with alice: timed out, no rule of new or old lets 203.0.113.7 in "
        "at port 22; '{port: 22, from: 203.0.113.7}' under 'inbound' in security_groups.new would");
  CHECK(why(groups, both, "[]", "1m", "http: web-1, from: people") ==
        "http web-1, port 80, from people: timed out, no rule of new or old lets people in at port "
        "80; '{port: 80, from: anywhere}' under 'inbound' in security_groups.new would");
  CHECK(why(groups, both, "[]", "1m", "tcp: orders, port: 3306, from: app") ==
        "tcp orders, port 3306, from app: timed out, no rule of beside lets app-1 out to orders at "
        "port 3306; '{port: 3306, to: orders}' under 'outbound' in security_groups.beside would");
  CHECK(why("{}", "", moved, "5m", "http: web-1.public_ip, from: people") ==
        "http web-1.public_ip, port 80, from people: timed out, nobody has 240.0.0.4 any more: "
        "web-1 has 240.0.0.6 now");
  CHECK(why("{}", "", moved, "5m", "http: site, from: people") ==
        "http site, port 80, from people: connected, spare-1 listens at port 80");
  CHECK(why("{}", "key_pair: alice", "[]", "5m", "ssh: web, from: app, key: bob") ==
        "ssh web from app with bob: permission denied, web-1 was launched with the key pair alice, "
        "not bob");
  CHECK(why("{}", "", "[]", "5m", "http: web, from: app, port: 8080") ==
        "http web, port 8080, from app: refused, nobody listens at port 8080 of web-1: it listens "
        "at 80");
  CHECK(why("{}", "", "[{at: 1m, cut_link: [seoul, ap-northeast-2]}]", "5m",
            "http: web, from: people") ==
        "http web, port 80, from people: timed out, no way leads from seoul to us-east-1a: a link "
        "is cut");
}

TEST_CASE("the rule that a try asks for lets it in", "[aws][access]") {
  world::Scenario scenario = scenario_of("{new: {}}", "security_groups: new", "[]");
  const world::AccessResult before = tried(scenario, "1m", "http: web, from: far");
  const std::string& said = before.finding.why;
  const std::size_t from = said.find('{');
  const std::string rule = said.substr(from, said.find('}') + 1 - from);
  scenario.timeline.push_back(
      {{}, scenario::read_action(fmt::format("{{allow: new, inbound: {}}}", rule), scenario)});
  CHECK(before.finding.outcome == world::AccessOutcome::timed_out);
  CHECK(tried(scenario, "1m", "http: web, from: far").finding.outcome ==
        world::AccessOutcome::connected);
}

TEST_CASE("tries change nothing but what is said of them", "[aws][access]") {
  const char* const tries = R"([
  {at: 0, try: {http: web-1, from: people}},
  {at: 20s, try: {http: web-1, from: app}},
  {at: 20s, revoke: new, inbound: {port: 80, from: anywhere}},
  {at: 20s, try: {http: web-1, from: people}},
  {at: 30s, allow: new, inbound: {port: 80, from: anywhere}},
  {at: 40s, stop: web},
  {at: 50s, try: {ssh: web-1.public_ip, from: 203.0.113.7}},
  {at: 59s, try: {tcp: site, from: spare, port: 80}}])";
  const char* const none = R"([
  {at: 20s, revoke: new, inbound: {port: 80, from: anywhere}},
  {at: 30s, allow: new, inbound: {port: 80, from: anywhere}},
  {at: 40s, stop: web}])";
  const auto run = [](const char* timeline) {
    world::World world(scenario_of("{new: {inbound: [{port: 80, from: anywhere}]}}",
                                   "security_groups: new", timeline));
    world.run();
    return world.result();
  };
  world::Result with = run(tries);
  CHECK(with.tries.size() == 5);
  with.tries.clear();
  CHECK(report::json(with) == report::json(run(none)));
}

TEST_CASE("what was tried stands in the summary and in the JSON", "[aws][access]") {
  world::World world(scenario_of("{}", "", "[{at: 65s, try: {ssh: web-1, from: people}}]"));
  world.run();
  const world::Result result = world.result();
  CHECK(report::summary(result, "row.yaml", {200})
            .find("\n  what was tried\n"
                  "        1m5s   ssh web-1 from people: permission denied, web-1 was launched "
                  "without a key pair, and gets none later\n") != std::string::npos);
  const std::string json = report::json(result);
  for (const char* part : {R"("t_s": 65.0)", R"("attempt": "ssh web-1 from people")",
                           R"("outcome": "permission_denied")", R"("reason": "no_key_pair")"})
    CHECK(json.find(part) != std::string::npos);
}

TEST_CASE("the key pair of a launch template lets in", "[aws][access]") {
  const world::Scenario scenario = scenario::load_text("test.yaml", R"(
region: us-east-1
duration: 5m
key_pairs: {alice: {}}
services: {web: {handler: {wait: 10ms}}}
launch_templates: {web: {instance_type: t3.micro, key_pair: alice}}
instances: {web: {service: web, launch_template: web}}
)")
                                       .scenario;
  CHECK(tried(scenario, "1m", "ssh: web, from: 203.0.113.7, key: alice").finding.outcome ==
        world::AccessOutcome::connected);
}
