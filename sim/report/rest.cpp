#include "squall/report/rest.hpp"

#include "squall/billing/on_demand.hpp"
#include "squall/billing/storage_prices.hpp"
#include "squall/scenario/single_points.hpp"
#include "squall/world/zones.hpp"

#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace squall::report {

namespace {

constexpr std::size_t most_points = 12;

void say_points(const world::Scenario& scenario, std::vector<std::string>& lines) {
  const auto [points, all] = scenario::single_points(scenario);
  for (std::size_t i = 0; i < points.size() && i < most_points; ++i)
    lines.push_back(fmt::format("single point of failure: {}, for {}", scenario::text_of(points[i]),
                                fmt::join(points[i].clients, ", ")));
  if (points.size() > most_points)
    lines.push_back(fmt::format("and {} more", points.size() - most_points));
  if (!all)
    lines.push_back("not all of it was looked at for single points of failure: it is large");
}

void say_cost(const world::Scenario& scenario, std::vector<std::string>& lines) {
  int all = 0;
  int priced = 0;
  double cost = 0;
  for (const auto& [name, spec] : scenario.instances) {
    if (!spec.launched) continue;
    all += spec.count;
    const auto price =
        billing::on_demand_price(region_of(scenario, spec.region), spec.instance_type);
    if (!price) continue;
    priced += spec.count;
    cost += dollars(price->amount) * spec.count;
  }
  if (all == 0) return;
  if (priced == 0)
    return lines.push_back("what instances cost is not known: no price of their types here");
  lines.push_back(fmt::format("instances cost {:.4f} USD an hour, on demand{}", cost,
                              priced < all ? fmt::format(" ({} of {}: the prices of the others are "
                                                         "not known)",
                                                         priced, all)
                                           : ""));
}

// Of all that is there; nothing of what is above the size: provisioned IOPS and throughput.
void say_storage_cost(const world::Scenario& scenario, std::vector<std::string>& lines) {
  int all = 0;
  int priced = 0;
  double cost = 0;
  const auto add = [&](Bytes size, std::optional<Usd> price) {
    ++all;
    if (!price) return;
    ++priced;
    cost += billing::dollars_an_hour(size, *price);
  };
  for (const auto& [name, spec] : scenario.volumes)
    if (spec.created)
      add(spec.size, billing::volume_month_price(region_of(scenario, spec.region), spec.type));
  for (const auto& [name, spec] : scenario.snapshots)
    if (spec.created)
      add(spec.size.value_or(Bytes{}),
          spec.size ? billing::snapshot_month_price(region_of(scenario, spec.region))
                    : std::nullopt);
  if (all == 0) return;
  if (priced == 0)
    return lines.push_back("what volumes and snapshots cost is not known: no price of them here");
  lines.push_back(fmt::format("volumes and snapshots cost {:.4f} USD an hour{}", cost,
                              priced < all
                                  ? fmt::format(" ({} of {}: the prices or sizes of the others are "
                                                "not known)",
                                                priced, all)
                                  : ""));
}

}  // namespace

std::vector<std::string> at_rest(const world::Scenario& scenario) {
  std::vector<std::string> lines;
  say_points(scenario, lines);
  say_cost(scenario, lines);
  say_storage_cost(scenario, lines);
  return lines;
}

}  // namespace squall::report
