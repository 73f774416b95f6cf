#include "squall/scenario/include.hpp"

#include "squall/scenario/loader.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

using namespace squall;
using namespace squall::scenario;

namespace {

using Messages = std::vector<std::string>;

constexpr const char* head = "region: us-east-1\nduration: 10m\n";

// A region that can be run by itself.
constexpr const char* region = R"(region: eu-west-1
zones: [a, b]
duration: 3m
seed: 7
name: One region
services:
  web: {handler: [{cpu: 2ms}, {call: orders.write}, {parallel: [{call: {to: orders}}]}]}
  next: {like: web}
databases: {orders: {queries: {write: 3ms}, security_groups: data}}
security_groups: {data: {inbound: [{port: 3306, from: one}, {port: 3306, from: anywhere}]}}
instances:
  one: {count: 2, instance_type: t3.micro, service: web, target_groups: [web, green]}
  distant: {like: one, region: ap-south-1, target_groups: [far, farther]}
target_groups: {web: {}, green: {like: web}, far: {}, farther: {}}
load_balancers:
  front: {listeners: {80: {forward: {web: 90, green: 10}}, 81: web, 82: [web, green]}}
  far: {region: ap-south-1, listeners: {80: {forward: far}}}
  farther: {like: far, listeners: {80: farther}}
auto_scaling_groups: {web: {instance_type: m6i.large, service: next, min_size: 1, max_size: 2}}
clients: {shoppers: {from: seoul, to: front, rate: 9/s, requests: {buy: 1}}}
timeline: [{at: 1m, hang: one-1}, {at: 2m, crash: [one-2, one]}]
slo: ["shoppers.buy.p99 < 1.5s", "p99 < 2s"]
variants: {hot: {asg.web.max_size: 3}}
x-own: 3
)";

}  // namespace

TEST_CASE("the things of a module and every name of them get its prefix", "[scenario][include]") {
  const Folder folder("include-names");
  folder.add("parts/region.yaml", region);
  const std::string main =
      folder.add("main.yaml", std::string(head) + "include: {file: parts/region.yaml, as: eu}\n");
  const Loaded loaded = load_file(main);
  const world::Scenario& all = loaded.scenario;
  CHECK(all.services.count("eu/web") == 1);
  const auto& steps = all.services.at("eu/next").handler;
  CHECK(std::get<service::CallStep>(steps.at(1).form).to == "eu/orders.write");
  CHECK(all.instances.at("eu/one").service == "eu/web");
  CHECK(all.instances.at("eu/one").target_groups == Messages{"eu/web", "eu/green"});
  CHECK(all.load_balancers.at("eu/front").listeners.at(80).forward.count("eu/green") == 1);
  CHECK(all.load_balancers.at("eu/front").listeners.at(81).forward.count("eu/web") == 1);
  CHECK(all.load_balancers.at("eu/front").listeners.at(82).forward.count("eu/green") == 1);
  CHECK(all.databases.at("eu/orders").security_groups == Messages{"eu/data"});
  const auto& rules = all.security_groups.at("eu/data").inbound;
  CHECK(std::get<std::string>(rules.at(0).from.form) == "eu/one");
  CHECK(rules.at(1).from.is_anywhere());
  CHECK(all.auto_scaling_groups.at("eu/web").service == "eu/next");
  CHECK(all.clients.at("eu/shoppers").to == "eu/front");
  CHECK(all.clients.at("eu/shoppers").requests.count("buy") == 1);
  CHECK(all.timeline.at(0).action == faults::Action{faults::Action::Hang{Messages{"eu/one-1"}}});
  CHECK(all.timeline.at(1).action ==
        faults::Action{faults::Action::Crash{Messages{"eu/one-2", "eu/one"}}});
  CHECK(all.slo.at(0).scope == "eu/shoppers.buy");
  CHECK(all.slo.at(1).scope.empty());
}

