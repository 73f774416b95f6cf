#include "squall/report/following.hpp"

#include "squall/report/table.hpp"

#include <fmt/format.h>

namespace squall::report {

namespace {

std::string between(std::optional<Time> from, std::optional<Time> until) {
  return from && until ? short_duration(*until - *from) : "-";
}

std::string answer(const world::Followed& attempt) {
  if (!attempt.ended) return "still open";
  if (!attempt.outcome) return "timed out";
  switch (attempt.outcome->kind) {
    case service::Outcome::Kind::answered:
      return std::to_string(attempt.outcome->status);
    case service::Outcome::Kind::refused:
      return "refused";
    case service::Outcome::Kind::reset:
      return "reset";
  }
  return {};
}

}  // namespace

std::string following(const std::vector<world::Followed>& attempts) {
  using Align = Table::Align;
  Table table({{"sent at"},
               {"client", Align::left},
               {"asks for", Align::left},
               {"try"},
               {"node", Align::left},
               {"target", Align::left},
               {"waited"},
               {"served"},
               {"answer", Align::left}});
  for (const world::Followed& each : attempts) {
    const std::optional<Time> left_queue = each.started ? each.started : each.ended;
    table.add({fmt::format("{:.4f} s", seconds(each.sent - Time{})), each.client,
               each.request_class, std::to_string(each.number), each.node, each.target,
               between(each.sent, left_queue), between(each.started, each.ended), answer(each)});
  }
  return table.text(2);
}

}  // namespace squall::report
