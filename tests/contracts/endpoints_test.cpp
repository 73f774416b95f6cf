// The laws of Endpoint and Caller, for everything that is one. A new endpoint is a row of
// `endpoints` below; a caller is seen by the witnesses of the endpoint that it stands in.

#include "squall/balancing/dns_record.hpp"
#include "squall/balancing/gate.hpp"
#include "squall/core/random.hpp"
#include "squall/service/address_door.hpp"
#include "squall/service/relay.hpp"
#include "squall/service/way.hpp"
#include "squall/traffic/closed_client.hpp"
#include "squall/traffic/open_client.hpp"

#include "contracts/street.hpp"
#include "support/catch.hpp"
#include "support/files.hpp"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

using namespace squall;
using namespace squall::service;
using namespace squall::service::testing;
using test::Street;

namespace {

/// Something that can be asked, in a world of its own, and what can befall it there.
class Subject {
 public:
  virtual ~Subject() = default;
  virtual Shop& shop() = 0;
  virtual Endpoint& door() = 0;
  virtual void trouble(Random& random) = 0;
  virtual void close() = 0;  ///< nothing is done here any more, within a second
  virtual void check() const = 0;
};

void trouble_a_server(Fleet& fleet, ServerId server, Random& random) {
  switch (random.below(4)) {
    case 0:
      return fleet.crash(server);
    case 1:
      return fleet.hang(server);
    case 2:
      return fleet.vanish(server);
    default:
      if (fleet.server(server).state() >= Server::State::dead) fleet.restart(server);
  }
}

ServiceSpec busy_service() {
  return service_of(3, 4,
                    {cpu(exponential(2ms)), chance(0.1, {fail(503)}),
                     parallel({call("orders.read", 8ms), wait(exponential(3ms)),
                               chance(0.3, {call("orders")})})});
}

/// Its calls are tried again, hedged, held back by a breaker, and wait for connections.
ServiceSpec stubborn_service() {
  CallStep read{.to = "orders.read", .timeout = 6ms};
  read.retry.attempts = 3;
  read.retry.base = 2ms;
  read.retry.budget = Ratio{0.5};
  read.hedge = HedgeSpec{2ms, 2};
  read.circuit_breaker = BreakerSpec{Ratio{0.7}, 10, 20ms};
  ServiceSpec spec =
      service_of(3, 4,
                 {cpu(exponential(2ms)), chance(0.1, {fail(503)}),
                  parallel({{read}, call("orders", 20ms, 2), chance(0.3, {call("orders")})})});
  spec.connection_pools["orders"] = 2;
  return spec;
}

/// One server, alone or before another one that it asks.
class OneServer final : public Subject {
 public:
  template <class Spec>
  explicit OneServer(const Spec& spec) {
    shop_.add("orders", Street::orders(), 1);
    asked_.emplace(shop_.exchange, shop_.fleet.endpoint(0));
    shop_.introduce("orders", *asked_);
    shop_.add("it", spec, 2);
  }

  Shop& shop() override { return shop_; }
  Endpoint& door() override { return shop_.fleet.endpoint(1); }
  void trouble(Random& random) override {
    trouble_a_server(shop_.fleet, static_cast<ServerId>(random.below(2)), random);
  }
  void close() override {
    for (ServerId server = 0; server < 2; ++server) shop_.fleet.vanish(server);
  }
  void check() const override { shop_.fleet.check(); }

 private:
  Shop shop_;
  std::optional<Witness> asked_;
};

/// A balancer and all that stands behind it.
class Balanced final : public Subject {
 public:
  explicit Balanced(balancing::BalancerType type = balancing::BalancerType::application)
      : street_({.service = busy_service(), .group = group(), .type = type}) {}

