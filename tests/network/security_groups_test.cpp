#include "squall/network/security_groups.hpp"

#include "squall/core/field_types.hpp"

#include "support/catch.hpp"

#include <map>
#include <string>

using namespace squall;
using namespace squall::network;

namespace {

Peer peer(const std::string& text) {
  Peer peer;
  REQUIRE_FALSE(ScalarText<Peer>::read(text, peer));
  return peer;
}

PortRange ports(const std::string& text) {
  PortRange range;
  REQUIRE_FALSE(ScalarText<PortRange>::read(text, range));
  return range;
}

InboundRule in(const std::string& port, const std::string& from) {
  return {ports(port), peer(from)};
}

OutboundRule out(const std::string& port, const std::string& to) { return {ports(port), peer(to)}; }

using Groups = std::map<std::string, SecurityGroupSpec>;

const Party users{"", {0xcb00'7100, 24}, {}, false};  // 203.0.113.0/24

Party front(std::vector<std::string> groups = {}) { return {"front", vpc_block, groups}; }
Party web(std::vector<std::string> groups = {"web"}) { return {"web", vpc_block, groups}; }

}  // namespace

TEST_CASE("who has no group is open", "[network][security_groups]") {
  const SecurityGroups groups({});
  CHECK(groups.passage(users, front(), 80).whole());
}

TEST_CASE("a new group lets nothing in and everything out", "[network][security_groups]") {
  const SecurityGroups groups(Groups{{"web", {}}});
  CHECK(groups.passage(users, web(), 80).shut());
  CHECK(groups.passage(web(), outsider, 443).whole());
}

TEST_CASE("a rule lets in at its ports alone", "[network][security_groups]") {
  const SecurityGroups groups(Groups{{"web", {{in("8000-8099", "anywhere")}, {}}}});
  CHECK(groups.passage(users, web(), 7999).shut());
  CHECK(groups.passage(users, web(), 8000).whole());
  CHECK(groups.passage(users, web(), 8099).whole());
  CHECK(groups.passage(users, web(), 8100).shut());
}

TEST_CASE("a rule names whoever has the group, or the thing itself where no group is called so",
          "[network][security_groups]") {
  const SecurityGroups by_group(Groups{{"lb", {}}, {"web", {{in("80", "lb")}, {}}}});
  CHECK(by_group.passage(front({"lb"}), web(), 80).whole());
  CHECK(by_group.passage(front(), web(), 80).shut());
  const SecurityGroups by_name(Groups{{"lb", {}}, {"web", {{in("80", "front")}, {}}}});
  CHECK(by_name.passage(front(), web(), 80).whole());
  const SecurityGroups both(Groups{{"front", {}}, {"web", {{in("80", "front")}, {}}}});
  CHECK(both.passage(front(), web(), 80).shut());
  CHECK(both.passage(front({"front"}), web(), 80).whole());
}

TEST_CASE("who comes from a public address is known by no name", "[network][security_groups]") {
  const SecurityGroups groups(Groups{{"web", {{in("80", "front")}, {}}}});
  Party from = front();
  from.has_name = false;
  CHECK(groups.passage(from, web(), 80).shut());
}

TEST_CASE("of those in a block only these are let in", "[network][security_groups]") {
  const SecurityGroups groups(
      Groups{{"web", {{in("80", "203.0.113.64/26"), in("80", "203.0.113.7")}, {}}}});
  const Passage passage = groups.passage(users, web(), 80);
  CHECK_FALSE(passage.whole());
  CHECK_FALSE(passage.shut());
  CHECK(passage.admits(0xcb00'7107));
  CHECK(passage.admits(0xcb00'7140));
  CHECK(passage.admits(0xcb00'717f));
  CHECK_FALSE(passage.admits(0xcb00'7180));
  CHECK_FALSE(passage.admits(0xcb00'7108));
}

TEST_CASE("rules of all groups count together", "[network][security_groups]") {
  const SecurityGroups groups(
      Groups{{"a", {{in("80", "anywhere")}, {}}}, {"b", {{in("81", "anywhere")}, {}}}});
  CHECK(groups.passage(users, web({"a", "b"}), 80).whole());
  CHECK(groups.passage(users, web({"a", "b"}), 81).whole());
  CHECK(groups.passage(users, web({"a"}), 81).shut());
}

TEST_CASE("outbound rules say what may be asked", "[network][security_groups]") {
  const SecurityGroups groups(
      Groups{{"web", {{}, {{out("3306", "orders")}}}}, {"mute", {{}, {{}}}}});
  const Party orders{"orders", vpc_block, {}};
  CHECK(groups.passage(web(), orders, 3306).whole());
  CHECK(groups.passage(web(), orders, 3307).shut());
  CHECK(groups.passage(web(), outsider, 3306).shut());
  CHECK(groups.passage(web({"mute"}), orders, 3306).shut());
}

TEST_CASE("what is open both ways is not tracked", "[network][security_groups]") {
  const SecurityGroups groups(
      Groups{{"open", {{in("80", "anywhere")}, {}}},
             {"narrow", {{in("80", "203.0.113.0/24")}, {}}},
             {"one way", {{in("80", "anywhere")}, {{out("80", "anywhere")}}}},
             {"said", {{in("80", "anywhere")}, {{out("all", "anywhere")}}}}});
  CHECK_FALSE(groups.passage(users, web({"open"}), 80).enters_tracked);
  CHECK_FALSE(groups.passage(users, web({"said"}), 80).enters_tracked);
  CHECK(groups.passage(users, web({"narrow"}), 80).enters_tracked);
  CHECK(groups.passage(users, web({"one way"}), 80).enters_tracked);
  CHECK_FALSE(groups.passage(users, web({"narrow", "open"}), 80).enters_tracked);
}

TEST_CASE("a group has sixty rules in each direction and no more", "[network][security_groups]") {
  SecurityGroups groups(Groups{{"web", {}}});
  for (int port = 1; port <= 60; ++port)
    CHECK(groups.allow("web", in(std::to_string(port), "anywhere")));
  CHECK_FALSE(groups.allow("web", in("61", "anywhere")));
  CHECK(groups.allow("web", out("61", "anywhere")));
  CHECK_FALSE(groups.revoke("web", in("61", "anywhere")));
  CHECK(groups.revoke("web", in("60", "anywhere")));
  CHECK(groups.allow("web", in("61", "anywhere")));
  CHECK_FALSE(groups.allow("web", in("61", "anywhere")));
}

TEST_CASE("a group that says nothing of the way out has a rule for everything",
          "[network][security_groups]") {
  SecurityGroups groups(Groups{{"web", {}}});
  CHECK(groups.passage(web(), outsider, 443).whole());
  CHECK(groups.revoke("web", out("all", "anywhere")));
  CHECK(groups.passage(web(), outsider, 443).shut());
}

TEST_CASE("ports and peers read as they are printed", "[network][security_groups]") {
  for (const char* const text : {"all", "80", "8000-8099", "65535"})
    CHECK(ScalarText<PortRange>::print(ports(text)) == text);
  for (const char* const text : {"anywhere", "front", "203.0.113.0/24", "203.0.113.7", "seoul/web"})
    CHECK(ScalarText<Peer>::print(peer(text)) == text);
  PortRange range;
  for (const char* const text : {"", "0", "80-", "-80", "99-80", "65536", "any"})
    CHECK(ScalarText<PortRange>::read(text, range));
  Peer wrong;
  for (const char* const text : {"203.0.113.7/24", "203.0.113", "1.2.3.4.5"})
    CHECK(ScalarText<Peer>::read(text, wrong));
}

TEST_CASE("a missing rule is the one that lets it pass", "[network][security_groups]") {
  SecurityGroups groups(Groups{{"web", {{in("80", "203.0.113.0/25")}, {}}},
                               {"front", {{}, {{out("443", "anywhere")}}}}});
  const Party office{"", {0xcb00'7107, 32}, {}, false};
  CHECK_FALSE(groups.missing(office, web(), 80));
  const auto entering = groups.missing(office, web(), 22);
  REQUIRE(entering);
  CHECK(entering->inbound);
  CHECK(entering->groups == std::vector<std::string>{"web"});
  CHECK(entering->rule == "{port: 22, from: 203.0.113.7}");
  CHECK(groups.missing(users, web(), 80)->rule == "{port: 80, from: 203.0.113.0/24}");
  CHECK(groups.missing(outsider, web(), 80)->rule == "{port: 80, from: anywhere}");

  // It may not leave; the group `front` has the name, and not the balancer.
  const auto leaving = groups.missing(front({"front"}), web(), 80);
  REQUIRE(leaving);
  CHECK_FALSE(leaving->inbound);
  CHECK(leaving->rule == "{port: 80, to: web}");
  groups.allow("front", out("80", "web"));
  CHECK(groups.missing(front({"front"}), web(), 80)->rule == "{port: 80, from: front}");
  groups.allow("web", in("80", "front"));
  CHECK_FALSE(groups.missing(front({"front"}), web(), 80));
}
