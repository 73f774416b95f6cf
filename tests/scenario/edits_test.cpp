#include "squall/scenario/loader.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

#include <algorithm>

using namespace squall;
using namespace squall::scenario;

namespace {

using Messages = std::vector<std::string>;

LoadOptions with(std::vector<std::string> sets) { return {std::nullopt, std::move(sets)}; }

world::Scenario edited(std::vector<std::string> sets) {
  return load_text("web.yaml", shop, with(std::move(sets))).scenario;
}

Messages refused(const std::string& set) { return said_about(shop, with({set})); }

}  // namespace

TEST_CASE("an edit changes what its path names and nothing else", "[scenario][edits]") {
  const world::Scenario changed = edited({"auto_scaling_groups.web.max_size=20"});
  world::Scenario expected = edited({});
  expected.auto_scaling_groups.at("web").max_size = 20;
  CHECK(changed == expected);
}

TEST_CASE("edits happen one after the other, the last one wins", "[scenario][edits]") {
  CHECK(edited({"asg.web.max_size=20", "asg.web.max_size=30"})
            .auto_scaling_groups.at("web")
            .max_size == 30);
}

TEST_CASE("sections have short names in paths", "[scenario][edits]") {
  CHECK(edited({"asg.web.min_size=3"}).auto_scaling_groups.at("web").min_size == 3);
  CHECK(edited({"lb.front.idle_timeout=9s"}).load_balancers.at("front").idle_timeout == 9s);
  CHECK(edited({"tg.web.health_check.interval=7s"}).target_groups.at("web").health_check.interval ==
        7s);
}

TEST_CASE("a star stands for every thing there is", "[scenario][edits]") {
  const world::Scenario changed = edited({"clients.*.scale=1.3"});
  CHECK(changed.clients.at("shoppers").scale.value == 1.3);
  CHECK(changed.clients.at("robots").scale.value == 1.3);
  CHECK(
      refused("databases.*.max_connections=3") ==
      Messages{"--set databases.*.max_connections=3:1:11: error: '*' finds nothing in databases"});
}

TEST_CASE("items of a list are reached by number, a single one also without", "[scenario][edits]") {
  CHECK(edited({"timeline[1].at=7m"}).timeline.at(1).at ==
        edited({"timeline[1].at=420s"}).timeline.at(1).at);
  CHECK(edited({"services.web.handler[0].cpu=5ms"}).services ==
        edited({"services.web.handler.cpu=5ms"}).services);
  CHECK(edited({"timeline[0]=null"}).timeline.size() == 1);
  CHECK(refused("timeline[2].at=7m") ==
        Messages{"--set timeline[2].at=7m:1:9: error: 'timeline' has no item [2] ([0] to [1])"});
  CHECK(refused("timeline.at=7m") == Messages{"--set timeline.at=7m:1:10: error: 'timeline' is a "
                                              "list of 2 (say which: timeline[0])"});
}

TEST_CASE("a path goes through what is written in short", "[scenario][edits]") {
  const auto rate = edited({"clients.shoppers.rate.steps={5m: 90/s}"}).clients.at("shoppers").rate;
  CHECK(rate.constant.per_second == 40);
  CHECK(rate.steps.at(5min).per_second == 90);
  const auto forward = edited({"tg.green={}", "instances.one.target_groups=green",
                               "lb.front.listeners.80.forward.green=3"})
                           .load_balancers.at("front")
                           .listeners.at(80)
                           .forward;
  CHECK(forward.at("web").value == 1);
  CHECK(forward.at("green").value == 3);
  CHECK(edited({"clients.shoppers.retry.base=1s"}).clients.at("shoppers").retry.base == 1s);
}

TEST_CASE("one form of a choice replaces the other", "[scenario][edits]") {
  const auto services = edited({"services.web.handler.cpu.lognormal.mean=5ms"}).services;
  CHECK(services == edited({"services.web.handler={cpu: {lognormal: {mean: 5ms}}}"}).services);
  const auto timeline = edited({"timeline[0].stop=one-2"}).timeline;
  CHECK(timeline.at(0).action ==
        faults::Action{faults::Action::Stop{std::vector<std::string>{"one-2"}}});
}

