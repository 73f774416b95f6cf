#include "properties/books.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <regex>
#include <set>

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
    compare_weights();
    read_journal();
    return std::move(differences_);
  }

 private:
  void same(const std::string& what, std::uint64_t seen, std::uint64_t said) {
    if (seen != said) say(fmt::format("{}: {} were seen, the result says {}", what, seen, said));
  }

  void say(std::string what) { differences_.push_back(std::move(what)); }

  void compare_clients() {
    struct Client {
      std::uint64_t requests = 0;
      std::uint64_t attempts = 0;
      std::uint64_t succeeded = 0;
    };
    std::map<std::string, Client> clients;
    std::map<std::pair<std::string, std::uint64_t>, Time> born;
    for (const Rules::Seen& each : seen_.attempts()) {
      if (each.first) born[{each.client, each.key}] = each.sent;
      const Time since = born.at({each.client, each.key});
      if (since < Time(scenario_.measure_from) || since >= Time(scenario_.duration)) continue;
      Client& client = clients[each.client];
      client.requests += each.first;
      ++client.attempts;
      client.succeeded += each.outcome && each.outcome->good();
    }
    for (const auto& [name, client] : result_.clients) {
      same(name + ", requests", clients[name].requests, client.total.requests);
      same(name + ", attempts", clients[name].attempts, client.total.attempts);
      same(name + ", succeeded", clients[name].succeeded, client.total.succeeded);
    }
  }

  void compare_targets() {
    std::map<std::string, std::uint64_t> given;
    for (const Rules::Seen& each : seen_.attempts()) ++given[each.group + " " + each.target];
    for (const auto& [name, group] : result_.target_groups) {
      for (const auto& [target, got] : group.targets)
        same(name + " " + target, given[name + " " + target], got.requests);
    }
  }

  // Services answer 500 and 503 themselves, but neither of these.
  void compare_own_answers() {
    std::map<int, std::uint64_t> answers;
    for (const Rules::Seen& each : seen_.attempts()) {
      if (each.outcome && each.outcome->kind == service::Outcome::Kind::answered)
        ++answers[each.outcome->status];
    }
    const auto& codes = result_.load_balancers.at("front").own_codes;
    for (const int code : {502, 504})
      same(std::to_string(code), answers[code], codes.contains(code) ? codes.at(code) : 0);
  }

  void compare_weights() {
    std::map<std::string, double> got;
    double all = 0;
    for (const Rules::Seen& each : seen_.attempts()) {
      if (each.group.empty()) continue;
      ++got[each.group];
      ++all;
    }
    const auto& forward = scenario_.load_balancers.at("front").listeners.at(80).forward;
    double weights = 0;
    for (const auto& [group, weight] : forward) weights += weight.value;
    // Six standard deviations; where nobody may be chosen a group gets less than was drawn for it.
    for (const auto& [group, weight] : forward) {
      const double share = weight.value / weights;
      const double most = all * share + 6 * std::sqrt(all * share * (1 - share)) + 1;
      const bool too_many = !some_were_refused_everywhere() && got[group] > most;
      if (too_many || (share == 0 && got[group] > 0))
        say(fmt::format("{} got {} of {}, its weight is {}", group, got[group], all, share));
    }
  }

  bool some_were_refused_everywhere() const {
    const auto& codes = result_.load_balancers.at("front").own_codes;
    return codes.contains(503) && codes.at(503) > 0;
  }

  void read_journal() {
    static const std::regex left(R"((\S+) has left (\S+); .*)");
    static const std::regex bad(
        R"(.* finds (\S+) unhealthy: (?:it was refused )?(\d+) (?:probes|times) in a row .*)");
    static const std::regex good(R"(.* finds (\S+) healthy after (\d+) good .*)");
    for (const world::Happening& each : result_.journal) {
      std::smatch words;
      if (std::regex_match(each.text, words, left)) {
        check_drained(Time(each.at), words[1], words[2]);
      } else if (std::regex_match(each.text, words, bad)) {
        check_threshold(words[1], std::stoi(words[2]), false);
      } else if (std::regex_match(each.text, words, good)) {
        check_threshold(words[1], std::stoi(words[2]), true);
      }
    }
  }

  void check_drained(Time at, const std::string& target, const std::string& group) {
    for (const Rules::Seen& each : seen_.attempts()) {
      const bool its = each.target == target && each.group == group && each.sent < at;
      if (its && (!each.ended || *each.ended > at))
        return say(
            fmt::format("{} still had a request of {} when its delay was over", target, group));
    }
  }

  // A target that begins needs one good answer.
  void check_threshold(const std::string& target, int row, bool good) {
    std::set<int> thresholds;
    const std::string entry = target.substr(0, target.rfind('-'));
    for (const std::string& group : scenario_.instances.at(entry).target_groups) {
      const auto& check = scenario_.target_groups.at(group).health_check;
      thresholds.insert(good ? check.healthy_threshold.value_or(5) : check.unhealthy_threshold);
    }
    if (!thresholds.contains(row) && !(good && row == 1))
      say(fmt::format("{} changed its health after {} answers in a row", target, row));
  }

  const world::Scenario& scenario_;
  const world::Result& result_;
  const Rules& seen_;
  std::vector<std::string> differences_;
};

}  // namespace

std::vector<std::string> differences(const world::Scenario& scenario, const world::Result& result,
                                     const Rules& seen) {
  return Books(scenario, result, seen).differences();
}

}  // namespace squall::test