TEST_CASE("what concerns a run comes from the file that is run", "[scenario][include]") {
  const Folder folder("include-run");
  const std::string alone = folder.add("region.yaml", region);
  const Loaded loaded = load_file(
      folder.add("main.yaml", std::string(head) + "include: [{file: region.yaml, as: eu}]\n"));
  CHECK(loaded.scenario.duration == 10min);
  CHECK(loaded.scenario.seed == 42);
  CHECK(loaded.scenario.name.empty());
  CHECK(loaded.variant_names.empty());
  CHECK(load_file(alone).scenario.seed == 7);
}

TEST_CASE("a module's region goes to its things that name none", "[scenario][include]") {
  const Folder folder("include-region");
  folder.add("region.yaml", region);
  const auto& all =
      load_file(folder.add("main.yaml", std::string(head) +
                                            "include: [{file: region.yaml, as: eu}, {file: "
                                            "region.yaml, as: seoul, region: ap-northeast-2, "
                                            "zones: [c]}]\n"))
          .scenario;
  CHECK(all.region == "us-east-1");
  CHECK(all.load_balancers.at("eu/front").region == "eu-west-1");
  CHECK(all.load_balancers.at("eu/front").zones == Messages{"a", "b"});
  CHECK(all.load_balancers.at("seoul/front").region == "ap-northeast-2");
  CHECK(all.load_balancers.at("seoul/front").zones == Messages{"c"});
  CHECK(all.load_balancers.at("seoul/far").region == "ap-south-1");
  CHECK(all.load_balancers.at("seoul/farther").region == "ap-south-1");
  CHECK(all.instances.at("seoul/one").region == "ap-northeast-2");
}

TEST_CASE("an entry's set edits its module alone", "[scenario][include]") {
  const Folder folder("include-set");
  folder.add("region.yaml", region);
  const std::string text = std::string(head) +
                           "include:\n  - {file: region.yaml, as: eu}\n  - {file: region.yaml, as: "
                           "us, set: {asg.web.max_size: 40}}\n";
  const std::string main = folder.add("main.yaml", text);
  const auto groups = load_file(main).scenario.auto_scaling_groups;
  CHECK(groups.at("eu/web").max_size == 2);
  CHECK(groups.at("us/web").max_size == 40);
  const std::string wrong =
      folder.add("wrong.yaml", std::string(head) +
                                   "include: {file: region.yaml, as: eu, set: "
                                   "{asg.web.mxa_size: 3}}\n");
  CHECK(folder.said_about(wrong) ==
        Messages{"wrong.yaml:3:52: error: unknown field 'mxa_size' in auto_scaling_groups.web (did "
                 "you mean 'max_size'?)"});
  // From outside its things are reached by their whole names.
  CHECK(load_file(main, {std::nullopt, {"asg.eu/web.max_size=9"}})
            .scenario.auto_scaling_groups.at("eu/web")
            .max_size == 9);
}

TEST_CASE("modules include modules", "[scenario][include]") {
  const Folder folder("include-nested");
  folder.add("deep/data.yaml", "databases: {orders: {queries: {write: 3ms}}}\n");
  folder.add("deep/region.yaml",
             "include: {file: data.yaml, as: data}\nservices: {web: {handler: {call: "
             "data/orders.write}}}\n");
  const auto all =
      load_file(folder.add("main.yaml", std::string(head) + "include: {file: deep/region.yaml, as: "
                                                            "eu}\n"))
          .scenario;
  const auto& step = all.services.at("eu/web").handler.at(0);
  CHECK(std::get<service::CallStep>(step.form).to == "eu/data/orders.write");
  CHECK(all.databases.count("eu/data/orders") == 1);
}

TEST_CASE("a module may name things of the file that includes it", "[scenario][include]") {
  const Folder folder("include-outer");
  folder.add("region.yaml", "services: {web: {handler: {call: orders.write}}}\n");
  const auto all =
      load_file(
          folder.add("main.yaml", std::string(head) +
                                      "databases: {orders: {queries: {write: 3ms}}}\ninclude: "
                                      "{file: region.yaml, as: eu}\n"))
          .scenario;
  const auto& step = all.services.at("eu/web").handler.at(0);
  CHECK(std::get<service::CallStep>(step.form).to == "orders.write");
}

