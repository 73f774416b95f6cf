#include "squall/scenario/like.hpp"

#include "squall/scenario/loader.hpp"
#include "squall/scenario/yaml.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace squall;
using namespace squall::scenario;

namespace {

using Messages = std::vector<std::string>;

world::Scenario with(const std::string& more) {
  return load_text("web.yaml", shop + more).scenario;
}

// The keys of every map in an order drawn by `state`.
void shuffle(Node& node, std::uint64_t& state) {
  for (std::size_t i = node.keys.size(); i > 1; --i) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    const std::size_t other = (state >> 33) % i;
    std::swap(node.keys[i - 1], node.keys[other]);
    std::swap(node.items[i - 1], node.items[other]);
  }
  for (Node& item : node.items) shuffle(item, state);
}

}  // namespace

TEST_CASE("a thing like another differs in what it says itself", "[scenario][like]") {
  const auto groups = with(
                          "databases: {a: {max_connections: 7, queries: {read: 1ms}}, b: {like: a, "
                          "queries: {write: 2ms}}}")
                          .databases;
  CHECK(groups.at("b").max_connections == 7);
  CHECK(groups.at("b").queries.size() == 2);
  CHECK(groups.at("a").queries.size() == 1);
}

TEST_CASE("records merge deeply, choices and lists are taken whole or not at all",
          "[scenario][like]") {
  const std::string text = R"(
region: ap-northeast-2
duration: 10m
target_groups:
  web: {health_check: {interval: 10s, timeout: 4s}}
  green: {like: web, health_check: {interval: 20s}}
services:
  web: {workers: 3, handler: [{cpu: {exponential: 20ms}}, {wait: 5ms}]}
  next: {like: web, handler: {cpu: {lognormal: {mean: 3ms}}}}
databases:
  a: {queries: {read: {lognormal: {mean: 3ms, cv: 2}}}}
  b: {like: a, queries: {read: {lognormal: {mean: 4ms}}}}
)";
  const world::Scenario read = load_text("web.yaml", text).scenario;
  const auto& check = read.target_groups.at("green").health_check;
  CHECK(check.interval == 20s);
  CHECK(check.timeout == 4s);
  CHECK(read.services.at("next").handler.size() == 1);
  CHECK(read.services.at("next").workers == 3);
  const auto& form = read.databases.at("b").queries.at("read").form;
  CHECK(std::get<distributions::Lognormal>(form).cv == 1);
}

TEST_CASE("a value in short counts as the field that it stands for", "[scenario][like]") {
  const auto clients = load_text("web.yaml", R"(
region: ap-northeast-2
duration: 10m
services: {web: {handler: {cpu: 1ms}}}
instances: {web: {instance_type: t3.micro, service: web}}
clients:
  a: {to: web, rate: 40/s, retry: {attempts: 3, base: 1s}}
  b: {like: a, rate: {steps: {5m: 9/s}}, retry: 5}
)")
                           .scenario.clients;
  CHECK(clients.at("b").rate.constant.per_second == 40);
  CHECK(clients.at("b").rate.steps.size() == 1);
  CHECK(clients.at("b").retry.attempts == 5);
  CHECK(clients.at("b").retry.base == 1s);
}

TEST_CASE("null takes away what would be taken", "[scenario][like]") {
  const auto databases =
      with(
          "databases: {a: {max_connections: 7, queries: {read: 1ms, write: 2ms}}, b: {like: a, "
          "max_connections: ~, queries: {read: ~}}}")
          .databases;
  CHECK(databases.at("b").max_connections == 100);
  CHECK(databases.at("b").queries.size() == 1);
}

TEST_CASE("chains of like are followed in whatever order they stand", "[scenario][like]") {
  const auto databases = with(
                             "databases: {c: {like: b, instance_class: db.t3.small}, b: {like: a, "
                             "max_connections: 8}, a: {queries: {read: 1ms}}}")
                             .databases;
  CHECK(databases.at("c").max_connections == 8);
  CHECK(databases.at("c").queries.size() == 1);
}

TEST_CASE("the same key in other words is overridden", "[scenario][like]") {
  const std::string text = R"(
region: ap-northeast-2
duration: 10m
services: {web: {handler: {cpu: 1ms}}}
instances: {web: {instance_type: t3.micro, service: web}}
clients:
  a: {to: web, rate: {steps: {0: 1/s, 60s: 2/s}}}
  b: {like: a, rate: {steps: {1m: 3/s}}}
)";
  const auto steps = load_text("web.yaml", text).scenario.clients.at("b").rate.steps;
  CHECK(steps.size() == 2);
  CHECK(steps.at(1min).per_second == 3);
}