  Shop& shop() override { return street_.shop; }
  Endpoint& door() override { return *street_.door; }
  void trouble(Random& random) override {
    const auto target = static_cast<balancing::TargetId>(random.below(street_.group.size()));
    const auto server = static_cast<std::size_t>(random.below(street_.servers.size()));
    switch (random.below(4)) {
      case 0:
        return street_.group.deregister(target);
      case 1:
        return street_.group.withdraw(target);
      case 2:
        return street_.enter_again(server);
      default:
        trouble_a_server(street_.shop.fleet, street_.servers[server], random);
    }
  }
  void close() override {
    for (balancing::TargetId target = 0; target < street_.group.size(); ++target)
      street_.group.withdraw(target);
    for (ServerId server = 0; server < street_.shop.fleet.size(); ++server)
      street_.shop.fleet.vanish(server);
  }
  void check() const override { street_.check(); }

  Street& street() { return street_; }

 private:
  static balancing::TargetGroupSpec group() {
    balancing::TargetGroupSpec group = Street::quick_group();
    group.connection_termination = true;
    return group;
  }

  Street street_;
};

/// A DNS record before a balancer and a server, whose answer changes with the balancer's health.
class Named final : public Subject {
 public:
  Named() : lone_(shop().add("lone", busy_service(), 2)) {
    balancing::DnsRecordSpec spec;
    spec.routing = balancing::DnsRouting::weighted;
    spec.ttl = 20ms;
    spec.health_check.interval = 24h;  // after the history
    const balancing::Forward forward{&street().group, Weight{1}};
    service::Endpoint& front = street().balancer->listen(81, {&forward, 1});
    record_.emplace(setting_, spec, balancing::Identity{names_.id("shop"), key_of(1, "shop")},
                    std::vector<balancing::RecordTarget>{
                        {names_.id("front"), {2}, &front, {&street().group}},
                        {names_.id("lone"), {1}, &shop().fleet.endpoint(lone_), {}}});
  }

  Shop& shop() override { return balanced_.shop(); }
  Endpoint& door() override { return record_->door({}); }
  void trouble(Random& random) override {
    if (random.below(4) == 0) return trouble_a_server(shop().fleet, lone_, random);
    balanced_.trouble(random);
  }
  void close() override { balanced_.close(); }
  void check() const override { balanced_.check(); }

 private:
  Street& street() { return balanced_.street(); }

  Balanced balanced_;
  ServerId lone_;
  Names names_;
  Journal journal_{names_};
  const balancing::Setting setting_{shop().engine, shop().exchange, journal_};
  std::optional<balancing::DnsRecord> record_;
};

/// A server at the end of a way that is cut at times, or becomes longer or shorter.
class Far final : public Subject {
 public:
  Far() : server_(shop_.add("it", service_of(3, 4, {cpu(exponential(2ms))}), 2)) {
    way_.emplace(shop_.engine, shop_.exchange, WaySpec{5ms, 0.5}, hash_of("far"));
  }

  Shop& shop() override { return shop_; }
  Endpoint& door() override { return way_->door(shop_.fleet.endpoint(server_)); }
  void trouble(Random& random) override {
    if (random.below(4) == 0) {
      shop_.fleet.crash(server_);
      return shop_.fleet.restart(server_);
    }
    WaySpec spec{std::nullopt, 0.5};
    if (random.below(3) > 0) spec.one_way = 1ms * static_cast<std::int64_t>(random.below(10));
    way_->change(spec);
  }
  void close() override {}
  void check() const override {
    shop_.fleet.check();
    way_->check();
  }

 private:
  Shop shop_;
  ServerId server_;
  std::optional<Way> way_;
};

/// An NLB whose only target is an ALB; who has left may be registered once more.
class Inner final : public Subject {
 public:
  Inner() {
    const balancing::Forward forward{&group_, Weight{1}};
    door_ = &edge_.listen(443, {&forward, 1});
    enter();
  }

