#include "properties/random_group.hpp"

#include "squall/core/field.hpp"
#include "squall/scaling/words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace squall::test {

RandomGroup::RandomGroup(std::uint64_t number, Features without)
    : key_(key_of(number, "random group")), without_(std::move(without)) {
  min_ = from_to("min", 0, 3);
  max_ = min_ + from_to("more", 1, 8);
  write("region: us-east-1");
  write(fmt::format("zones: [{}]", one_of("zones", {"a", "a, b", "a, b", "a, b, c"})));
  lives_long_ = has("a maximum lifetime", 0.03);
  write(lives_long_ ? "duration: 25h" : "duration: 45m");
  write(fmt::format("seed: {}", number));
  if (has("a cold begin", 0.1)) write("begin: cold");
  write(
      "services: {app: {workers: 50, backlog: 500, startup: 5s, handlers: {default: {cpu: "
      "{exponential: 2s}}, health: {cpu: 0ms}}}}");
  write(
      fmt::format("target_groups: {{web: {{deregistration_delay: {}s, health_check: {{path: "
                  "/health, interval: 10s, timeout: 5s}}}}}}",
                  from_to("delay", 0, 120)));
  write("load_balancers: {front: {listeners: {80: web}}}");
  write_group();
  if (features_.contains("two policies of an alarm"))
    write(
        "alarms: {busy: {metric: CPUUtilization, auto_scaling_group: web, when: '> 60%', for: 2}}");
  write_load();
  write_timeline();
}

Draw RandomGroup::draw(std::string_view name) const { return Draw(key_, hash_of(name)); }

bool RandomGroup::has(const std::string& feature, double chance) {
  tried_.insert(feature);
  if (without_.contains(feature) || draw(feature).uniform() >= chance) return false;
  features_.insert(feature);
  return true;
}

int RandomGroup::from_to(std::string_view name, int least, int most) const {
  Draw drawn = draw(name);
  return least + static_cast<int>(drawn.uniform() * (most - least + 1));
}

std::string RandomGroup::one_of(std::string_view name,
                                const std::vector<std::string>& choices) const {
  return choices[static_cast<std::size_t>(from_to(name, 0, static_cast<int>(choices.size()) - 1))];
}

void RandomGroup::write_group() {
  std::string more;
  if (has("health checks of ELB", 0.6)) more += ", health_check_type: ELB";
  if (has("a grace period", 0.3))
    more += fmt::format(", health_check_grace_period: {}s", from_to("grace", 30, 200));
  if (has("a warm-up", 0.5))
    more += fmt::format(", default_instance_warmup: {}s", from_to("warm-up", 0, 240));
  if (has("a cooldown", 0.5))
    more += fmt::format(", default_cooldown: {}s", from_to("cooldown", 0, 300));
  if (has("protection", 0.15)) more += ", new_instances_protected_from_scale_in: true";
  if (has("a termination policy", 0.4))
    more += fmt::format(
        ", termination_policies: [{}]",
        one_of("policy", {"OldestInstance", "NewestInstance", "ClosestToNextInstanceHour"}));
  if (has("detailed monitoring", 0.85)) more += ", detailed_monitoring: true";
  if (lives_long_) more += ", max_instance_lifetime: 1d";
  write(
      fmt::format("auto_scaling_groups: {{web: {{instance_type: m6i.large, service: app, image: "
                  "{}s, target_groups: web, min_size: {}, max_size: {}, desired_capacity: "
                  "{}{}{}{}{}}}}}",
                  from_to("boot", 10, 60), min_, max_, from_to("desired", min_, max_), more,
                  policies(), scheduled(), suspended()));
}

std::string RandomGroup::policies() {
  std::vector<std::string> all;
  if (has("tracking of CPU", 0.4)) {
    std::string more;
    if (has("no scale-in", 0.2)) more += ", disable_scale_in: true";
    if (has("metrics every ten seconds", 0.3)) more += ", period: 10s";
    all.push_back(fmt::format("cpu: {{target: {}%{}}}", from_to("cpu", 20, 70), more));
  }
  if (has("tracking of requests", 0.2))
    all.push_back(fmt::format("load: {{metric: ALBRequestCountPerTarget, target: {}}}",
                              from_to("load", 5, 40)));
  if (has("tracking of bytes", 0.1))
    all.push_back(fmt::format("bytes: {{metric: ASGAverageNetworkIn, target: {}}}",
                              from_to("bytes", 2, 40) * 1000));
  if (has("steps up", 0.3))
    all.push_back(
        fmt::format("up: {{type: step, metric: CPUUtilization, when: '>= 50%', for: {}, "
                    "adjust: {{50%: +1, 80%: {}}}{}}}",
                    one_of("up for", {"1", "2", "2 of 3"}), one_of("up by more", {"+2", "+3"}),
                    has("a warm-up of its own", 0.3) ? ", estimated_instance_warmup: 80s" : ""));
  if (has("steps up in percent", 0.2))
    all.push_back(
        fmt::format("part: {{type: step, metric: CPUUtilization, when: '>= 60%', for: 2, adjust: "
                    "{{60%: +20%, 85%: +60%}}, min_adjustment_magnitude: {}}}",
                    from_to("part at least", 0, 2)));
  if (has("steps up by requests", 0.15))
    all.push_back(
        "asked: {type: step, metric: RequestCount, load_balancer: front, when: '>= 60', adjust: "
        "{60: +1, 75: +2, 90: +1, 105: +3, 120: +2, 135: +3, 150: +1, 165: +2, 180: +3, 195: +4}}");
  if (has("steps down by requests", 0.15))
    all.push_back(
        "unasked: {type: step, metric: RequestCount, load_balancer: front, when: '<= 60', adjust: "
        "{60: -1, 54: -2, 48: -1, 42: -3, 36: -2, 30: -3, 24: -1, 18: -2, 12: -3, 6: -4}}");
  if (has("two policies of an alarm", 0.2))
    all.push_back(
        "one: {type: step, alarm: busy, adjust: +1}, two: {type: step, alarm: busy, "
        "adjust: +2}");
  if (has("steps down", 0.4))
    all.push_back(
        "down: {type: step, metric: CPUUtilization, when: '< 30%', for: 3, adjust: {30%: "
        "-1, 10%: -2}}");
  if (has("a step to a number", 0.1))
    all.push_back(fmt::format(
        "fixed: {{type: step, metric: CPUUtilization, when: '> 90%', adjust: ={}}}", max_));
  if (has("simple ones", 0.3))
    all.push_back(
        fmt::format("more: {{type: simple, metric: CPUUtilization, when: '> 40%', adjust: "
                    "+1}}, less: {{type: simple, metric: CPUUtilization, when: '< 20%', "
                    "for: 2, adjust: -1, cooldown: {}s}}",
                    from_to("less cooldown", 0, 200)));
  return all.empty() ? "" : fmt::format(", policies: {{{}}}", fmt::join(all, ", "));
}

