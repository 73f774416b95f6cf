#include "squall/scenario/variants.hpp"

#include "squall/scenario/loader.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

using namespace squall;
using namespace squall::scenario;

namespace {

using Messages = std::vector<std::string>;

const std::string two = shop + R"(variants:
  hot: {asg.web.policies.cpu.target: 65%}
  more: {asg.web.policies: {requests: {metric: ALBRequestCountPerTarget, target: 100}},
         clients.*.scale: 2, timeline: null}
)";

world::Scenario loaded(const LoadOptions& options) {
  return load_text("web.yaml", two, options).scenario;
}

}  // namespace

TEST_CASE("a variant is the file with its paths changed", "[scenario][variants]") {
  CHECK(loaded({}) == load_text("web.yaml", shop).scenario);
  world::Scenario expected = loaded({});
  expected.auto_scaling_groups.at("web").policies.at("cpu").target =
      scaling::PolicyTarget{65, true};
  CHECK(loaded({"hot", {}}) == expected);
  const world::Scenario more = loaded({"more", {}});
  CHECK(more.auto_scaling_groups.at("web").policies.size() == 1);
  CHECK(more.auto_scaling_groups.at("web").policies.count("requests") == 1);
  CHECK(more.clients.at("robots").scale.value == 2);
  CHECK(more.timeline.empty());
}

TEST_CASE("sets come after the variant", "[scenario][variants]") {
  const auto groups = loaded({"hot", {"asg.web.policies.cpu.target=70%"}}).auto_scaling_groups;
  CHECK(groups.at("web").policies.at("cpu").target->value == 70);
}

TEST_CASE("the names of the variants come in the order of the file", "[scenario][variants]") {
  CHECK(load_text("web.yaml", two).variant_names == Messages{"hot", "more"});
}

TEST_CASE("a variant that the file does not have is refused", "[scenario][variants]") {
  CHECK(said_about(two, {"hto", {}}) == Messages{"--variant:1:1: error: no variant is called 'hto' "
                                                 "(did you mean 'hot'?)"});
  CHECK(said_about(shop, {"hot", {}}) == Messages{"--variant:1:1: error: no variant is called "
                                                  "'hot' (the file has no variants)"});
}

TEST_CASE("a mistake in a variant that nobody chose is found all the same",
          "[scenario][variants]") {
  CHECK(said_about(shop + "variants: {a: {asg.web.mxa_size: 3}, b: {\"asg.web.max_size\": x}}\n") ==
        Messages{"web.yaml:20:24: error: unknown field 'mxa_size' in auto_scaling_groups.web of "
                 "variant 'a' (did you mean 'max_size'?)",
                 "web.yaml:20:62: error: 'max_size' is 'x', not a whole number in "
                 "auto_scaling_groups.web of variant 'b'"});
  CHECK(said_about(shop + "variants: {a: {tg.web: null}}\n").at(0).find("of variant 'a'") !=
        std::string::npos);
  CHECK(said_about(shop + "variants: {a: {asg.web.policies: {like: x, cpu: {target: 1%, like: "
                          "cpu}}}}\n")
            .size() == 2);
}

TEST_CASE("a mistake in the file is not said again for its variants", "[scenario][variants]") {
  CHECK(said_about(two + "nmae: x\n").size() == 1);
}

TEST_CASE("variants of a wrong form are refused", "[scenario][variants]") {
  CHECK(said_about(shop + "variants: [a]\n").at(0).find("'variants' must be a map") !=
        std::string::npos);
  CHECK(said_about(shop + "variants: {a: 3}\n").at(0).find("must be a map of paths, is '3'") !=
        std::string::npos);
  CHECK(said_about(shop + "variants: {a: {asg..x: 3}}\n")
            .at(0)
            .find(":20:20: error: a part of the "
                  "path is empty") != std::string::npos);
  std::string many = shop + "variants:\n";
  for (int i = 0; i < 200; ++i) many += "  v" + std::to_string(i) + ": {}\n";
  CHECK(said_about(many).at(0).find("more than 100 variants") != std::string::npos);
  CHECK(said_about(shop + "variants: {a: }\n").empty());
}