  Shop& shop() override { return balanced_.shop(); }
  Endpoint& door() override { return *door_; }
  void trouble(Random& random) override {
    switch (random.below(8)) {
      case 0:
        return group_.deregister(last_);
      case 1:
        return enter();
      case 2:
        return edge_lost_ ? restore() : lose();
      default:
        balanced_.trouble(random);
    }
  }
  void close() override {
    for (balancing::TargetId target = 0; target < group_.size(); ++target) group_.withdraw(target);
    balanced_.close();
  }
  void check() const override {
    balanced_.check();
    edge_.check();
    relay_.check();
  }

 private:
  static balancing::TargetGroupSpec ends_flows() {
    balancing::TargetGroupSpec spec = Street::quick_group();
    spec.health_check.demand = Duration(0);
    spec.connection_termination = true;
    spec.cross_zone = false;
    spec.algorithm = balancing::Algorithm::round_robin;
    return spec;
  }

  void enter() {
    last_ = group_.register_target({&relay_, names_.id("inner"), NameId::none}, balancing::healthy);
  }
  void lose() {
    edge_.lose(0);
    edge_lost_ = true;
  }
  void restore() {
    edge_.restore(0);
    edge_lost_ = false;
  }

  Balanced balanced_;
  Names names_;
  Journal journal_{names_};
  const balancing::Setting setting_{shop().engine, shop().exchange, journal_};
  const std::vector<balancing::Node> nodes_{{names_.id("edge in a"), names_.id("a")},
                                            {names_.id("edge in c"), names_.id("c")}};
  Relay relay_{shop().exchange, *balanced_.street().door};
  balancing::TargetGroup group_{
      setting_, ends_flows(), {names_.id("edge"), key_of(1, "edge")}, nodes_};
  balancing::NetworkBalancer edge_{
      setting_, {}, {names_.id("edge"), key_of(1, "edge of it")}, nodes_};
  Endpoint* door_ = nullptr;
  balancing::TargetId last_ = 0;
  bool edge_lost_ = false;
};

/// A server behind a gate, whose rules come and go.
class Guarded final : public Subject {
 public:
  Guarded() : server_(shop_.add("it", service_of(3, 4, {cpu(exponential(2ms))}), 2)) {
    gate_.emplace(shop_.exchange, network::Passage{}, std::nullopt);
  }

  Shop& shop() override { return shop_; }
  Endpoint& door() override { return gate_->door(shop_.fleet.endpoint(server_)); }
  void trouble(Random& random) override {
    if (random.below(4) == 0) {
      shop_.fleet.crash(server_);
      return shop_.fleet.restart(server_);
    }
    network::Passage passage;
    passage.enters = random.below(3) > 0;
    passage.enters_tracked = random.below(2) > 0;
    gate_->change(passage, shop_.engine.now());
  }
  void close() override {}
  void check() const override {
    shop_.fleet.check();
    gate_->check();
  }

 private:
  Shop shop_;
  ServerId server_;
  std::optional<balancing::Gate> gate_;
};

/// An address that moves from one server to another, or to nobody.
class Addressed final : public Subject {
 public:
  Addressed() {
    for (int i = 0; i < 2; ++i)
      shop_.add("it", service_of(3, 4, {cpu(exponential(2ms)), wait(5ms)}), 2);
    door_.lead_to(&shop_.fleet.endpoint(0));
  }

  Shop& shop() override { return shop_; }
  Endpoint& door() override { return door_; }
  void trouble(Random& random) override {
    const auto server = static_cast<ServerId>(random.below(2));
    if (random.below(3) == 0) {
      shop_.fleet.crash(server);
      return shop_.fleet.restart(server);
    }
    door_.lead_to(random.below(4) == 0 ? nullptr : &shop_.fleet.endpoint(server));
  }
  void close() override {
    for (ServerId server = 0; server < 2; ++server) shop_.fleet.vanish(server);
  }
  void check() const override {
    shop_.fleet.check();
    door_.check();
  }