TEST_CASE("the same key in other words is the same key", "[scenario][edits]") {
  const auto steps = edited({"clients.robots.rate.steps.60s=7/s"}).clients.at("robots").rate.steps;
  CHECK(steps.size() == 2);
  CHECK(steps.at(1min).per_second == 7);
}

TEST_CASE("null takes away", "[scenario][edits]") {
  CHECK(edited({"asg.web.policies.cpu=null"}).auto_scaling_groups.at("web").policies.empty());
  CHECK(edited({"services.web.workers=~"}).services.at("web").workers == 200);
  CHECK(refused("clients.shopers=null") ==
        Messages{"--set clients.shopers=null:1:9: error: no client is called 'shopers' (did you "
                 "mean 'shoppers'?)"});
}

TEST_CASE("only a whole map makes a new thing", "[scenario][edits]") {
  CHECK(edited({"services.api={handler: {cpu: 1ms}}"}).services.size() == 2);
  CHECK(refused("services.wbe.workers=3") == Messages{"--set services.wbe.workers=3:1:10: error: "
                                                      "no service is called 'wbe' (did you mean "
                                                      "'web'?)"});
  CHECK(refused("services.api=3") ==
        Messages{"--set services.api=3:1:10: error: no service is called 'api' (known: web)"});
  CHECK(refused("asg.web.policies.cup.target=3%") ==
        Messages{"--set asg.web.policies.cup.target=3%:1:18: error: nothing in "
                 "auto_scaling_groups.web.policies is called 'cup' (did you mean 'cpu'?)"});
}

TEST_CASE("a mistake in an edit is shown in the edit", "[scenario][edits]") {
  CHECK(refused("auto_scaling_groups.web.mxa_size=3") ==
        Messages{"--set auto_scaling_groups.web.mxa_size=3:1:25: error: unknown field 'mxa_size' "
                 "in auto_scaling_groups.web (did you mean 'max_size'?)"});
  CHECK(refused("asg.web.max_size=lots") ==
        Messages{
            "--set asg.web.max_size=lots:1:18: error: 'max_size' is 'lots', not a whole number in "
            "auto_scaling_groups.web"});
  CHECK(refused("asg.web={mxa_size: 3}").at(0).starts_with("--set asg.web={mxa_size: 3}:1:9:"));
  CHECK(refused("asg.web.max_size=[3").at(0).starts_with("--set asg.web.max_size=[3:1:"));
  CHECK(refused("asg.web.max_size.more=3") ==
        Messages{"--set asg.web.max_size.more=3:1:18: error: 'auto_scaling_groups.web.max_size' "
                 "has no fields, it is a whole number"});
  CHECK(refused("asg.*.*=3").at(0) ==
        "--set asg.*.*=3:1:7: error: '*' cannot choose among the "
        "fields of an Auto Scaling group in auto_scaling_groups.web "
        "(it stands for names)");
}

TEST_CASE("an edit that is none is refused with what to write", "[scenario][edits]") {
  CHECK(refused("asg.web.max_size").at(0) ==
        "--set asg.web.max_size:1:1: error: 'asg.web.max_size' has no '=' (write "
        "'auto_scaling_groups.web.max_size=20')");
  CHECK(refused("=3").at(0).find("no path stands before '='") != std::string::npos);
  CHECK(refused("asg.web.max_size=").at(0).find("no value stands behind '='") != std::string::npos);
  CHECK(refused("asg..max_size=3").at(0).find(":1:5: error: a part of the path is empty") !=
        std::string::npos);
  CHECK(refused("timeline[x]=3").at(0).find("the number of an item is missing") !=
        std::string::npos);
  CHECK(refused("timeline[99999999999999999999].at=3").size() == 1);
  CHECK(refused("clients.\"a=3").at(0).find("has no '='") != std::string::npos);
  CHECK(refused("clients.\"a\"b=3").at(0).find("'b' cannot follow here") != std::string::npos);
  CHECK(refused("").size() == 1);
  CHECK(refused(std::string(5000, '.')).size() == 1);
  std::string deep = "services.web.handler";
  for (int i = 0; i < 4000; ++i) deep += ".parallel";
  CHECK(refused(deep + "=[]").at(0).find("more than 24 parts") != std::string::npos);
}