std::string RandomGroup::scheduled() {
  std::vector<std::string> all;
  if (has("a scheduled action", 0.2))
    all.push_back(fmt::format("once: {{at: {}m, min_size: {}, max_size: {}}}",
                              from_to("once at", 2, 30), from_to("once min", 0, 2),
                              from_to("once max", 3, 9)));
  if (has("a recurring action", 0.15))
    all.push_back(fmt::format("often: {{recurrence: '*/{} * * * *', desired_capacity: {}}}",
                              from_to("often", 5, 15), from_to("often desired", min_, max_)));
  return all.empty() ? "" : fmt::format(", scheduled_actions: {{{}}}", fmt::join(all, ", "));
}

std::string RandomGroup::suspended() {
  std::vector<std::string> all;
  for (const Word& each : Words<scaling::Process>::words)
    if (has("suspended " + std::string(each.word), 0.05)) all.emplace_back(each.word);
  return all.empty() ? "" : fmt::format(", suspended_processes: [{}]", fmt::join(all, ", "));
}

// One instance of two vCPUs carries a request a second.
void RandomGroup::write_load() {
  const double slow = lives_long_ ? 0.05 : 1;
  const auto rate = [&](std::string_view name) { return slow * 0.02 * from_to(name, 1, 200); };
  write(
      fmt::format("clients: {{users: {{to: front, timeout: 30s, requests: {{default: {{weight: 1, "
                  "size: 2KB}}}}, rate: {{steps: {{0: {:.3f}/s, "
                  "{}m: {:.3f}/s, {}m: {:.3f}/s}}}}}}}}",
                  rate("first"), from_to("second at", 3, 12), rate("second"),
                  from_to("third at", 15, 28), rate("third")));
}

void RandomGroup::write_timeline() {
  std::vector<std::string> lines;
  const auto add = [&](const std::string& feature, double chance, const std::string& what) {
    if (has(feature, chance))
      lines.push_back(fmt::format("  - {{at: {}s, {}}}", from_to(feature, 60, 2000), what));
  };
  const auto someone = [&](std::string_view name) {
    return fmt::format("web-{}", from_to(name, 1, 6));
  };
  add("a crash", 0.12, "crash: " + someone("crashed"));
  add("a hang", 0.12, "hang: " + someone("hung"));
  add("a stop", 0.12, "stop: " + someone("stopped"));
  add("a termination", 0.12, "terminate: " + someone("terminated"));
  add("all crash", 0.05, "crash: web");
  add("a zone lost", 0.15, fmt::format("fail_zone: a, for: {}m", from_to("lost for", 1, 12)));
  add("no room in a zone", 0.15,
      fmt::format("exhaust_zone: a, for: {}m", from_to("no room", 1, 15)));
  add("standby", 0.15, "enter_standby: " + someone("rests"));
  add("standby with another", 0.08,
      fmt::format("enter_standby: {}, decrement: false", someone("rests too")));
  add("an end of standby", 0.2, "exit_standby: " + someone("rests"));
  add("a detachment", 0.1, "detach_instances: " + someone("detached"));
  add("a detachment with another", 0.1,
      fmt::format("detach_instances: {}, decrement: false", someone("detached too")));
  add("a protected one", 0.1, "set_instance_protection: " + someone("protected"));
  add("an unprotected one", 0.1,
      fmt::format("set_instance_protection: {}, protected: false", someone("unprotected")));
  add("a word on health", 0.15, "set_instance_health: " + someone("ill"));
  add("a polite termination", 0.1,
      "terminate_instance_in_auto_scaling_group: " + someone("asked to go"));
  add("a polite termination for good", 0.1,
      fmt::format("terminate_instance_in_auto_scaling_group: {}, decrement: true",
                  someone("asked to go for good")));
  add("other sizes", 0.15,
      fmt::format("update_auto_scaling_group: web, min_size: {}, max_size: {}",
                  from_to("other min", 0, 4), from_to("other max", 2, 9)));
  add("another capacity", 0.2,
      fmt::format("update_auto_scaling_group: web, desired_capacity: {}", from_to("other", 0, 9)));
  add("a suspension of all", 0.05, "suspend_processes: web");
  add("a resumption", 0.3, "resume_processes: web");
  if (lines.empty()) return;
  write("timeline:");
  for (const std::string& line : lines) write(line);
}

}  // namespace squall::test
