#include "squall/report/summary.hpp"

#include "squall/core/text.hpp"
#include "squall/report/notes.hpp"
#include "squall/report/table.hpp"

#include <fmt/format.h>

namespace squall::report {

namespace {

using Align = Table::Align;

std::string of_latency(const traffic::Tally& tally, double part) {
  if (tally.requests == 0) return "-";
  const auto value = world::latency_quantile(tally, part);
  return value ? short_duration(*value) : "time-out";
}

std::string head(const world::Result& result, const std::string& file) {
  const std::string name = result.name.empty() ? file : result.name + " · " + file;
  std::string line = fmt::format("{} · seed {} · {} simulated", name, result.seed,
                                 ScalarText<Duration>::print(result.simulated));
  if (result.measure_from > Duration(0)) {
    line +=
        fmt::format(", the first {} not counted", ScalarText<Duration>::print(result.measure_from));
  }
  if (result.partial) line += " · PARTIAL: it ended before every request was settled";
  return line + "\n\n";
}

std::string totals(const traffic::Tally& tally) {
  const auto part = [&](std::uint64_t count) {
    return tally.requests == 0
               ? std::string("-")
               : percent(static_cast<double>(count) / static_cast<double>(tally.requests));
  };
  std::string text =
      fmt::format("  requests   {}   answered {}   failed {}   timed out {}   refused {}\n",
                  with_commas(tally.requests), part(tally.succeeded), part(tally.failed),
                  part(tally.timed_out), part(tally.refused));
  const auto also = [&](std::uint64_t count, std::string_view what) {
    if (count > 0) text += fmt::format("             {} {}\n", with_commas(count), what);
  };
  also(tally.open, "are still open");
  also(tally.retries, "attempts were retries");
  also(tally.hedges, "attempts were hedges");
  also(tally.retries_denied, "retries were denied by the budget");
  also(tally.short_circuited, "attempts were refused by an open circuit breaker");
  text += "  latency ";
  for (const auto& [word, quantile] :
       {std::pair("p50", 0.5), {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}})
    text += fmt::format("   {} {}", word, of_latency(tally, quantile));
  return text + "\n";
}

std::string measured(const world::PromiseResult& result) {
  using Metric = world::Promise::Metric;
  if (result.endless) return "time-out";
  switch (result.promise.metric) {
    case Metric::mean:
    case Metric::quantile:
    case Metric::max:
      return short_duration(from_seconds(result.value));
    case Metric::errors:
      return result.promise.counts ? with_commas(static_cast<std::uint64_t>(result.value))
                                   : percent(result.value);
    case Metric::throughput:
      return fmt::format("{:.4g}/s", result.value);
    case Metric::cost:
      return fmt::format("{:.2f} USD", result.value);
  }
  return {};
}

std::string promises(const world::Result& result) {
  if (result.slo.empty()) return {};
  Table table({{"slo", Align::left}, {"", Align::left}, {"", Align::right}});
  for (const world::PromiseResult& each : result.slo) {
    const bool kept = each.verdict == world::PromiseResult::Verdict::kept;
    table.add({kept ? "✓ kept" : "✗ missed", each.promise.text, measured(each)});
  }
  return "\n" + table.text(2);
}

std::string clients(const world::Result& result) {
  Table table({{"client", Align::left},
               {"requests"},
               {"answered"},
               {"failed"},
               {"timed out"},
               {"refused"},
               {"p50"},
               {"p99"}});
  const auto add = [&](const std::string& name, const traffic::Tally& tally) {
    table.add({name, with_commas(tally.requests), with_commas(tally.succeeded),
               with_commas(tally.failed), with_commas(tally.timed_out), with_commas(tally.refused),
               of_latency(tally, 0.5), of_latency(tally, 0.99)});
  };
  for (const auto& [name, client] : result.clients) {
    add(name, client.total);
    if (client.requests.size() < 2) continue;
    for (const auto& [word, tally] : client.requests) add("  " + word, tally);
  }
  return table.empty() ? "" : "\n" + table.text(2);
}

std::string share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "-" : percent(static_cast<double>(part) / static_cast<double>(whole));
}

// "460 3 · 502 1,204 · redirects 17"
std::string own_answers(const world::BalancerResult& balancer) {
  std::string text;
  const auto add = [&](std::string_view what, std::uint64_t count) {
    if (count > 0)
      text += fmt::format("{}{} {}", text.empty() ? "" : " · ", what, with_commas(count));
  };
  auto codes = balancer.own_codes;
  if (!balancer.flows) codes[460] += balancer.client_gone;
  for (const auto& [code, count] : codes) add(std::to_string(code), count);
  add("fixed responses", balancer.fixed_responses);
  add("redirects", balancer.redirects);
  add("unheard", balancer.unheard);
  if (balancer.flows) {
    add("refused", balancer.flows->rejected);
    add("reset", balancer.flows->elb_resets);
  }
  if (balancer.surge) {
    add("reset", balancer.surge->resets);
    add("longest surge queue", balancer.surge->queue_length);
    add("spilled over", balancer.surge->spillover);
  }
  return text;
}

// Balancers, groups and targets, from the start to the end.
std::string balancers(const world::Result& result) {
  if (result.load_balancers.empty()) return {};
  Table table({{"who answered", Align::left},
               {"requests"},
               {"share"},
               {"errors"},
               {"p50"},
               {"p99"},
               {"", Align::left}});
  for (const auto& [name, balancer] : result.load_balancers) {
    const std::string own = own_answers(balancer);
    table.add({name, with_commas(balancer.received), "", "", "", "",
               own.empty() ? "" : "itself: " + own});
  }
  for (const auto& [name, group] : result.target_groups) {
    const bool any = group.latency.count() > 0;
    table.add({"  " + name, with_commas(group.requests), "", "",
               any ? short_duration(group.latency.quantile(0.5)) : "-",
               any ? short_duration(group.latency.quantile(0.99)) : "-", ""});
    constexpr std::size_t most_shown = 20;
    if (group.targets.size() > most_shown) {
      table.add({fmt::format("    {} targets", group.targets.size()), "", "", "", "", "", ""});
      continue;
    }
    for (const auto& [target, got] : group.targets) {
      table.add({"    " + target, with_commas(got.requests), share(got.requests, group.requests),
                 with_commas(got.errors), "", "", got.state});
    }
  }
  return "\n" + table.text(2);
}

std::string servers(const char* heading,
                    const std::map<std::string, world::ServerResult>& servers) {
  if (servers.empty()) return {};
  Table table({{heading, Align::left},
               {"type", Align::left},
               {"zone", Align::left},
               {"CPU"},
               {"finished"},
               {"wasted"},
               {"refused"},
               {"cut"}});
  constexpr std::size_t most_shown = 20;
  std::size_t shown = 0;
  for (const auto& [name, server] : servers) {
    if (++shown > most_shown) break;
    table.add({name, server.type, server.zone, percent(server.utilization),
               with_commas(server.finished), with_commas(server.wasted),
               with_commas(server.refused), with_commas(server.cut)});
  }
  std::string text = "\n" + table.text(2);
  if (servers.size() > most_shown)
    text += fmt::format("  and {} more (--json has them all)\n", servers.size() - most_shown);
  return text;
}

// Of instances that ran out of them, or whose surplus costs money.
std::string credits(const world::Result& result) {
  Table table({{"CPU credits", Align::left},
               {"mode", Align::left},
               {"balance"},
               {"surplus"},
               {"charged"},
               {"throttled"},
               {"first at"}});
  constexpr std::size_t most_shown = 20;
  std::size_t found = 0;
  for (const auto& [name, its] : result.credits) {
    if (its.throttled == 0ns && its.charged == 0) continue;
    if (++found > most_shown) continue;
    table.add({name, its.mode, fmt::format("{:.1f}", its.balance),
               fmt::format("{:.1f}", its.surplus), fmt::format("{:.1f}", its.charged),
               fmt::format("{:.1f} s", seconds(its.throttled)),
               its.first_throttled ? fmt::format("{:.1f} s", seconds(*its.first_throttled)) : ""});
  }
  if (found == 0) return {};
  std::string text = "\n" + table.text(2);
  if (found > most_shown)
    text += fmt::format("  and {} more (--json has them all)\n", found - most_shown);
  return text;
}

std::string externals(const world::Result& result) {
  if (result.externals.empty()) return {};
  Table table({{"external", Align::left}, {"requests"}, {"finished"}, {"wasted"}, {"open"}});
  for (const auto& [name, external] : result.externals) {
    table.add({name, with_commas(external.offered), with_commas(external.finished),
               with_commas(external.wasted), with_commas(external.open)});
  }
  return "\n" + table.text(2);
}

// Calls that are more than plain: with retries, hedges, a breaker or a pool.
std::string calls(const world::Result& result) {
  if (result.calls.empty()) return {};
  Table table({{"call", Align::left},
               {"requests"},
               {"retries"},
               {"denied"},
               {"hedges"},
               {"short-circuited"},
               {"waits for a connection"},
               {"refused one"}});
  for (const auto& [service, calls] : result.calls) {
    for (const auto& [to, each] : calls) {
      const service::Requester::Counts& counts = each.requests;
      const service::ConnectionPool::Counts& pool = each.connections;
      const bool pooled = pool.offered > 0;
      const std::uint64_t waits = pool.waited + pool.given_up + pool.waiting;
      table.add({service + " to " + to, with_commas(counts.requests), with_commas(counts.retries),
                 with_commas(counts.retries_denied), with_commas(counts.hedges),
                 with_commas(counts.short_circuited), pooled ? share(waits, pool.offered) : "",
                 pooled ? with_commas(pool.refused) : ""});
    }
  }
  return "\n" + table.text(2);
}

constexpr std::size_t most_happenings = 30;

// To a tenth of a second: enough to find the place.
std::string shown_time(Duration at) {
  return ScalarText<Duration>::print(
      std::chrono::round<std::chrono::duration<std::int64_t, std::deci>>(at));
}

std::string more_than(std::size_t shown) {
  return fmt::format("  and {} more (--json has them all)\n", shown - most_happenings);
}

std::string happenings(const world::Result& result) {
  if (result.journal.empty()) return {};
  std::string text = "\n  what happened\n";
  std::size_t shown = 0;
  for (const world::Happening& each : result.journal) {
    if (++shown > most_happenings) return text + more_than(result.journal.size());
    text += fmt::format("  {:>10}   {}\n", shown_time(each.at), each.text);
  }
  return text;
}

std::string tries(const world::Result& result) {
  if (result.tries.empty()) return {};
  std::string text = "\n  what was tried\n";
  std::size_t shown = 0;
  for (const world::AccessResult& each : result.tries) {
    if (++shown > most_happenings) return text + more_than(result.tries.size());
    text += fmt::format("  {:>10}   {}\n", shown_time(each.at), describe(each));
  }
  return text;
}

std::string odd(const world::Result& result) {
  std::string text;
  for (const std::string& note : notes(result)) text += fmt::format("  note   {}\n", note);
  return text.empty() ? text : "\n" + text;
}

}  // namespace

std::string summary(const world::Result& result, const std::string& file) {
  return head(result, file) + totals(result.totals) + promises(result) + clients(result) +
         balancers(result) + servers("instance", result.instances) + credits(result) +
         servers("database", result.databases) + externals(result) + calls(result) +
         happenings(result) + tries(result) + odd(result);
}

}  // namespace squall::report
