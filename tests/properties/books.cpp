#include "properties/books.hpp"

#include "squall/balancing/defaults.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <regex>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

namespace squall::test {

namespace {

class Books {
 public:
  Books(const world::Scenario& scenario, const world::Result& result, const Rules& seen)
      : scenario_(scenario), result_(result), seen_(seen) {}

  std::vector<std::string> differences() {
    compare_clients();
    compare_targets();
    compare_own_answers();
    if (nobody_else_asks_front()) {
      if (front().flows) {
        compare_flows();
      } else if (front().surge) {
        compare_surge();
      } else {
        compare_rules();
      }
    }
    if (has_edge()) compare_edge();
    compare_weights();
    for (const auto& [name, balancer] : result_.load_balancers) check_balance(name, balancer);
    check_calls();
    read_journal();
    check_records();
    return std::move(differences_);
  }

 private:
  using Kind = service::Outcome::Kind;

  static bool is(const Rules::Seen& seen, Kind kind) {
    return seen.outcome && seen.outcome->kind == kind;
  }
  static bool has_status(const Rules::Seen& seen, int status) {
    return is(seen, Kind::answered) && seen.outcome->status == status;
  }

  const world::BalancerResult& front() const { return result_.load_balancers.at("front"); }

  bool has_edge() const { return result_.load_balancers.contains("edge"); }

  // No client by way of a DNS record, and no check of one; no probe of an NLB before it.
  bool nobody_else_asks_front() const { return scenario_.dns_records.empty() && !has_edge(); }

  void same(const std::string& what, std::uint64_t seen, std::uint64_t said) {
    between(what, seen, said, seen);
  }

  void between(const std::string& what, std::uint64_t least, std::uint64_t said,
               std::uint64_t most) {
    if (said < least || said > most)
      say(fmt::format("{}: {} to {} were seen, the result says {}", what, least, most, said));
  }

  void say(std::string what) { differences_.push_back(std::move(what)); }

  // Of a request whose first attempts a circuit breaker has refused nobody knows when it was born:
  // before what was seen of it.
  void compare_clients() {
    struct Client {
      std::uint64_t requests = 0;
      std::uint64_t attempts = 0;
      std::uint64_t perhaps = 0;  // of these
      std::uint64_t succeeded = 0;
      std::uint64_t perhaps_succeeded = 0;
    };
    std::map<std::string, Client> clients;
    std::unordered_map<std::uint64_t, std::pair<Time, bool>> born;  // by the key of a request
    for (const Rules::Seen& each : seen_.attempts()) {
      const auto& [since, surely] = born.try_emplace(each.key, each.sent, each.first).first->second;
      const bool late = since >= Time(scenario_.duration);
      if (late && surely) continue;
      Client& client = clients[each.client];
      client.requests += each.first;
      const bool good = each.outcome && each.outcome->good();
      ++(late ? client.perhaps : client.attempts);
      (late ? client.perhaps_succeeded : client.succeeded) += good;
    }
    for (const auto& [name, result] : result_.clients) {
      const Client& client = clients[name];
      const traffic::Tally& said = result.total;
      between(name + ", requests", client.requests, said.requests,
              client.requests + said.short_circuited);
      between(name + ", attempts", client.attempts, said.attempts - said.short_circuited,
              client.attempts + client.perhaps);
      between(name + ", succeeded", client.succeeded, said.succeeded,
              client.succeeded + client.perhaps_succeeded);
    }
  }

  void compare_targets() {
    for (const auto& [name, group] : result_.target_groups) {
      for (const auto& [target, got] : group.targets)
        same(name + " " + target, seen_.given(name, target), got.requests);
    }
  }

  // Services answer 500 and 503 themselves, but none of the others. Checks of a DNS record get
  // answers too.
  void compare_own_answers() {
    std::map<int, std::uint64_t> seen;
    for (const Rules::Seen& each : seen_.attempts()) {
      for (const int code : {405, 502, 504}) seen[code] += has_status(each, code);
      seen[503] += each.group.empty() && has_status(each, 503);
    }
    std::map<int, std::uint64_t> said;
    for (const auto& [name, balancer] : result_.load_balancers)
      for (const auto& [code, times] : balancer.own_codes) said[code] += times;
    for (const auto& [code, times] : seen) {
      // Behind a CLB a 503 of a service looks like one of its own.
      const bool exactly = nobody_else_asks_front() && (code != 503 || !front().surge);
      between(std::to_string(code), times, said[code], exactly ? times : said[code]);
    }
  }