TEST_CASE("a like that leads nowhere is refused where it stands", "[scenario][like]") {
  const auto said = [](const std::string& databases) {
    return said_about("region: ap-northeast-2\nduration: 1m\ndatabases: " + databases + "\n");
  };
  CHECK(said("{orders: {}, b: {like: odrers}}") ==
        Messages{"web.yaml:3:35: error: no database is called 'odrers' in databases.b (did you "
                 "mean 'orders'?)"});
  CHECK(said("{a: {like: a}}") ==
        Messages{"web.yaml:3:23: error: 'a' is like 'a' in databases.a (one of them must stand on "
                 "its own)"});
  CHECK(
      said("{a: {like: b}, b: {like: c}, c: {like: a}}") ==
      Messages{"web.yaml:3:51: error: 'a' is like 'b' is like 'c' is like 'a' in databases.c (one "
               "of them must stand on its own)"});
  CHECK(said("{a: {like: [b]}}").at(0).find("'like' must be a name, is a list") !=
        std::string::npos);
  CHECK(said("{a: {queries: {like: 1ms}}}").empty());
}

TEST_CASE("like stands in a thing of a section and nowhere else", "[scenario][like]") {
  const auto messages = said_about(shop +
                                   "databases: {a: {queries: {r: {lognormal: {like: a, "
                                   "mean: 1s}}}}}\nlike: this\n");
  REQUIRE(messages.size() == 2);
  CHECK(messages[0].find(":20:43: error: 'like' cannot stand in a lognormal distribution") !=
        std::string::npos);
  CHECK(messages[1].find(":21:1: error: 'like' cannot stand in a scenario") != std::string::npos);
}

TEST_CASE("a mistake in what is taken is reported once, where it was written", "[scenario][like]") {
  CHECK(
      said_about("region: ap-northeast-2\nduration: 1m\ndatabases: {b: {like: a}, c: {like: b}, a: "
                 "{max_conections: 3, queries: {read: 5}}}\n") ==
      Messages{"web.yaml:3:45: error: unknown field 'max_conections' in databases.a (did you "
               "mean 'max_connections'?)",
               "web.yaml:3:80: error: 'read' needs a unit in databases.a.queries (write "
               "'5s' or '5ms')"});
}

TEST_CASE("merge keys are refused with a word for like, at any depth", "[scenario][like]") {
  const auto messages = said_about(
      "x-base: &base {max_connections: 3}\nregion: ap-northeast-2\nduration: 1m\ndatabases: {a: "
      "{<<: *base}, b: "
      "{like: a}}\n");
  REQUIRE(messages.size() == 1);
  CHECK(messages[0].find("write 'like: NAME'") != std::string::npos);
}

TEST_CASE("anchors and keys that begin with x- hold what is used twice", "[scenario][like]") {
  const auto read = load_text("web.yaml",
                              "x-times: {read: &t {exponential: 3ms}}\nregion: ap-northeast-2\n"
                              "duration: 1m\ndatabases: {a: {queries: {r: *t, w: "
                              "*t}}}\n");
  CHECK(read.scenario.databases.at("a").queries.size() == 2);
}

TEST_CASE("likes that multiply a file are stopped", "[scenario][like]") {
  std::string text = "region: ap-northeast-2\nduration: 1m\ndatabases:\n  a: {queries: {";
  for (int i = 0; i < 2000; ++i) text += "q" + std::to_string(i) + ": 1ms, ";
  text += "}}\n";
  for (int i = 0; i < 2000; ++i) text += "  b" + std::to_string(i) + ": {like: a}\n";
  CHECK(said_about(text).at(0).find("'like' counts with all that it takes") != std::string::npos);

  std::string chain = "region: ap-northeast-2\nduration: 1m\ndatabases:\n";
  for (int i = 0; i < 100'000; ++i)
    chain += "  b" + std::to_string(i) + ": {like: b" + std::to_string(i + 1) + "}\n";
  CHECK(said_about(chain + "  b100000: {}\n").at(0).find("a chain of more than 64 'like'") !=
        std::string::npos);
}

TEST_CASE("the order of keys never changes what is read", "[scenario][like]") {
  const std::string text = shop +
                           "databases: {a: {queries: {read: 1ms, write: 2ms}}, b: {like: a, "
                           "max_connections: 8}, c: {like: b, queries: {read: 3ms}}}\n";
  const world::Scenario scenario = load_text("web.yaml", text).scenario;
  Sources sources;
  Diagnostics diagnostics(sources);
  const Node tree = read_yaml(sources, sources.add("web.yaml", text), diagnostics);
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    std::uint64_t state = seed;
    Node shuffled = tree;
    shuffle(shuffled, state);
    INFO("seed " << seed);
    REQUIRE(load_text("web.yaml", write_yaml(shuffled)).scenario == scenario);
  }
}