TEST_CASE("a name with a dot is quoted in a path", "[scenario][edits]") {
  const std::string text = shop + "databases: {too.hot: {}}\n";
  const auto set = with({"db.\"too.hot\".max_connections=7"});
  CHECK(load_text("web.yaml", text, set).scenario.databases.at("too.hot").max_connections == 7);
}

TEST_CASE("edits come from a file, one a line", "[scenario][edits]") {
  const Folder folder("edits");
  const std::string path =
      folder.add("big.set", "# more of everything\n\nasg.web.max_size=20\n  clients.*.scale=2\n");
  const world::Scenario changed = edited({"@" + path});
  CHECK(changed.auto_scaling_groups.at("web").max_size == 20);
  CHECK(changed.clients.at("robots").scale.value == 2);
  const std::string wrong = folder.add("wrong.set", "asg.web.max_size=20\nasg.web.mxa_size=2\n");
  CHECK(refused("@" + wrong).at(0).find("wrong.set:2:9: error: unknown field 'mxa_size'") !=
        std::string::npos);
  const std::string value = folder.add("value.set", "\nasg.web.max_size=x\n");
  CHECK(refused("@" + value).at(0).find("value.set:2:18: error: 'max_size'") != std::string::npos);
  CHECK(refused("@/no/such.set").at(0).find(":1:2: error: cannot read") != std::string::npos);
}

TEST_CASE("what takes from an edited thing takes the new value", "[scenario][edits]") {
  const std::string text =
      shop + "databases: {a: {queries: {read: 1ms, write: 2ms}}, b: {like: a}}";
  const auto databases = [&](const std::string& set) {
    return load_text("web.yaml", text, with({set})).scenario.databases;
  };
  CHECK(databases("db.a.max_connections=7").at("b").max_connections == 7);
  CHECK(databases("db.b.max_connections=7").at("a").max_connections == 100);
  const auto read = databases("db.b.queries.read=9ms");
  CHECK(read.at("a") != read.at("b"));
  CHECK(read.at("b").queries.size() == 2);
  CHECK(databases("db.b.queries.*=9ms").at("b").queries.size() == 2);
  CHECK(databases("db.b.queries.read=null").at("b").queries.size() == 1);
  CHECK(databases("db.b.like=null").at("b").queries.empty());
}

TEST_CASE("an edit and its inverse leave the scenario as it was", "[scenario][edits]") {
  const std::string before = effective_yaml(edited({}));
  const std::vector<std::pair<std::string, std::string>> pairs = {
      {"asg.web.max_size=20", "asg.web.max_size=6"},
      {"clients.new={to: front, rate: 1/s}", "clients.new=null"},
      {"services.web.handler.cpu=9ms", "services.web.handler.cpu.exponential=20ms"},
      {"tg.web.health_check.interval=20s", "tg.web.health_check={interval: 10s, timeout: 4s}"},
      {"asg.web.policies.more={target: 70%}", "asg.web.policies.more=null"},
      {"clients.robots.rate.steps.5m=1/s", "clients.robots.rate.steps.300s=null"},
      {"timeline[1].hang=one-1", "timeline[1].crash=[one-2]"},
      {"asg.web.default_instance_warmup=1m", "asg.web.default_instance_warmup=null"}};
  std::uint64_t state = 42;
  for (int round = 0; round < 300; ++round) {
    std::vector<std::string> there, back;
    for (int i = 0; i < 5; ++i) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      const auto& [edit, inverse] = pairs[(state >> 33) % pairs.size()];
      there.push_back(edit);
      back.push_back(inverse);
    }
    std::vector<std::string> sets = there;
    // The inverse of what was done twice is done once.
    for (std::size_t i = back.size(); i-- > 0;) {
      if (std::find(back.begin(), back.begin() + static_cast<std::ptrdiff_t>(i), back[i]) ==
          back.begin() + static_cast<std::ptrdiff_t>(i))
        sets.push_back(back[i]);
    }
    INFO("round " << round);
    REQUIRE(effective_yaml(edited(sets)) == before);
  }
}