  void compare_rules() {
    std::uint64_t received = 0, redirects = 0, fixed = 0, evaluated = 0, not_kept = 0;
    Bytes processed{};
    for (const Rules::Seen& each : seen_.attempts()) {
      const Directions& its = each.directions;
      received += 1 + its.followed;
      redirects += its.redirects;
      fixed += its.fixed;
      evaluated += its.evaluated;
      processed += its.processed;
      if (each.group.empty()) continue;
      not_kept += scenario_.target_groups.at(each.group).stickiness && !each.kept;
      const bool by_target = !has_status(each, 502) && !has_status(each, 504);
      if (by_target && each.outcome && each.outcome->good()) processed += its.response;
    }
    same("received", received, front().received);
    same("redirects", redirects, front().redirects);
    same("fixed responses", fixed, front().fixed_responses);
    same("rule evaluations", evaluated, front().rule_evaluations);
    same("requests of no kept user", not_kept, front().non_sticky_requests);
    same("bytes", static_cast<std::uint64_t>(processed.count),
         static_cast<std::uint64_t>(front().processed.count));
  }

  void compare_flows() {
    std::uint64_t opened = 0, rejected = 0, left = 0, broken = 0;
    for (const Rules::Seen& each : seen_.attempts()) {
      opened += !each.group.empty() && !each.goes_on;
      rejected += each.group.empty() && is(each, Kind::refused);
      left += each.ended && !each.outcome;
      broken += each.outcome && !is(each, Kind::answered);
    }
    const world::FlowsResult& said = *front().flows;
    same("received", seen_.attempts().size(), front().received);
    same("connections opened", opened, said.opened);
    same("connections rejected", rejected, said.rejected);
    same("connections broken", broken, said.rejected + said.target_resets + said.elb_resets);
    between("connections left", left - std::min(left, said.unheard), said.client_resets, left);
  }

  // What the NLB before `front` has passed on; that never breaks a connection.
  void compare_edge() {
    std::uint64_t received = 0, passed_on = 0, opened = 0, broken = 0, answered = 0;
    for (const Rules::Seen& each : seen_.attempts()) {
      if (scenario_.clients.at(each.client).to != "edge") continue;
      ++received;
      passed_on += each.by_edge;
      opened += each.by_edge && !each.edge_goes_on;
      broken += each.outcome && !is(each, Kind::answered);
      answered += is(each, Kind::answered);
    }
    const world::BalancerResult& said = result_.load_balancers.at("edge");
    same("edge received", received, said.received);
    same("answered by way of edge", answered, said.by_target);
    same("connections opened at edge", opened, said.flows->opened);
    same("connections broken at edge", broken, said.flows->rejected + said.flows->elb_resets);
    same("connections broken behind edge", 0, said.flows->target_resets);
    same("passed on", passed_on, result_.target_groups.at("e").requests);
    between("received from edge", passed_on, front().received, ~std::uint64_t{0});
  }

  // Who had to wait was sent, was answered 503 or 504, or left.
  void compare_surge() {
    std::uint64_t late = 0;
    for (const Rules::Seen& each : seen_.attempts())
      late += each.group.empty() || each.opened > each.sent;
    same("received", seen_.attempts().size(), front().received);
    same("resets", 0, front().surge->resets);
    between("longest surge queue", 0, front().surge->queue_length, late);
  }

  void check_balance(const std::string& name, const world::BalancerResult& its) {
    std::uint64_t sum =
        its.by_target + its.client_gone + its.redirects + its.fixed_responses + its.open;
    for (const auto& [code, times] : its.own_codes) sum += times;
    if (const auto& flows = its.flows)
      sum += flows->rejected + flows->target_resets + flows->elb_resets + flows->unheard;
    same(name + ", received", sum, its.received);
  }

