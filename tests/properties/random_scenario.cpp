#include "properties/random_scenario.hpp"

#include "squall/core/random.hpp"

#include <fmt/format.h>

namespace squall::test {

RandomScenario::RandomScenario(std::uint64_t number, Features without)
    : key_(child(key_of(7, "scenarios"), number)), without_(std::move(without)) {
  groups_ = from_to("groups", 1, 3);
  entries_ = from_to("entries", 1, 3);
  write("region: ap-northeast-2");
  write(fmt::format("zones: {}", one_of("zones", {"[a]", "[a, c]", "[a, b, c]"})));
  write("duration: 60s");
  write(fmt::format("seed: {}", from_to("seed", 1, 1'000'000)));
  write_services();
  write_instances();
  write_groups();
  write_balancers();
  write_clients();
  write_timeline();
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

std::string RandomScenario::steps() {
  std::string steps = fmt::format("{{cpu: {{exponential: {}ms}}}}", from_to("cpu", 1, 40));
  if (has("wait", 0.3)) steps += fmt::format(", {{wait: {}ms}}", from_to("wait ms", 1, 200));
  if (has("call", 0.3)) {
    steps += ", {call: {to: orders.read";
    if (has("call time-out", 0.5)) steps += ", timeout: 20ms";
    steps += "}}";
  }
  if (has("parallel", 0.1)) steps += ", {parallel: [{call: orders.read}, {wait: 5ms}]}";
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
  write(fmt::format("services: {{web: {{{}, handlers: {{{}}}}}}}", web, handlers));
  if (features_.contains("call") || features_.contains("parallel"))
    write("databases: {orders: {max_connections: 5, queries: {read: {exponential: 6ms}}}}");
}

void RandomScenario::write_instances() {
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
    write(fmt::format("{}, target_groups: [{}]}}", line, groups));
  }
}

void RandomScenario::write_groups() {
  write("target_groups:");
  for (int group = 0; group < groups_; ++group) write_group(group);
}

void RandomScenario::write_group(int group) {
  const std::string name = fmt::format("g{}", group);
  const auto own = [&](const std::string& what) { return name + " " + what; };
  const std::vector<std::string> algorithms{
      "round_robin",     "round_robin",        "round_robin", "least_outstanding_requests",
      "weighted_random", "flow_hash",          "random",      "power_of_two",
      "ip_hash",         "least_response_time"};
  const std::string algorithm = one_of(own("algorithm"), algorithms);
  tried_.insert(algorithms.begin(), algorithms.end());
  features_.insert(algorithm);
  std::string text = fmt::format("algorithm: {}", algorithm);
  std::string check =
      fmt::format("interval: {}s, timeout: {}s, healthy_threshold: {}, unhealthy_threshold: {}",
                  from_to(own("interval"), 5, 8), from_to(own("timeout"), 2, 4),
                  from_to(own("healthy"), 2, 4), from_to(own("unhealthy"), 2, 4));
  if (features_.contains("health path") && has(own("asks for health"), 0.5)) {
    check += ", path: /health";
  } else if (has(own("tcp"), 0.2)) {
    check += ", protocol: tcp";
  }
  text += fmt::format(", health_check: {{{}}}", check);
  if (has(own("own zone"), 0.25)) text += ", cross_zone: false";
  if (algorithm == "round_robin" && has(own("slow start"), 0.2)) text += ", slow_start: 30s";
  if (has(own("DNS fail-over"), 0.2))
    text += fmt::format(", dns_failover: {{count: {}}}", from_to(own("dns"), 1, 3));
  if (features_.contains(own("DNS fail-over")) && has(own("routing fail-over"), 0.5)) {
    text += fmt::format(", unhealthy_state_routing: {{count: {}}}",
                        from_to(own("routing"), 1, from_to(own("dns"), 1, 3)));
  }
  text += fmt::format(", deregistration_delay: {}s", from_to(own("delay"), 0, 10));
  write(fmt::format("  {}: {{{}}}", name, text));
}

void RandomScenario::write_balancers() {
  std::string forward;
  for (int group = 0; group < groups_; ++group) {
    const int weight = group == 0 ? 50 : from_to(fmt::format("g{} weight", group), 0, 100);
    forward += fmt::format("{}g{}: {}", group == 0 ? "" : ", ", group, weight);
  }
  write(fmt::format(
      "load_balancers: {{front: {{idle_timeout: {}s, listeners: {{80: {{forward: {{{}}}}}}}}}}}",
      from_to("idle time-out", 1, 15), forward));
}

void RandomScenario::write_clients() {
  write("clients:");
  const int clients = from_to("clients", 1, 3);
  for (int client = 0; client < clients; ++client) write_client(client);
}

void RandomScenario::write_client(int client) {
  const std::string name = fmt::format("c{}", client);
  const auto own = [&](const std::string& what) { return name + " " + what; };
  std::string text = "to: front";
  if (has(own("users"), 0.3)) {
    text += fmt::format(", users: {}, think: {{exponential: {}ms}}", from_to(own("count"), 1, 20),
                        from_to(own("think"), 100, 2000));
  } else {
    text += fmt::format(", rate: {}/s", from_to(own("rate"), 2, 60));
    if (has(own("session"), 0.2)) {
      text += fmt::format(", session: {{requests: {}, think: 200ms}}", from_to(own("each"), 2, 6));
    } else if (has(own("connections"), 0.2)) {
      text += fmt::format(", connections: {}", from_to(own("kept"), 1, 8));
    }
  }
  text += fmt::format(", timeout: {}ms", from_to(own("timeout"), 50, 5000));
  if (has(own("retry"), 0.4)) {
    text += fmt::format(", retry: {{attempts: {}, base: {}ms}}", from_to(own("attempts"), 2, 4),
                        from_to(own("base"), 0, 200));
  }
  write(fmt::format("  {}: {{{}}}", name, text));
}

std::string RandomScenario::instance(const std::string& name) const {
  const int entry = from_to(name + " entry", 0, entries_ - 1);
  const int count = from_to(fmt::format("i{} count", entry), 1, 4);
  return fmt::format("i{}-{}", entry, from_to(name + " number", 1, count));
}

void RandomScenario::write_timeline() {
  std::string lines;
  for (int i = 0; i < 5; ++i) {
    const std::string name = fmt::format("action {}", i);
    if (!has(name, 0.5)) continue;
    lines += fmt::format("  - {{at: {}ms, {}: {}}}\n", from_to(name + " at", 0, 59'000),
                         one_of(name + " what", {"crash", "hang", "stop", "deregister"}),
                         instance(name));
  }
  if (!lines.empty()) write("timeline:\n" + lines);
}

}  // namespace squall::test
