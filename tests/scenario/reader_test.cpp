#include "squall/scenario/reader.hpp"

#include "squall/core/field_types.hpp"
#include "squall/scenario/writer.hpp"
#include "squall/scenario/yaml.hpp"
#include "squall/world/scenario.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;
using namespace squall::scenario;

namespace {

// Reads a value and writes it again; or says what is wrong with it.
template <class Value>
std::string again(const std::string& text) {
  Sources sources;
  const auto source = sources.add("a.yaml", text);
  Diagnostics diagnostics(sources);
  const Node root = read_yaml(sources, source, diagnostics);
  Value value{};
  Reader(root, diagnostics).read(type_of<Value>(), root, &value);
  if (diagnostics.failed()) return one_line(diagnostics.sorted().front());
  return write_yaml(write(type_of<Value>(), &value));
}

}  // namespace

TEST_CASE("a bare value stands for the field or the form that people mean by it",
          "[scenario][reader]") {
  CHECK(again<traffic::RateSpec>("40/s") == again<traffic::RateSpec>("{constant: 40/s}"));
  CHECK(again<DistributionSpec>("12ms") == again<DistributionSpec>("{constant: 12ms}"));
  CHECK(again<traffic::RetrySpec>("3") == again<traffic::RetrySpec>("{attempts: 3}"));
  CHECK(again<traffic::RetrySpec>("3") != again<traffic::RetrySpec>("{attempts: 4}"));
}

TEST_CASE("a single value needs no list", "[scenario][reader]") {
  CHECK(again<std::vector<std::string>>("a") == "- a\n");
  CHECK(again<std::vector<std::string>>("[a, c]") == "- a\n- c\n");
  CHECK(again<service::Steps>("{cpu: 10ms}") == again<service::Steps>("[{cpu: 10ms}]"));
}

TEST_CASE("a list of durations is a uniform distribution where one may stand",
          "[scenario][reader]") {
  CHECK(again<DistributionSpec>("{uniform: [1ms, 2ms]}") == "uniform:\n  - 1ms\n  - 2ms\n");
  CHECK(again<DistributionSpec>("{uniform: [1ms]}") ==
        "a.yaml:1:11: error: 'uniform' must be a uniform distribution written [low, high], "
        "is a list");
}

TEST_CASE("nothing is an absent value where one may be absent, and an error elsewhere",
          "[scenario][reader]") {
  CHECK(again<std::optional<Duration>>("~") == "~\n");
  CHECK(again<Duration>("~") == "a.yaml:1:1: error: the scenario must be a duration, is nothing");
}

TEST_CASE("a guess is one near name, or the known ones where they are few", "[scenario][reader]") {
  CHECK(guess("wbe", {"web", "api"}) == "did you mean 'web'?");
  CHECK(guess("warmup", {"default_instance_warmup", "policies"}) ==
        "did you mean 'default_instance_warmup'?");
  CHECK(guess("zzz", {"web", "api"}) == "known: web, api");
  CHECK(guess("zzz", {}).empty());
  CHECK(guess("zzz", std::vector<std::string_view>(40, "something")).empty());
}