 private:
  Shop shop_;
  AddressDoor door_{shop_.exchange};
};

struct Row {
  std::string_view type;
  std::string_view what;
  std::unique_ptr<Subject> (*make)();
};

const Row endpoints[] = {
    {"Post", "a server", [] { return std::unique_ptr<Subject>(new OneServer(busy_service())); }},
    {"Post", "a server that insists",
     [] { return std::unique_ptr<Subject>(new OneServer(stubborn_service())); }},
    {"Post", "a database",
     [] { return std::unique_ptr<Subject>(new OneServer(Street::orders())); }},
    {"ApplicationListener", "an application balancer",
     [] { return std::unique_ptr<Subject>(new Balanced); }},
    {"Listener", "an NLB",
     [] { return std::unique_ptr<Subject>(new Balanced(balancing::BalancerType::network)); }},
    {"Listener", "a CLB",
     [] { return std::unique_ptr<Subject>(new Balanced(balancing::BalancerType::classic)); }},
    {"Door", "a server far away", [] { return std::unique_ptr<Subject>(new Far); }},
    {"Door", "a server behind a gate", [] { return std::unique_ptr<Subject>(new Guarded); }},
    {"AddressDoor", "an address that moves",
     [] { return std::unique_ptr<Subject>(new Addressed); }},
    {"DnsDoor", "a DNS record", [] { return std::unique_ptr<Subject>(new Named); }},
    {"Relay", "an ALB behind an NLB", [] { return std::unique_ptr<Subject>(new Inner); }},
};

/// Callers that some subject, or the street of clients, has.
const std::set<std::string> callers{
    "AddressDoor", "ApplicationBalancer", "ClassicBalancer", "Fleet", "Gate", "HealthChecker",
    "Line",        "NetworkBalancer",     "Requester",       "Way"};

/// Asks, leaves, and does either again at the very moment at which it is answered.
class Customer final : public Caller {
 public:
  Customer(Shop& shop, Endpoint& to, std::uint64_t seed)
      : shop_(shop), to_(to), random_(seed, "customer"), self_(shop.exchange.join(*this)) {}

  void send() {
    const std::uint64_t ordinal = sent_++;
    const AttemptId id = shop_.exchange.attempts.allocate(
        Attempt{.key = child(key_of(1, "customer"), ordinal / 2),
                .sent = shop_.engine.now(),
                .who = static_cast<std::uint32_t>(ordinal),
                .caller = self_,
                .via = self_,
                .request_class = shop_.request_class(random_.below(2) == 0 ? "read" : "other"),
                .number = static_cast<std::uint8_t>(1 + ordinal % 2)});
    open_.push_back(id);
    to_.offer(id);
  }

  void leave() {
    if (open_.empty()) return;
    const AttemptId id = open_[static_cast<std::size_t>(random_.below(open_.size()))];
    to_.abandon(id);
    close(id);
    ++left_;
  }

  void leave_all() {
    while (!open_.empty()) leave();
  }

  void returned(AttemptId id, Outcome outcome) override {
    said += std::to_string((shop_.engine.now() - Time{}).count()) + ' ' +
            std::to_string(shop_.exchange.attempts[id].who) + ' ' +
            std::to_string(static_cast<int>(outcome.kind)) + ' ' + std::to_string(outcome.status) +
            '\n';
    ++answered_;
    close(id);
    if (random_.below(3) == 0) leave();
    if (random_.below(3) == 0) send();
  }

  void check() const { INVARIANT(sent_ == answered_ + left_ + open_.size()); }

  std::string said;  ///< all that it heard

 private:
  void close(AttemptId id) {
    const auto place = std::find(open_.begin(), open_.end(), id);
    INVARIANT(place != open_.end());
    open_.erase(place);
    shop_.exchange.attempts.release(id);
  }

