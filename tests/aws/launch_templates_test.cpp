// Runs tests/aws/launch_templates.txt: a world for each row.

#include "squall/scenario/loader.hpp"
#include "squall/world/world.hpp"

#include "aws/rows.hpp"
#include "support/catch.hpp"

#include <string>
#include <vector>

#include <fmt/format.h>

using namespace squall;
using squall::testing::AwsRow;
using squall::testing::rows_of;

namespace {

std::string text_of(const std::string& launch_template, const std::string& instances) {
  return fmt::format(R"(
region: us-east-1
duration: 2m
begin: cold
services: {{web: {{handler: {{cpu: 1ms}}}}}}
security_groups: {{shut: {{}}}}
launch_templates: {{web: {}}}
instances: {{web: {{service: web, {}}}}}
clients: {{users: {{to: web, rate: 10/s, arrivals: even, timeout: 1s}}}}
)",
                     launch_template, instances.substr(1, instances.size() - 2));
}

world::Scenario loaded(const std::string& text) {
  return scenario::load_text("row.yaml", text).scenario;
}

// The seconds after which the first instance takes requests.
std::string boot_of(const world::World& world) {
  const world::Result result = world.result();
  for (const world::Happening& each : result.journal)
    if (each.text.starts_with("web-1 takes requests")) return fmt::format("{}", seconds(each.at));
  return "never";
}

}  // namespace

TEST_CASE("instances are what their launch template says, as AWS writes",
          "[aws][launch_templates]") {
  const auto rows = rows_of("launch_templates.txt");
  for (const AwsRow& each : rows) {
    INFO(each.place);
    const auto& columns = each.columns;
    const world::Scenario scenario = loaded(text_of(columns[1], columns[2]));
    CHECK(scenario.instances.at("web").instance_type == columns[3]);
    world::World world(scenario);
    world.run();
    CHECK(boot_of(world) == columns[4]);
    CHECK((world.result().clients.at("users").total.succeeded > 0) == (columns[5] == "yes"));
  }
  CHECK(rows.size() == 9);
}

TEST_CASE("what was taken from a launch template is read again as it is",
          "[aws][launch_templates]") {
  const world::Scenario scenario =
      loaded(text_of("{default_version: 2, versions: {1: {instance_type: t3.micro, image: 20s}, 2: "
                     "{source_version: 1, hibernation: true}}}",
                     "{launch_template: web}"));
  CHECK(scenario.instances.at("web").hibernation);
  CHECK(loaded(scenario::effective_yaml(scenario)) == scenario);
}

TEST_CASE("a thing like another is launched from another version", "[aws][launch_templates]") {
  const world::Scenario scenario = loaded(
      text_of("{versions: {1: {instance_type: t3.micro}, 2: {instance_type: t3.large}}}",
              "{launch_template: web}, next: {like: web, launch_template: {version: 2}}, old: "
              "{like: next, launch_template: null, instance_type: t2.nano}"));
  CHECK(scenario.instances.at("web").instance_type == "t3.micro");
  CHECK(scenario.instances.at("next").instance_type == "t3.large");
  CHECK(scenario.instances.at("next").launch_template->name == "web");
  CHECK(scenario.instances.at("old").instance_type == "t2.nano");
  CHECK(!scenario.instances.at("old").launch_template);
}

TEST_CASE("a variant has another default version", "[aws][launch_templates]") {
  const std::string text =
      text_of("{versions: {1: {instance_type: t3.micro}, 2: {instance_type: t3.large}}}",
              "{launch_template: web}");
  scenario::LoadOptions options;
  options.sets = {"launch_templates.web.default_version=2"};
  const auto other = scenario::load_text("row.yaml", text, options).scenario;
  CHECK(other.instances.at("web").instance_type == "t3.large");
}
