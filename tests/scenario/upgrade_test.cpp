#include "squall/scenario/upgrade.hpp"

#include "squall/scenario/yaml.hpp"

#include "scenario/said.hpp"
#include "support/catch.hpp"

#include <array>

using namespace squall;
using namespace squall::scenario;

namespace {

// A language whose first version said 'region_name', and whose second said 'place'.
constexpr std::array rules{UpgradeRule{1,
                                       [](Node& root) {
                                         if (const Node* old = root.find("region_name"))
                                           root.set({"place", {}}, *old);
                                         root.erase("region_name");
                                       }},
                           UpgradeRule{2, [](Node& root) {
                                         if (const Node* old = root.find("place"))
                                           root.set({"region", {}}, *old);
                                         root.erase("place");
                                       }}};

std::string upgraded(const std::string& text) {
  Sources sources;
  Diagnostics diagnostics(sources);
  Node root = read_yaml(sources, sources.add("old.yaml", text), diagnostics);
  if (!upgrade(root, diagnostics, rules)) return one_line(diagnostics.sorted().at(0));
  return write_yaml(root);
}

}  // namespace

TEST_CASE("an old file goes through every version up to the newest", "[scenario][upgrade]") {
  CHECK(upgraded("squall: 1\nregion_name: x\n") == "squall: 3\nregion: x\n");
  CHECK(upgraded("squall: 2\nplace: x\n") == "squall: 3\nregion: x\n");
}

TEST_CASE("a file that names no version is in the newest", "[scenario][upgrade]") {
  CHECK(upgraded("region_name: x\n") == "region_name: x\n");
  CHECK(upgraded("squall: 3\nregion_name: x\n") == "squall: 3\nregion_name: x\n");
}

TEST_CASE("a file from the future is refused before it is misread", "[scenario][upgrade]") {
  CHECK(upgraded("squall: 9\n") ==
        "old.yaml:1:9: error: the file is in version 9 of the language, the newest known here is 3 "
        "(a newer squall reads it)");
  CHECK(said_about("squall: 2\nunknown: 3\n") ==
        std::vector<std::string>{"web.yaml:1:9: error: the file is in version 2 of the language, "
                                 "the newest known here is 1 (a newer squall reads it)"});
}

TEST_CASE("what is no version is left to the reading", "[scenario][upgrade]") {
  CHECK(upgraded("squall: soon\n") == "squall: soon\n");
  CHECK(upgraded("squall: [1]\n").starts_with("squall:\n"));
  CHECK(said_about("squall: 0\nregion: a\nduration: 1s\n").at(0).find("is 0, must be 1 to 1") !=
        std::string::npos);
}