TEST_CASE("files that include themselves are refused with the chain", "[scenario][include]") {
  const Folder folder("include-circle");
  folder.add("b.yaml", "include: {file: c.yaml, as: c}\n");
  folder.add("c.yaml", "include: {file: ./b.yaml, as: b}\n");
  CHECK(folder.said_about(folder.add("a.yaml", "include: {file: b.yaml, as: b}\n")) ==
        Messages{"c.yaml:1:17: error: b.yaml includes c.yaml includes b.yaml in include (a file "
                 "cannot include itself)"});
}

TEST_CASE("a module that cannot be read is an error where it is named", "[scenario][include]") {
  const Folder folder("include-missing");
  const auto said = [&](const std::string& include) {
    return folder.said_about(folder.add("a.yaml", std::string(head) + "include: " + include));
  };
  CHECK(said("{file: b.yaml, as: b}") ==
        Messages{"a.yaml:3:17: error: cannot read 'b.yaml': there is no such file"});
  CHECK(said("{file: b.yaml}").at(0).find("'as' is missing in include") != std::string::npos);
  CHECK(said("{as: b}").at(0).find("'file' is missing in include") != std::string::npos);
  CHECK(said("b.yaml").at(0).find("a module must be a map, is 'b.yaml'") != std::string::npos);
  CHECK(said("{flie: b.yaml, as: b}").size() == 2);
  CHECK(said("{file: b.yaml, as: b.c}").at(0).find("'b.c' cannot begin names") !=
        std::string::npos);
  folder.add("list.yaml", "[1, 2]\n");
  CHECK(said("{file: list.yaml, as: b}").at(0).starts_with("list.yaml:1:1: error: a module must"));
  folder.add("empty.yaml", "");
  CHECK(said("{file: empty.yaml, as: b}").empty());
}

TEST_CASE("a mistake in a module is shown in its file, once for all inclusions",
          "[scenario][include]") {
  const Folder folder("include-mistake");
  folder.add("region.yaml", "services: {web: {wokers: 3, handler: {cpu: 1ms}}}\n");
  CHECK(folder.said_about(folder.add("a.yaml", std::string(head) +
                                                   "include: [{file: region.yaml, as: b}, "
                                                   "{file: region.yaml, as: c}]\n")) ==
        Messages{"region.yaml:1:18: error: unknown field 'wokers' in services.b/web (did you mean "
                 "'workers'?)"});
  folder.add("syntax.yaml", "services: [\n");
  const auto messages = folder.said_about(
      folder.add("b.yaml", std::string(head) + "include: {file: syntax.yaml, as: b}\n"));
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].starts_with("syntax.yaml:"));
}

TEST_CASE("one name for two things names both places", "[scenario][include]") {
  const Folder folder("include-twice");
  folder.add("one.yaml", "services: {web: {workers: 3}}\nregions: {moon: {zones: [a]}}\n");
  folder.add("two.yaml", "\nservices: {web: {workers: 4}}\nregions: {moon: {zones: [a]}}\n");
  const auto messages = folder.said_about(folder.add(
      "a.yaml", std::string(head) + "include: [{file: one.yaml, as: b}, {file: two.yaml, "
                                    "as: b}]\n"));
  CHECK(messages == Messages{"two.yaml:2:12: error: 'b/web' is already given in services (first at "
                             "one.yaml:1)"});
}

TEST_CASE("modules that multiply are stopped", "[scenario][include]") {
  const Folder folder("include-bomb");
  for (int level = 0; level < 12; ++level) {
    std::string text = "include:\n";
    for (int i = 0; i < 20; ++i)
      text +=
          "  - {file: l" + std::to_string(level + 1) + ".yaml, as: n" + std::to_string(i) + "}\n";
    folder.add("l" + std::to_string(level) + ".yaml", text);
  }
  folder.add("l12.yaml", "services: {web: {}}\n");
  const auto messages = folder.said_about(
      folder.add("a.yaml", std::string(head) + "include: {file: l0.yaml, as: b}\n"));
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].find("more than 1000 modules") != std::string::npos);
}
