#include "properties/random_scenario.hpp"

#include "squall/core/random.hpp"

#include <fmt/format.h>

namespace squall::test {

RandomScenario::RandomScenario(std::uint64_t number, Features without)
    : key_(child(key_of(7, "scenarios"), number)), without_(std::move(without)) {
  groups_ = from_to("groups", 1, 3);
  entries_ = from_to("entries", 1, 3);
  network_ = has("NLB", 0.3);
  classic_ = !network_ && has("CLB", 0.2);
  edge_ = !network_ && !classic_ && has("NLB before the ALB", 0.3);
  if (classic_) groups_ = 1;
  write("region: ap-northeast-2");
  write(fmt::format("zones: {}", one_of("zones", {"[a]", "[a, c]", "[a, b, c]"})));
  has("addresses", 0.1);
  const bool lives = has("lives", 0.1);
  // Long enough for an NLB to forget a connection, and for AWS to recover an instance.
  write(has("long run", 0.02) || lives ? "duration: 200s" : "duration: 60s");
  write(fmt::format("seed: {}", from_to("seed", 1, 1'000'000)));
  has("security groups", 0.15);
  write_distances();
  write_services();
  write_instances();
  write_addresses();
  write_storage();
  write_groups();
  write_balancers();
  write_clients();
  write_security_groups();
  write_timeline();
}

// Without distance the other region is next door.
void RandomScenario::write_distances() {
  if (has("distance", 0.2)) {
    write(fmt::format("network: {{jitter: {}%}}", from_to("jitter of ways", 0, 50)));
  } else {
    write("links: {next-door: {between: [ap-northeast-2, us-east-1], round_trip: 801us}}");
    if (!has("zones apart", 0.6)) write("network: {between_zones: 0}");
  }
}

Draw RandomScenario::draw(std::string_view name) const { return {key_, hash_of(name)}; }

bool RandomScenario::has(const std::string& feature, double chance) {
  tried_.insert(feature);
  if (without_.contains(feature) || draw(feature).uniform() >= chance) return false;
  features_.insert(feature);
  return true;
}

int RandomScenario::from_to(std::string_view name, int least, int most) const {
  Draw its = draw(name);
  return least + static_cast<int>(below(its, static_cast<std::uint64_t>(most - least + 1)));
}

std::string RandomScenario::one_of(std::string_view name,
                                   const std::vector<std::string>& choices) const {
  return choices[static_cast<std::size_t>(from_to(name, 0, static_cast<int>(choices.size()) - 1))];
}

std::string RandomScenario::call() {
  std::string call = "{to: orders.read";
  if (has("call time-out", 0.5)) call += ", timeout: 20ms";
  if (has("call retry", 0.4)) {
    call += fmt::format(", retry: {{attempts: 3, base: 5ms{}}}",
                        has("call budget", 0.5) ? ", budget: 20%" : "");
  }
  if (has("call hedge", 0.3)) call += ", hedge: 10ms";
  if (has("call breaker", 0.3)) call += ", circuit_breaker: {errors: 50%, of: 10, open_for: 500ms}";
  return call + "}";
}

std::string RandomScenario::steps() {
  std::string steps = fmt::format("{{cpu: {{exponential: {}ms}}}}", from_to("cpu", 1, 40));
  if (has("wait", 0.3)) steps += fmt::format(", {{wait: {}ms}}", from_to("wait ms", 1, 200));
  if (has("call", 0.4)) steps += ", {call: " + call() + "}";
  if (has("parallel", 0.1)) steps += ", {parallel: [{call: orders.read}, {wait: 5ms}]}";
  if (has("external", 0.2)) {
    steps += fmt::format(", {{call: {{to: payment{}}}}}",
                         has("external time-out", 0.5) ? ", timeout: 60ms, retry: 2" : "");
  }
  if (has("chance to fail", 0.2)) steps += ", {chance: 10%, do: [{fail: 503}]}";
  return "[" + steps + "]";
}

void RandomScenario::write_services() {
  std::string web =
      fmt::format("workers: {}, backlog: {}", from_to("workers", 1, 8), from_to("backlog", 0, 20));
  if (has("errors", 0.2)) web += ", errors: 5%";
  std::string handlers = "default: " + steps();
  if (has("health path", 0.3)) {
    handlers += one_of("health handler", {", health: {cpu: 1ms}", ", health: {wait: 100ms}",
                                          ", health: {chance: 30%, do: [{fail: 500}]}"});
  }
  const bool calls = features_.contains("call") || features_.contains("parallel");
  if (calls && has("connection pool", 0.4))
    web += fmt::format(", connection_pools: {{orders: {}}}", from_to("pool", 1, 4));
  write(fmt::format("services: {{web: {{{}, handlers: {{{}}}}}}}", web, handlers));
  if (calls) {
    write(fmt::format(
        "databases: {{orders: {{max_connections: {}, queries: {{read: {{exponential: 6ms}}}}{}}}}}",
        from_to("database connections", 3, 12), groups_of("data")));
  }
  if (features_.contains("external")) {
    write(fmt::format("externals: {{payment: {{latency: {{exponential: 30ms}}, errors: 5%{}}}}}",
                      has("concurrency", 0.5) ? ", concurrency: 3" : ""));
  }
}

void RandomScenario::write_instances() {
  if (has("key pairs", 0.5)) write("key_pairs: {alice: {}, bob: {}}");
  write("instances:");
  for (int entry = 0; entry < entries_; ++entry) {
    const std::string name = fmt::format("i{}", entry);
    std::string line = fmt::format("  {}: {{count: {}, instance_type: t3.micro, service: web", name,
                                   from_to(name + " count", 1, 4));
    // The first entry is in all groups, so that none is empty.
    std::string groups;
    for (int group = 0; group < groups_; ++group) {
      if (entry == 0 || from_to(fmt::format("{} in g{}", name, group), 0, 1) == 1)
        groups += fmt::format("{}g{}", groups.empty() ? "" : ", ", group);
    }
    if (features_.contains("key pairs")) line += ", key_pair: alice";
    write(fmt::format("{}, target_groups: [{}]{}}}", line, groups, groups_of("targets")));
  }
  if (has("second region", 0.3)) {
    write(
        fmt::format("  j: {{count: {}, region: us-east-1, instance_type: t3.micro, service: web, "
                    "target_groups: [h]}}",
                    from_to("j count", 1, 3)));
  }
}

void RandomScenario::write_addresses() {
  if (features_.contains("addresses")) write("elastic_ips: {site: {}, late: {allocated: false}}");
}

// An image that is made of an instance reboots it.
void RandomScenario::write_storage() {
  if (!features_.contains("lives") || !has("storage", 0.6)) return;
  write("volumes:");
  write("  disk: {size: 8GiB, root: true, attached_to: i0-1}");
  write("  data: {size: 100GiB, attached_to: i0-1}");
  write("  late: {zone: a, size: 100GiB, snapshot: still, created: false}");
  write("snapshots: {still: {takes: 10s, created: false}}");
  write("images: {golden: {takes: 20s, created: false}}");
}

void RandomScenario::write_groups() {
  write("target_groups:");
  for (int group = 0; group < groups_; ++group) write_group(group);
  if (edge_) write_group_of_edge();
  if (features_.contains("second region"))
    write("  h: {health_check: {interval: 5s, timeout: 2s}, deregistration_delay: 3s}");
}

std::string RandomScenario::algorithm_of(const std::string& group) {
  const std::vector<std::string> of_alb{
      "round_robin",     "round_robin",        "round_robin", "least_outstanding_requests",
      "weighted_random", "flow_hash",          "random",      "power_of_two",
      "ip_hash",         "least_response_time"};
  const std::vector<std::string> of_nlb{"round_robin", "flow_hash"};
  const std::string algorithm = one_of(group + " algorithm", network_ ? of_nlb : of_alb);
  tried_.insert(of_alb.begin(), of_alb.end());
  features_.insert(algorithm);
  return algorithm;
}

std::string RandomScenario::health_check_of(const std::string& group) {
  const auto own = [&](const std::string& what) { return group + " " + what; };
  std::string check =
      fmt::format("interval: {}s, timeout: {}s, healthy_threshold: {}, unhealthy_threshold: {}",
                  from_to(own("interval"), 5, 8), from_to(own("timeout"), 2, 4),
                  from_to(own("healthy"), 2, 4), from_to(own("unhealthy"), 2, 4));
  if (features_.contains("health path") && has(own("asks for health"), 0.5)) {
    check += ", protocol: http, path: /health";
  } else if (has(own("tcp"), 0.2)) {
    check += ", protocol: tcp";
  }
  return check;
}

std::string RandomScenario::fail_over_of(const std::string& group) {
  const auto own = [&](const std::string& what) { return group + " " + what; };
  if (!has(own("DNS fail-over"), 0.2)) return "";
  const int dns = from_to(own("dns"), 1, 3);
  std::string text = fmt::format(", dns_failover: {{count: {}}}", dns);
  if (has(own("routing fail-over"), 0.5)) {
    text +=
        fmt::format(", unhealthy_state_routing: {{count: {}}}", from_to(own("routing"), 1, dns));
  }
  return text;
}

void RandomScenario::write_group(int group) {
  const std::string name = fmt::format("g{}", group);
  if (classic_) return write_group_of_clb(name);
  const auto own = [&](const std::string& what) { return name + " " + what; };
  const std::string algorithm = algorithm_of(name);
  std::string text =
      fmt::format("algorithm: {}, health_check: {{{}}}", algorithm, health_check_of(name));
  const bool keeps_to_its_zone = !network_ && has(own("own zone"), 0.25);
  if (keeps_to_its_zone) text += ", cross_zone: false";
  if (!network_ && algorithm == "round_robin") {
    if (has(own("slow start"), 0.2)) text += ", slow_start: 30s";
    if (!keeps_to_its_zone && has(own("cookie"), 0.4)) {
      const bool by_app = groups_ == 1 && has("app_cookie", 0.5);
      text += fmt::format(", stickiness: {{type: {}, duration: {}s}}",
                          by_app ? "app_cookie" : "lb_cookie", from_to(own("cookie s"), 1, 20));
    }
  }
  if (network_ && has(own("ends flows of the drained"), 0.5))
    text += ", connection_termination: true";
  if (network_ && has(own("keeps flows of the ill"), 0.3))
    text += ", unhealthy_connection_termination: false";
  text += fail_over_of(name);
  text += fmt::format(", deregistration_delay: {}s", from_to(own("delay"), 0, 10));
  write(fmt::format("  {}: {{{}}}", name, text));
}

void RandomScenario::write_group_of_clb(const std::string& name) {
  write(fmt::format("  {}: {{health_check: {{{}}}}}", name, health_check_of(name)));
}

void RandomScenario::write_group_of_edge() {
  std::string check = fmt::format("interval: {}s, timeout: {}s, unhealthy_threshold: {}",
                                  from_to("edge interval", 5, 8), from_to("edge timeout", 2, 4),
                                  from_to("edge unhealthy", 2, 4));
  if (features_.contains("health path") && has("edge asks for health", 0.5))
    check += ", path: /health";
  write(fmt::format("  e: {{health_check: {{{}}}}}", check));
}

// All groups with weights, one of which is more than 0.
std::string RandomScenario::forward(const std::string& by) {
  std::string forward;
  for (int group = 0; group < groups_; ++group) {
    const int weight = group == 0 ? 50 : from_to(fmt::format("{} g{} weight", by, group), 0, 100);
    forward += fmt::format("{}g{}: {}", group == 0 ? "" : ", ", group, weight);
  }
  forward = fmt::format("forward: {{{}}}", forward);
  if (groups_ > 1 && !network_ && has(by + " keeps users in a group", 0.3))
    forward += fmt::format(", stickiness: {}s", from_to(by + " cookie s", 1, 20));
  return forward;
}

std::string RandomScenario::action_of(const std::string& rule) {
  switch (from_to(rule + " action", 0, 4)) {
    case 0:
      return "redirect: 8080";
    case 1:
      return "redirect: {path: /closed, status: 302}";
    case 2:
      return "fixed_response: {status: 418, body: closed}";
    default:
      return forward(rule);
  }
}

// Each looks at something else, so that none takes all that comes to another.
std::string RandomScenario::rules() {
  struct Rule {
    const char* name;
    const char* condition;
  };
  std::string rules;
  for (const Rule rule :
       {Rule{"path rule", "path: /buy*"}, Rule{"method rule", "method: POST"},
        Rule{"header rule", "headers: {x-beta: 'y*'}"}, Rule{"query rule", "query: {lang: ko}"},
        Rule{"host rule", "host: shop.example.com"},
        Rule{"address rule", "source_ip: 203.0.113.0/29"}}) {
    if (!has(rule.name, 0.2)) continue;
    const int priority = from_to(fmt::format("{} priority", rule.name), 1, 8000) * 6 +
                         static_cast<int>(hash_of(rule.name) % 6);
    rules += fmt::format("{}{}: {{priority: {}, {}, {}}}", rules.empty() ? "" : ", ",
                         fmt::format("r{}", static_cast<int>(hash_of(rule.name) % 1000)), priority,
                         rule.condition, action_of(rule.name));
  }
  return rules.empty() ? "" : fmt::format("rules: {{{}}}, ", rules);
}

void RandomScenario::write_balancers() {
  write("load_balancers:");
  if (classic_) {
    write_clb();
  } else if (network_) {
    write(fmt::format(
        "  front: {{type: network, tcp_idle_timeout: 60s{}, listeners: {{80: {{{}}}}}{}}}",
        has("NLB across zones", 0.5) ? ", cross_zone: true" : "", forward("80"),
        has("NLB without a security group", 0.5) ? "" : groups_of("lb")));
  } else {
    write(fmt::format(
        "  front: {{idle_timeout: {}s{}, listeners: {{80: {{{}{}}}, 8080: {{{}}}}}{}}}",
        from_to("idle time-out", 1, 15), edge_ ? ", target_groups: e" : "", rules(),
        has("redirect", 0.1) ? "redirect: 8080" : forward("80"), forward("8080"), groups_of("lb")));
  }
  if (edge_) {
    write(fmt::format("  edge: {{type: network, tcp_idle_timeout: 60s{}, listeners: {{443: e}}}}",
                      has("edge across zones", 0.5) ? ", cross_zone: true" : ""));
  }
  if (features_.contains("second region")) write_second_region();
}

void RandomScenario::write_clb() {
  std::string text = fmt::format("idle_timeout: {}s", from_to("idle time-out", 1, 15));
  if (has("CLB across zones", 0.5)) text += ", cross_zone: true";
  if (has("connection draining", 0.5))
    text += fmt::format(", connection_draining: {}s", from_to("connection draining s", 1, 10));
  write(fmt::format("  front: {{type: classic, {}, listeners: {{80: g0}}{}}}", text,
                    groups_of("lb")));
}

void RandomScenario::write_second_region() {
  write(fmt::format("  back: {{type: {}, region: us-east-1, listeners: {{80: h}}}}",
                    has("NLB in the second region", 0.3) ? "network" : "application"));
  if (!has("DNS record", 0.7)) return;
  const std::string routing = one_of("routing", {"simple", "weighted", "failover", "latency"});
  const bool weighted = routing == "weighted";
  for (const char* each : {"simple", "weighted", "failover", "latency"})
    tried_.insert(fmt::format("{} record", each));
  features_.insert(routing + " record");
  std::string text = fmt::format(
      "routing: {}, to: {}, ttl: {}s", routing,
      weighted ? fmt::format("{{front: 90, back: {}}}", from_to("back weight", 0, 1) * 10)
               : one_of("record order", {"[front, back]", "[back, front]"}),
      from_to("ttl", 0, 15));
  if (routing != "simple")
    text += fmt::format(", health_check: {{interval: 10s, failure_threshold: {}}}",
                        from_to("failures", 1, 2));
  write(fmt::format("dns_records: {{shop: {{{}}}}}", text));
}

void RandomScenario::write_clients() {
  write("clients:");
  const int clients = from_to("clients", 1, 3);
  for (int client = 0; client < clients; ++client) write_client(client);
}

// Who they are and how often they come.
std::string RandomScenario::senders_of(const std::string& client) {
  const auto own = [&](const std::string& what) { return client + " " + what; };
  std::string text;
  bool comes_again = true;
  if (features_.contains("long run") && has(own("rare users"), 0.5)) {
    text += fmt::format(", users: {}, think: 65s", from_to(own("count"), 1, 20));
  } else if (has(own("users"), 0.3)) {
    text += fmt::format(", users: {}, think: {{exponential: {}ms}}", from_to(own("count"), 1, 20),
                        from_to(own("think"), 100, 2000));
  } else {
    text += fmt::format(", rate: {}/s", from_to(own("rate"), 2, 30));
    if (has(own("uneven arrivals"), 0.2))
      text += one_of(own("arrivals"), {", arrivals: even", ", arrivals: {peakedness: 4}"});
    if (has(own("session"), 0.3)) {
      text += fmt::format(", session: {{requests: {}, think: 200ms}}", from_to(own("each"), 2, 6));
    } else if (has(own("connections"), 0.3)) {
      text += fmt::format(", connections: {}", from_to(own("kept"), 1, 8));
    } else {
      comes_again = false;
    }
  }
  if (comes_again && has(own("keep_alive"), 0.3))
    text += fmt::format(", keep_alive: {}ms", from_to(own("kept ms"), 0, 3) * 300);
  if (has(own("addresses"), 0.3)) {
    text += fmt::format(", source_ip: 203.0.113.0/28, addresses: {}",
                        from_to(own("how many addresses"), 1, 16));
  }
  return text;
}

std::string RandomScenario::retry_of(const std::string& client) {
  const auto own = [&](const std::string& what) { return client + " " + what; };
  if (has(own("standard retry"), 0.1)) return ", retry: standard";
  if (!has(own("retry"), 0.4)) return "";
  std::string retry = fmt::format("attempts: {}, base: {}ms", from_to(own("attempts"), 2, 4),
                                  from_to(own("base"), 0, 200));
  if (has(own("jitter"), 0.6))
    retry += ", jitter: " + one_of(own("its jitter"), {"none", "decorrelated"});
  if (has(own("longest pause"), 0.3)) retry += ", max: 300ms";
  if (has(own("budget"), 0.4))
    retry += fmt::format(", budget: {}%", from_to(own("its budget"), 0, 30));
  return fmt::format(", retry: {{{}}}", retry);
}

// How long they wait, and what they do meanwhile.
std::string RandomScenario::patience_of(const std::string& client) {
  const auto own = [&](const std::string& what) { return client + " " + what; };
  const bool patient = has(own("patience"), 0.05);
  const int timeout = patient ? 90'000 : from_to(own("timeout"), 50, 5000);
  std::string text = fmt::format(", timeout: {}ms", timeout);
  if (!patient) text += retry_of(client);
  if (has(own("hedge"), 0.15)) {
    text += fmt::format(", hedge: {{after: {}ms, at_most: {}}}",
                        from_to(own("hedge ms"), 10, timeout < 500 ? timeout - 1 : 500),
                        from_to(own("hedges"), 1, 3));
  }
  if (has(own("circuit breaker"), 0.15)) {
    text += fmt::format(", circuit_breaker: {{errors: {}%, of: {}, open_for: {}ms}}",
                        from_to(own("bad"), 2, 8) * 10, from_to(own("of"), 2, 20),
                        from_to(own("open ms"), 100, 5000));
  }
  return text;
}

std::string RandomScenario::classes_of(const std::string& client) {
  const auto own = [&](const std::string& what) { return client + " " + what; };
  if (!has(own("classes"), 0.5)) return "";
  std::string classes = "buy: {weight: 30, method: POST, path: '/buy?lang=ko'";
  if (has(own("headers"), 0.5)) classes += ", headers: {X-Beta: yes}";
  classes += "}, look: {weight: 60";
  if (has(own("host"), 0.5)) classes += ", host: shop.example.com";
  if (has(own("sizes"), 0.5)) classes += ", size: 2KB, response: 40KB";
  classes += "}";
  if (has(own("traces"), 0.2)) classes += ", trace: {weight: 10, method: TRACE}";
  return fmt::format(", requests: {{{}}}", classes);
}

void RandomScenario::write_client(int client) {
  const std::string name = fmt::format("c{}", client);
  const auto own = [&](const std::string& what) { return name + " " + what; };
  std::string text = edge_ && has(own("asks the NLB"), 0.6) ? "to: edge" : "to: front";
  if (features_.contains("DNS record") && has(own("asks DNS"), 0.7)) {
    text = "to: shop";
    if (has(own("far away"), 0.3)) text += ", from: us-east-1";
  } else if (features_.contains("distance")) {
    text += ", from: " + one_of(own("from"), {"seoul", "busan", "tokyo", "us-east-1"});
  }
  if (features_.contains("addresses") && has(own("asks an address"), 0.5))
    text.replace(0, text.find(','), one_of(own("address"), {"to: site", "to: i0-1.public_ip"}));
  text += senders_of(name) + patience_of(name) + classes_of(name);
  write(fmt::format("  {}: {{{}}}", name, text));
}

// One, or a whole entry.
std::string RandomScenario::instance(const std::string& name) const {
  if (features_.contains("second region") && from_to(name + " far", 0, 9) == 0) return "j";
  const int entry = from_to(name + " entry", 0, entries_ - 1);
  if (from_to(name + " all", 0, 5) == 0) return fmt::format("i{}", entry);
  const int count = from_to(fmt::format("i{} count", entry), 1, 4);
  return fmt::format("i{}-{}", entry, from_to(name + " number", 1, count));
}

std::string RandomScenario::groups_of(const std::string& thing) const {
  return features_.contains("security groups") ? ", security_groups: " + thing : std::string();
}

// All of them let in what is in use, most of the time.
void RandomScenario::write_security_groups() {
  if (!features_.contains("security groups")) return;
  const std::string clients =
      one_of("let in", {"anywhere", "anywhere", "198.18.0.0/16", "203.0.113.0/29"});
  const std::string outbound =
      has("outbound rules", 0.3) ? ", outbound: [{port: 80, to: targets}]" : "";
  write(
      fmt::format("security_groups:\n"
                  "  lb: {{inbound: [{{port: 80, from: {}}}]{}}}\n"
                  "  targets: {{inbound: [{{port: 80, from: {}}}]}}\n"
                  "  data: {{inbound: [{{port: 3306, from: {}}}]}}",
                  clients, outbound, one_of("behind", {"lb", "front", "anywhere"}),
                  one_of("asks for data", {"targets", "172.31.0.0/16", "203.0.113.1"})));
}

void RandomScenario::write_timeline() {
  std::string lines;
  if (has("edit of a security group", 0.7) && features_.contains("security groups")) {
    const std::string rule =
        fmt::format("lb, inbound: {{port: 80, from: {}}}",
                    one_of("let in", {"anywhere", "anywhere", "198.18.0.0/16", "203.0.113.0/29"}));
    lines += fmt::format("  - {{at: {}s, revoke: {}}}\n  - {{at: {}s, allow: {}}}\n",
                         from_to("revoked at", 1, 30), rule, from_to("allowed at", 31, 59), rule);
  }
  for (int i = 0; i < 5; ++i) {
    const std::string name = fmt::format("action {}", i);
    if (!has(name, 0.5)) continue;
    lines += fmt::format("  - {{at: {}ms, {}: {}}}\n", from_to(name + " at", 0, 59'000),
                         one_of(name + " what", {"crash", "hang", "stop", "deregister"}),
                         instance(name));
  }
  if (edge_ && has("ALB leaves", 0.2))
    lines += fmt::format("  - {{at: {}s, deregister: front}}\n", from_to("ALB leaves at", 1, 50));
  if (features_.contains("distance") && has("cut link", 0.7))
    lines +=
        fmt::format("  - {{at: {}s, cut_link: [{}], for: {}ms}}\n", from_to("cut at", 1, 50),
                    one_of("what is cut", {"seoul, ap-northeast-2", "ap-northeast-2, us-east-1",
                                           "ap-northeast-2, ap-northeast-2a"}),
                    from_to("cut ms", 1, 9000));
  if (features_.contains("distance") && has("slow link", 0.7))
    lines +=
        fmt::format("  - {{at: {}s, slow_link: [ap-northeast-2, us-east-1], by: {}ms, for: 5s}}\n",
                    from_to("slow at", 1, 50), from_to("slow by", 1, 900));
  lines += moves_of_addresses() + turns_of_lives() + moves_of_storage() + tries();
  if (!lines.empty()) write("timeline:\n" + lines);
}

std::string RandomScenario::moves_of_addresses() {
  if (!features_.contains("addresses")) return "";
  std::string lines;
  for (const char* const what :
       {"associate_address: site, instance: i0-1", "associate_address: site, instance: i1-1",
        "associate_address: late, instance: i0-1", "disassociate_address: site",
        "release_address: site", "allocate_address: late", "stop: i0-1", "start: i0-1"}) {
    const std::string action = what;
    if (entries_ < 2 && action.find("i1-1") != action.npos) continue;
    if (has(action, 0.5))
      lines += fmt::format("  - {{at: {}ms, {}}}\n", from_to(action + " at", 0, 59'000), action);
  }
  return lines;
}

std::string RandomScenario::turns_of_lives() {
  if (!features_.contains("lives")) return "";
  std::string lines;
  for (const char* const what :
       {"fail_host", "freeze", "reboot", "stop", "start", "terminate", "fail_host", "start"}) {
    const std::string name = fmt::format("{} {}", what, lines.size());
    if (has(what, 0.7))
      lines += fmt::format("  - {{at: {}ms, {}: {}}}\n", from_to(name + " at", 0, 150'000), what,
                           instance(name));
  }
  return lines;
}

std::string RandomScenario::moves_of_storage() {
  if (!features_.contains("storage")) return "";
  std::string lines;
  for (const char* const what :
       {"detach_volume: data", "attach_volume: data, instance: i0-1", "delete_volume: data",
        "detach_volume: disk", "attach_volume: disk, instance: i0-1", "create_volume: late",
        "create_snapshot: still, volume: data", "attach_volume: late, instance: i0-1",
        "delete_snapshot: still", "create_image: golden, instance: i0-1",
        "deregister_image: golden"}) {
    const std::string action = what;
    if (has(action, 0.6))
      lines += fmt::format("  - {{at: {}ms, {}}}\n", from_to(action + " at", 0, 190'000), action);
  }
  return lines;
}

// Whatever else happens, they change nothing of it.
std::string RandomScenario::tries() {
  std::string lines;
  for (int i = 0; i < 6; ++i) {
    const std::string name = fmt::format("try {}", i);
    if (!has(name, 0.3)) continue;
    std::string to = fmt::format("i{}-1", from_to(name + " to", 0, entries_ - 1));
    if (features_.contains("addresses"))
      to = one_of(name + " address", {to, to + ".public_ip", "site", "late"});
    const std::string from = one_of(name + " from", {"c0", "203.0.113.1", "i0-1"});
    const std::string port = one_of(name + " port", {"80", "80", "22", "81"});
    const std::vector<std::string> ways{
        fmt::format("ssh: {}", to), fmt::format("ssh: {}, key: alice", to),
        fmt::format("http: {}, port: {}", to, port), fmt::format("tcp: {}, port: {}", to, port)};
    const bool has_key = features_.contains("key pairs");
    const auto way = static_cast<std::size_t>(from_to(name + " way", 0, 3));
    lines +=
        fmt::format("  - {{at: {}ms, try: {{{}, from: {}}}}}\n", from_to(name + " at", 0, 59'000),
                    ways[way == 1 && !has_key ? 0 : way], from);
  }
  return lines;
}

}  // namespace squall::test
