#include "squall/balancing/rule_book.hpp"

#include "squall/balancing/rules.hpp"

#include "support/catch.hpp"

using namespace squall;
using namespace squall::balancing;

namespace {

// Somebody at an address who asks in two classes.
class Asker final : public service::Caller {
 public:
  explicit Asker(service::Exchange& exchange) : self(exchange.join(*this)) {}

  void returned(service::AttemptId, service::Outcome) override {}
  service::Sender sender(const service::Attempt&) const override {
    service::Sender sender;
    sender.address = address;
    return sender;
  }

  const service::CallerId self;
  std::uint32_t address = 0;
};

class Street {
 public:
  std::uint32_t rule(service::ClassId request_class = 0) { return judge(request_class).rule; }

  RuleBook::Verdict judge(service::ClassId request_class = 0) {
    if (!book_) book_.emplace(listener, "front");
    service::Attempt attempt{};
    attempt.caller = asker.self;
    attempt.request_class = request_class;
    return book_->judge(exchange, attempt);
  }

  void says(service::Message message, service::ClassId request_class = 0) {
    exchange.messages.set(asker.self, request_class, std::move(message));
  }

  RuleSpec& add(int priority) {
    RuleSpec& rule = listener.rules["rule" + std::to_string(priority)];
    rule.priority = priority;
    return rule;
  }

  ListenerSpec listener;
  service::Exchange exchange;
  Asker asker{exchange};

 private:
  std::optional<RuleBook> book_;
};

service::Message message(const char* method, const char* host, const char* path) {
  return {method, host, path, {}, {}, {}};
}

bool takes(const RuleSpec& rule, const service::Message& message) {
  return may_take(rule, message);
}

}  // namespace

TEST_CASE("the rule with the lowest number takes what several would take",
          "[balancing][rule_book]") {
  Street street;
  street.add(10).path = {"/*"};
  street.add(5).path = {"/api/*"};
  street.says(message("GET", "", "/api/x"));
  CHECK(street.rule() == 0);  // in the order of priorities
  CHECK(street.judge().evaluated == 1);
}

TEST_CASE("what no rule takes is for the default, and every rule was tried",
          "[balancing][rule_book]") {
  Street street;
  street.add(10).path = {"/api/*"};
  street.add(20).path = {"/img/*"};
  CHECK(street.rule() == 2);
  CHECK(street.judge().evaluated == 2);
}

TEST_CASE("the classes of a caller are told apart", "[balancing][rule_book]") {
  Street street;
  street.add(10).path = {"/api/*"};
  street.says(message("GET", "", "/api/x"), 3);
  street.says(message("GET", "", "/img/x"), 1);
  CHECK(street.rule(3) == 0);
  CHECK(street.rule(1) == 1);
  CHECK(street.rule(3) == 0);
}

TEST_CASE("an address is looked at each time", "[balancing][rule_book]") {
  Street street;
  street.add(10).source_ip = {{0x0a00'0000, 8}, {0xc612'0000, 16}};
  street.add(20).path = {"*"};
  street.asker.address = 0x0a01'0203;
  CHECK(street.rule() == 0);
  street.asker.address = 0x0b01'0203;
  CHECK(street.rule() == 1);
  CHECK(street.judge().evaluated == 2);
  street.asker.address = 0xc612'ffff;
  CHECK(street.rule() == 0);
}

TEST_CASE("a request that names no host asks for its balancer", "[balancing][rule_book]") {
  Street street;
  street.add(10).host = {"FRONT"};
  CHECK(street.rule() == 0);
}

TEST_CASE("no rule is asked about a request with the method TRACE", "[balancing][rule_book]") {
  Street street;
  street.add(10).method = {"TRACE"};
  street.says(message("TRACE", "", "/"));
  CHECK(street.rule() == 2);
  CHECK(street.judge().evaluated == 0);
}

TEST_CASE("a rule takes what meets each condition in one of its values", "[balancing][rules]") {
  RuleSpec rule;
  rule.host = {"*.example.com", "example.org"};
  rule.method = {"POST", "PUT"};
  CHECK(takes(rule, message("PUT", "shop.EXAMPLE.com", "/x")));
  CHECK(takes(rule, message("POST", "example.org", "/x")));
  CHECK_FALSE(takes(rule, message("GET", "example.org", "/x")));
  CHECK_FALSE(takes(rule, message("post", "example.org", "/x")));
  CHECK_FALSE(takes(rule, message("PUT", "example.com", "/x")));
}

TEST_CASE("the query is no part of the path", "[balancing][rules]") {
  RuleSpec rule;
  rule.path = {"/img"};
  CHECK(takes(rule, message("GET", "front", "/img?size=2")));
  CHECK_FALSE(takes(rule, message("GET", "front", "/IMG?size=2")));
  rule.query["Size"] = {"2", "3"};
  rule.query["*"] = {"KO"};
  CHECK_FALSE(takes(rule, message("GET", "front", "/img?size=2")));
  CHECK(takes(rule, message("GET", "front", "/img?lang=ko&size=3")));
  CHECK_FALSE(takes(rule, message("GET", "front", "/img?lang=ko&size=33")));
}

TEST_CASE("headers are met in any case of letters", "[balancing][rules]") {
  RuleSpec rule;
  rule.headers["x-Beta"] = {"YES*"};
  service::Message asked = message("GET", "front", "/");
  CHECK_FALSE(takes(rule, asked));
  asked.headers["X-beta"] = "yes, please";
  CHECK(takes(rule, asked));
}

TEST_CASE("a rule covers another where its conditions are met whenever those are",
          "[balancing][rules]") {
  RuleSpec wide;
  wide.path = {"/api/*"};
  RuleSpec narrow = wide;
  CHECK(covers(wide, narrow));
  narrow.method = {"POST"};
  narrow.path = {"/api/v1", "/api/v2/*"};
  CHECK(covers(wide, narrow));
  CHECK_FALSE(covers(narrow, wide));
  narrow.path.push_back("/img");
  CHECK_FALSE(covers(wide, narrow));
  wide.path.clear();
  wide.source_ip = {{0x0a00'0000, 8}};
  CHECK_FALSE(covers(wide, narrow));
  narrow.source_ip = {{0x0a01'0000, 16}};
  CHECK(covers(wide, narrow));
}

TEST_CASE("a redirect to 443 leads to https, and is followed where the balancer listens",
          "[balancing][rules]") {
  LoadBalancerSpec balancer;
  balancer.listeners[80];
  balancer.listeners[443];
  RedirectSpec redirect;
  redirect.port = Port{443};
  CHECK(protocol_of(redirect, 80) == WebProtocol::https);
  CHECK(followed_to(redirect, 80, balancer) == 443);
  redirect.port = Port{444};
  CHECK(protocol_of(redirect, 80) == WebProtocol::http);
  CHECK(followed_to(redirect, 80, balancer) == 0);
  redirect.port = Port{443};
  redirect.path = "/closed";
  CHECK(followed_to(redirect, 80, balancer) == 0);
}
