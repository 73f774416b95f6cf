#include "squall/report/summary.hpp"

#include "squall/core/display.hpp"
#include "squall/core/layout.hpp"
#include "squall/core/text.hpp"
#include "squall/report/clock.hpp"
#include "squall/report/notes.hpp"
#include "squall/report/picture.hpp"
#include "squall/report/table.hpp"

#include "report/heading.hpp"
#include "report/scaling.hpp"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace squall::report {

namespace {

using Align = Table::Align;

std::string share(std::uint64_t part, std::uint64_t whole) {
  return whole == 0 ? "-" : percent(static_cast<double>(part) / static_cast<double>(whole));
}

std::string of_latency(const traffic::Tally& tally, double part) {
  if (tally.requests == 0) return "-";
  const auto value = world::latency_quantile(tally, part);
  return value ? short_duration(*value) : "time-out";
}

std::string head(const world::Result& result, const std::string& file, std::size_t width) {
  const std::string name = result.name.empty() ? file : result.name + " · " + file;
  std::string line = fmt::format("{} · seed {} · {} simulated", name, result.seed,
                                 ScalarText<Duration>::print(result.simulated));
  line += measured_part(result);
  if (result.partial) line += " · PARTIAL: it ended before every request was settled";
  return wrapped(line, 0, width) + "\n\n";
}

// "requests   36,145   answered 96.6%   failed 2.2%", on as many lines as it takes.
std::string spread(std::string_view label, const std::vector<std::string>& items,
                   std::size_t width) {
  constexpr std::size_t indent = 13;
  std::string text = fmt::format("  {:<{}}", label, indent - 2);
  std::size_t column = indent;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::size_t length = display_width(items[i]);
    if (i > 0 && column + 3 + length > width) {
      text += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (i > 0) {
      text += "   ";
      column += 3;
    }
    text += items[i];
    column += length;
  }
  return text + "\n";
}

std::string totals(const traffic::Tally& tally, std::size_t width) {
  const auto part = [&](std::string_view what, std::uint64_t count) {
    return fmt::format("{} {}", what, share(count, tally.requests));
  };
  std::string text = spread(
      "requests",
      {with_commas(tally.requests), part("answered", tally.succeeded), part("failed", tally.failed),
       part("timed out", tally.timed_out), part("refused", tally.refused)},
      width);
  const auto also = [&](std::uint64_t count, std::string_view what) {
    if (count > 0) text += fmt::format("             {} {}\n", with_commas(count), what);
  };
  also(tally.open, "are still open");
  also(tally.retries, "attempts were retries");
  also(tally.hedges, "attempts were hedges");
  also(tally.retries_denied, "retries were denied by the budget");
  also(tally.short_circuited, "attempts were refused by an open circuit breaker");
  std::vector<std::string> quantiles;
  for (const auto& [word, quantile] :
       {std::pair("p50", 0.5), {"p90", 0.9}, {"p95", 0.95}, {"p99", 0.99}})
    quantiles.push_back(fmt::format("{} {}", word, of_latency(tally, quantile)));
  return text + spread("latency", quantiles, width);
}

std::string measured(const world::PromiseResult& result) {
  using Metric = world::Promise::Metric;
  if (result.of_nobody) return "-";
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

// "in 5 of 23 windows, first 11:40"
std::string windows(const world::PromiseResult& result, const Clock& clock) {
  if (result.of_nobody) return "nobody asked";
  if (!result.promise.each) return {};
  if (result.missed == 0) return fmt::format("in all {} windows", result.windows);
  return fmt::format("in {} of {} windows, first {}", result.missed, result.windows,
                     clock.moment(*result.first_missed));
}

std::string promises(const world::Result& result, std::size_t width) {
  if (result.slo.empty()) return {};
  Table table({{"slo", Align::left}, {"", Align::left}, {"", Align::right}, {"", Align::left}});
  const Clock clock(result);
  for (const world::PromiseResult& each : result.slo) {
    const bool kept = each.verdict == world::PromiseResult::Verdict::kept;
    table.add(
        {kept ? "✓ kept" : "✗ missed", each.promise.text, measured(each), windows(each, clock)});
  }
  return "\n" + table.text(2, width);
}

std::string clients(const world::Result& result, std::size_t width) {
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
  return table.empty() ? "" : "\n" + table.text(2, width);
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
std::string balancers(const world::Result& result, std::size_t width) {
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
  return "\n" + table.text(2, width);
}

std::string servers(const char* heading, const std::map<std::string, world::ServerResult>& servers,
                    std::size_t width) {
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
  std::string text = "\n" + table.text(2, width);
  if (servers.size() > most_shown)
    text += fmt::format("  and {} more (--json has them all)\n", servers.size() - most_shown);
  return text;
}

// Of instances that ran out of them, or whose surplus costs money.
std::string credits(const world::Result& result, std::size_t width) {
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
  std::string text = "\n" + table.text(2, width);
  if (found > most_shown)
    text += fmt::format("  and {} more (--json has them all)\n", found - most_shown);
  return text;
}

std::string externals(const world::Result& result, std::size_t width) {
  if (result.externals.empty()) return {};
  Table table({{"external", Align::left}, {"requests"}, {"finished"}, {"wasted"}, {"open"}});
  for (const auto& [name, external] : result.externals) {
    table.add({name, with_commas(external.offered), with_commas(external.finished),
               with_commas(external.wasted), with_commas(external.open)});
  }
  return "\n" + table.text(2, width);
}

// Calls that are more than plain: with retries, hedges, a breaker or a pool.
std::string calls(const world::Result& result, std::size_t width) {
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
  return "\n" + table.text(2, width);
}

std::string tries(const world::Result& result, const Screen& screen) {
  if (result.tries.empty()) return {};
  constexpr std::size_t most_shown = 30;
  const Clock clock(result);
  const std::size_t all = result.tries.size();
  const std::size_t shown = screen.verbose ? all : std::min(all, most_shown);
  std::string text = "\n  what was tried\n";
  for (std::size_t i = 0; i < shown; ++i) {
    const std::string at = fmt::format("  {:>10}   ", clock.time(result.tries[i].at));
    text += at + wrapped(describe(result.tries[i]), display_width(at), screen.width) + "\n";
  }
  if (shown < all) text += fmt::format("  and {} more (-v says all)\n", all - shown);
  return text;
}

std::string odd(const world::Result& result, const Screen& screen) {
  std::string text;
  for (const std::string& note : notes(result))
    text += "  note   " + wrapped(note, 9, screen.width) + "\n";
  return text.empty() ? text : "\n" + text;
}

}  // namespace

std::string summary(const world::Result& result, const std::string& file, const Screen& screen) {
  const std::size_t width = screen.width;
  return head(result, file, width) + totals(result.totals, width) + promises(result, width) +
         picture(result, screen) + clients(result, width) + scaling_table(result, width) +
         balancers(result, width) + servers("instance", result.instances, width) +
         credits(result, width) + servers("database", result.databases, width) +
         externals(result, width) + calls(result, width) + tries(result, screen) +
         odd(result, screen);
}

}  // namespace squall::report