  Shop& shop_;
  Endpoint& to_;
  Random random_;
  CallerId self_;
  std::vector<AttemptId> open_;
  std::uint64_t sent_ = 0;
  std::uint64_t answered_ = 0;
  std::uint64_t left_ = 0;
};

/// All that a customer hears in a random history.
std::string history_of(const Row& row, std::uint64_t seed) {
  const std::unique_ptr<Subject> subject = row.make();
  Shop& shop = subject->shop();
  Witness witness(shop.exchange, subject->door());
  Customer customer(shop, witness, seed);
  Random random(seed, "history");
  for (int i = 0; i < 2000; ++i) {
    shop.run(shop.engine.now() - Time{} + 1us * static_cast<std::int64_t>(random.below(2000)));
    const std::uint64_t what = random.below(100);
    if (what < 75) {
      customer.send();
    } else if (what < 90) {
      customer.leave();
    } else {
      subject->trouble(random);
    }
    customer.check();
    subject->check();
  }
  customer.leave_all();
  subject->close();
  shop.run(shop.engine.now() - Time{} + 1s);
  CHECK(witness.holds() == 0);
  CHECK(shop.exchange.attempts.size() == 0);
  CHECK(shop.fleet.jobs_open() == 0);
  return customer.said;
}

/// The names of all classes of ours that derive from this one.
std::set<std::string> deriving_from(const std::string& base) {
  const std::regex derived(R"((?:class|struct) (\w+) final : [^{;]*\b)" + base + R"(\b[^{;]*\{)");
  std::set<std::string> names;
  for (const std::string tree : {"/include", "/sim"}) {
    for (const auto& file :
         std::filesystem::recursive_directory_iterator(SQUALL_SOURCE_DIR + tree)) {
      const std::string text = tests::text_of(file.path().string());
      for (std::sregex_iterator at(text.begin(), text.end(), derived), end; at != end; ++at)
        names.insert((*at)[1]);
    }
  }
  return names;
}

}  // namespace

TEST_CASE("an endpoint returns each attempt once or forgets it, through any history",
          "[contracts][endpoints]") {
  for (const Row& row : endpoints) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
      INFO(row.what << ", seed " << seed);
      const std::string said = history_of(row, seed);
      CHECK(said.size() > 5000);
      if (seed <= 3) CHECK(history_of(row, seed) == said);
    }
  }
}

TEST_CASE("clients keep the law of callers against a street in trouble", "[contracts][endpoints]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    INFO("seed " << seed);
    Balanced street;
    Shop& shop = street.shop();
    const Destination destination{shop.exchange, street.door()};
    traffic::ClientSpec spec;
    spec.rate.constant = {300};
    spec.timeout = 15ms;
    spec.retry = {.attempts = 3, .base = 5ms, .factor = 2, .max = 1s, .jitter = Jitter::full};
    const traffic::Window counted{Time(100ms), Time(900ms)};
    const ClassId read = shop.request_class("read");
    traffic::OpenClient open(shop.engine, destination, spec, {"open", seed, {read}, counted});
    spec.users = 20;
    spec.think = exponential(30ms);
    traffic::ClosedClient closed(shop.engine, destination, spec, {"closed", seed, {read}, counted});
    open.start();
    closed.start();
    Random random(seed, "street");
    while (shop.engine.now() < Time(2s)) {
      shop.run(shop.engine.now() - Time{} + 1ms * static_cast<std::int64_t>(random.below(20)));
      street.trouble(random);
      street.check();
      open.check();
      closed.check();
    }
    CHECK(open.open() + closed.open() == 0);
    CHECK(open.stats().total.requests > 150);
    CHECK(open.stats().total.retries > 10);
  }
}

TEST_CASE("every endpoint and every caller that there is stands in these tests",
          "[contracts][endpoints]") {
  std::set<std::string_view> rows;
  for (const Row& row : endpoints) rows.insert(row.type);
  CHECK(deriving_from("Endpoint") == std::set<std::string>(rows.begin(), rows.end()));
  std::set<std::string> asking = deriving_from("Caller");
  asking.merge(deriving_from("LoadBalancer"));
  CHECK(asking == callers);
}