  // Whoever is called got what the callers sent and no pool held back.
  void check_calls() {
    const auto pool = scenario_.services.at("web").connection_pools.find("orders");
    for (const auto& [service, calls] : result_.calls) {
      for (const auto& [to, counts] : calls) {
        const auto& asked = counts.requests;
        const auto& held = counts.connections;
        same(service + " to " + to + ", attempts", asked.requests + asked.retries + asked.hedges,
             asked.attempts);
        if (held.offered > 0)
          same(service + " to " + to + ", offered", asked.attempts - asked.short_circuited,
               held.offered);
        if (pool == scenario_.services.at("web").connection_pools.end() || to != "orders") continue;
        // Those of another zone may give up while they are on their way.
        const world::ServerResult& orders = result_.databases.at("orders");
        const std::uint64_t sent = held.at_once + held.waited;
        const std::uint64_t given_up =
            all_are_in(orders.zone) ? 0 : asked.abandoned + asked.timed_out;
        between("the database was offered", sent - std::min(sent, given_up), orders.offered, sent);
      }
    }
    for (const auto* servers : {&result_.databases, &result_.externals}) {
      for (const auto& [name, server] : *servers) {
        const std::uint64_t ended = server.refused + server.finished + server.cut + server.open;
        between(name + ", offered", ended, server.offered, ~std::uint64_t{0});
      }
    }
  }

  bool all_are_in(const std::string& zone) const {
    return std::all_of(result_.instances.begin(), result_.instances.end(),
                       [&](const auto& instance) { return instance.second.zone == zone; });
  }

  // Each action shares what is drawn by it.
  void compare_weights() {
    std::map<std::string, std::map<std::string, double>> got;
    for (const Rules::Seen& each : seen_.attempts())
      if (each.drawn) ++got[each.directions.action][each.group];
    if (some_were_refused_everywhere()) return;
    for (const auto& [port, listener] : scenario_.load_balancers.at("front").listeners) {
      const std::string action = std::to_string(port);
      compare_weights(action, got[action], listener.forward);
      for (const auto& [rule, its] : listener.rules)
        compare_weights(action + "/" + rule, got[action + "/" + rule], its.forward);
    }
  }

  // Six standard deviations; where nobody may be chosen a group gets less than was drawn for it.
  void compare_weights(const std::string& action, const std::map<std::string, double>& got,
                       const std::map<std::string, Weight>& forward) {
    double all = 0;
    double weights = 0;
    for (const auto& [group, number] : got) all += number;
    for (const auto& [group, weight] : forward) weights += weight.value;
    for (const auto& [group, number] : got) {
      const double share = forward.at(group).value / weights;
      const double most = all * share + 6 * std::sqrt(all * share * (1 - share)) + 1;
      if (number > most)
        say(fmt::format("{}: {} got {} of {}, its part is {}", action, group, number, all, share));
    }
  }

  bool some_were_refused_everywhere() const {
    const auto made = front().own_codes.find(503);
    const bool by_alb = made != front().own_codes.end() && made->second > 0;
    return by_alb || (front().flows && front().flows->rejected > 0);
  }

  void read_journal() {
    static const std::regex left(R"((\S+) has left (\S+); .*)");
    static const std::regex bad(
        R"(.* finds (\S+) unhealthy: (?:it was refused )?(\d+) (?:probes|times) in a row .*)");
    static const std::regex good(R"(.* finds (\S+) healthy after (\d+) good .*)");
    static const std::regex record(R"(shop finds (\S+) (?:un)?healthy(:| again).*)");
    for (const world::Happening& each : result_.journal) {
      std::smatch words;
      if (std::regex_match(each.text, words, left)) {
        check_drained(Time(each.at), words[1], words[2]);
      } else if (std::regex_match(each.text, words, bad)) {
        check_threshold(words[1], std::stoi(words[2]), false);
      } else if (std::regex_match(each.text, words, good)) {
        check_threshold(words[1], std::stoi(words[2]), true);
      } else if (std::regex_match(each.text, words, record)) {
        said_.push_back({Time(each.at), words[1], words[2] != ":"});
      }
    }
  }

