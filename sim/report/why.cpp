#include "squall/report/why.hpp"

#include "squall/core/display.hpp"
#include "squall/core/layout.hpp"
#include "squall/core/text.hpp"
#include "squall/report/clock.hpp"
#include "squall/report/table.hpp"

#include "report/scaling.hpp"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

namespace squall::report {

namespace {

using Align = Table::Align;

constexpr std::size_t steps_around = 2;
constexpr std::size_t most_before = 10;
constexpr std::size_t most_after = 6;
constexpr std::size_t most_servers = 12;

std::string_view word(service::Server::State state) {
  switch (state) {
    case service::Server::State::running:
      return "runs";
    case service::Server::State::hung:
      return "hangs";
    case service::Server::State::dead:
      return "its process is dead";
    case service::Server::State::gone:
      return "is not there";
  }
  return {};
}

std::string share(std::uint64_t part, const world::CourseStep& step) {
  if (step.requests == 0) return "-";
  return percent(static_cast<double>(part) / static_cast<double>(step.requests));
}

std::string length(const world::CourseStep& step, std::optional<Duration> quantile) {
  if (step.requests == 0) return "-";
  return quantile ? short_duration(*quantile) : "time-out";
}

// The step of that moment and those around it.
std::string course(const world::Result& result, Duration at, const Screen& screen) {
  const auto& steps = result.course.steps;
  const auto its =
      std::find_if(steps.begin(), steps.end(), [&](const auto& step) { return at < step.until; });
  if (its == steps.end() || at < its->from) return "  no request that was sent then counts\n";
  Table table({{fmt::format("sent in {} from", ScalarText<Duration>::print(result.course.step)),
                Align::left},
               {"", Align::left},
               {"rate"},
               {"answered"},
               {"failed"},
               {"timed out"},
               {"refused"},
               {"p99"},
               {"running"}});
  const Clock clock(result);
  const auto place = static_cast<std::size_t>(its - steps.begin());
  const std::size_t first = place - std::min(place, steps_around);
  const std::size_t last = std::min(steps.size(), place + steps_around + 1);
  for (std::size_t i = first; i < last; ++i) {
    const world::CourseStep& step = steps[i];
    table.add({clock.time(step.from), i == place ? "◀" : "",
               fmt::format("{:.4g}/s",
                           static_cast<double>(step.requests) / seconds(step.until - step.from)),
               share(step.succeeded, step), share(step.failed, step), share(step.timed_out, step),
               share(step.refused, step), length(step, step.p99), std::to_string(step.running)});
  }
  return table.text(2, screen.width, 2);
}

// The busiest first; those that do not run before all others.
std::string servers(const world::View& view, const Screen& screen) {
  std::vector<std::pair<std::string, world::ServerView>> all(view.instances.begin(),
                                                             view.instances.end());
  all.insert(all.end(), view.databases.begin(), view.databases.end());
  const auto weight = [](const world::ServerView& server) {
    return std::pair(server.state != service::Server::State::running,
                     server.queued + server.in_service);
  };
  std::stable_sort(all.begin(), all.end(), [&](const auto& a, const auto& b) {
    return weight(a.second) > weight(b.second);
  });
  if (all.empty()) return {};
  Table table({{"just before", Align::left}, {"", Align::left}, {"waiting"}, {"in service"}});
  for (std::size_t i = 0; i < std::min(all.size(), most_servers); ++i)
    table.add({all[i].first, std::string(word(all[i].second.state)),
               with_commas(all[i].second.queued), with_commas(all[i].second.in_service)});
  std::string text = "\n" + table.text(2, screen.width);
  if (all.size() > most_servers)
    text += fmt::format("  and {} more with less to do\n", all.size() - most_servers);
  return text;
}

std::string happenings(const world::Result& result, Duration at, const Screen& screen) {
  const auto& all = result.journal;
  const auto next = static_cast<std::size_t>(
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.at > at; }) -
      all.begin());
  const Clock clock(result);
  std::string text;
  const auto add = [&](std::size_t i, std::string_view when) {
    const Duration apart = all[i].at < at ? at - all[i].at : all[i].at - at;
    const std::string front = fmt::format("  {:>10}   {:>8} {:<6}   ", clock.time(all[i].at),
                                          short_duration(apart), when);
    text += front + wrapped(all[i].text, display_width(front), screen.width) + "\n";
  };
  if (next > 0) text += "\n  what had happened\n";
  if (next > most_before) text += fmt::format("  {} more before\n", next - most_before);
  for (std::size_t i = next - std::min(next, most_before); i < next; ++i) add(i, "before");
  if (next < all.size()) text += "\n  what came next\n";
  for (std::size_t i = next; i < std::min(all.size(), next + most_after); ++i) add(i, "later");
  if (all.size() > next + most_after)
    text += fmt::format("  {} more later\n", all.size() - next - most_after);
  return text.empty() ? "\n  nothing happened in the whole run but its traffic\n" : text;
}

}  // namespace

std::string why(const world::Result& result, const world::View& view, Duration at,
                const std::string& file, const Screen& screen) {
  const std::string name = result.name.empty() ? file : result.name + " · " + file;
  return wrapped(fmt::format("{} · seed {} · at {}", name, result.seed, Clock(result).moment(at)),
                 0, screen.width) +
         "\n\n" + course(result, at, screen) + servers(view, screen) +
         scaling_why(result, at, screen.width) + happenings(result, at, screen);
}

}  // namespace squall::report