  struct Said {
    Time at;
    std::string target;
    bool healthy;
  };

  // To whom the record leads while these are healthy.
  std::set<std::string> answer(const std::set<std::string>& healthy,
                               const traffic::ClientSpec& client) const {
    const balancing::DnsRecordSpec& record = scenario_.dns_records.at("shop");
    std::vector<std::string> among;
    std::set<std::string> heavy;
    for (const auto& [to, weight] : record.to) {
      if (!healthy.empty() && !healthy.contains(to)) continue;
      among.push_back(to);
      if (weight.value > 0) heavy.insert(to);
    }
    if (among.size() == 1) return {among.front()};
    switch (record.routing) {
      case balancing::DnsRouting::failover:
        return {among.front()};
      case balancing::DnsRouting::latency:
        return {client.from == "us-east-1" ? "back" : "front"};
      case balancing::DnsRouting::weighted:
        return heavy;
      case balancing::DnsRouting::simple:
        break;
    }
    return {among.begin(), among.end()};
  }

  // All that a client may still believe that asks now.
  std::set<std::string> believed(Time now, const traffic::ClientSpec& client) const {
    const Duration ttl = scenario_.dns_records.at("shop").ttl;
    std::set<std::string> healthy{"front", "back"};
    std::set<std::string> all = answer(healthy, client);
    for (const Said& each : said_) {
      if (each.at > now) break;
      if (each.at < now - ttl) all.clear();
      each.healthy ? void(healthy.insert(each.target)) : void(healthy.erase(each.target));
      all.merge(answer(healthy, client));
    }
    return all;
  }

  void check_records() {
    for (const Rules::Seen& each : seen_.attempts()) {
      const traffic::ClientSpec& client = scenario_.clients.at(each.client);
      const bool stranger = each.from.user == service::Sender::nobody;
      if (client.to != "shop" || !stranger || each.balancer.empty()) continue;
      if (!believed(each.sent, client).contains(each.balancer))
        return say(
            fmt::format("at {:.6f} s shop led to {}", seconds(each.sent - Time{}), each.balancer));
    }
  }

  // The connections of an NLB go on, unless the group says otherwise.
  void check_drained(Time at, const std::string& target, const std::string& group) {
    const bool network = (front().flows && group != "h") || group == "e";
    const bool of_back = group == "h" && result_.load_balancers.at("back").flows;
    if ((network || of_back) && !scenario_.target_groups.at(group).connection_termination) return;
    for (const Rules::Seen& each : seen_.attempts()) {
      if (each.target != target || each.group != group) continue;
      // Its sender, who may be next door, hears of it a little later.
      if (each.sent >= at || !each.ended || *each.ended > at + 1ms)
        return say(fmt::format("{} had a request of {} after its delay", target, group));
    }
  }

  // A target that begins needs one good answer.
  void check_threshold(const std::string& target, int row, bool good) {
    std::set<int> thresholds;
    const std::string entry = target.substr(0, target.rfind('-'));
    const std::vector<std::string> of_balancer{"e"};
    const auto instances = scenario_.instances.find(entry);
    const auto& groups =
        instances == scenario_.instances.end() ? of_balancer : instances->second.target_groups;
    for (const std::string& group : groups) {
      const auto check =
          balancing::completed(scenario_.target_groups.at(group).health_check, type_of(group));
      thresholds.insert(good ? *check.healthy_threshold : check.unhealthy_threshold);
    }
    if (!thresholds.contains(row) && !(good && row == 1))
      say(fmt::format("{} changed its health after {} answers in a row", target, row));
  }

  // The group `h` is that of `back`, `e` that of `edge`.
  balancing::BalancerType type_of(const std::string& group) const {
    if (group == "e") return scenario_.load_balancers.at("edge").type;
    return scenario_.load_balancers.at(group == "h" ? "back" : "front").type;
  }

  const world::Scenario& scenario_;
  const world::Result& result_;
  const Rules& seen_;
  std::vector<Said> said_;  // by the DNS record
  std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> differences(const world::Scenario& scenario, const world::Result& result,
                                     const Rules& seen) {
  return Books(scenario, result, seen).differences();
}

}  // namespace squall::test
