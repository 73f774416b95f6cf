#include "squall/report/types.hpp"

#include "squall/billing/on_demand.hpp"
#include "squall/report/table.hpp"

#include <charconv>
#include <string>

#include <fmt/format.h>

namespace squall::report {

namespace {

constexpr int width_with_throughput = 92;

bool read_whole(std::string_view text, double& value) {
  unsigned whole = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), whole);
  value = whole;
  return wrong == std::errc() && end == text.data() + text.size();
}

double gib(Bytes memory) {
  return static_cast<double>(memory.count) / static_cast<double>((1_GiB).count);
}

// "0.75 – 10 Gbps" of megabits; of what is not known, nothing.
std::string gigabits(const compute::Throughput& mbps) {
  if (mbps.burst == 0) return "";
  if (mbps.burst == mbps.baseline) return fmt::format("{:g}", mbps.burst / 1000.0);
  return fmt::format("{:g} – {:g}", mbps.baseline / 1000.0, mbps.burst / 1000.0);
}

std::string price(const TypesQuestion& question, const compute::InstanceType& type) {
  const auto hourly = billing::on_demand_price(question.region, type.name);
  return hourly ? fmt::format("{:.4f}", dollars(hourly->amount)) : "";
}

Table empty_table(const TypesQuestion& question, bool wide) {
  std::vector<Table::Column> columns{
      {"type", Table::Align::left}, {"vCPU"}, {"GiB"}, {"baseline"}, {"credits/h"}, {"most"}};
  if (wide) {
    columns.push_back({"network Gbps"});
    columns.push_back({"EBS Gbps"});
  }
  columns.push_back({"USD/h " + question.region});
  return Table(std::move(columns));
}

void add(Table& table, const TypesQuestion& question, const compute::InstanceType& type,
         bool wide) {
  std::vector<std::string> cells{type.name, fmt::format("{}", type.vcpus),
                                 fmt::format("{:g}", gib(type.memory))};
  if (type.burstable()) {
    cells.push_back(fmt::format("{:g}%", 100 * type.baseline()));
    cells.push_back(fmt::format("{:g}", type.burst.credits_per_hour()));
    cells.push_back(fmt::format("{:g}", type.burst.most_credits()));
  } else {
    cells.insert(cells.end(), 3, "");
  }
  if (wide) {
    cells.push_back(gigabits(type.network_mbps));
    cells.push_back(gigabits(type.ebs_mbps));
  }
  cells.push_back(price(question, type));
  table.add(std::move(cells));
}

}  // namespace

std::optional<Span> read_span(std::string_view text) {
  Span span;
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    if (!read_whole(text, span.least)) return std::nullopt;
    span.most = span.least;
    return span;
  }
  const std::string_view low = text.substr(0, dots);
  const std::string_view high = text.substr(dots + 2);
  if (low.empty() && high.empty()) return std::nullopt;
  if (!low.empty() && !read_whole(low, span.least)) return std::nullopt;
  if (!high.empty() && !read_whole(high, span.most)) return std::nullopt;
  if (span.least > span.most) return std::nullopt;
  return span;
}

bool TypesQuestion::asks_for(const compute::InstanceType& type) const {
  return type.name.find(part) != std::string::npos && vcpus.holds(type.vcpus) &&
         memory_gib.holds(gib(type.memory));
}

std::string types_text(const TypesQuestion& question, int width) {
  const bool wide = width >= width_with_throughput;
  Table table = empty_table(question, wide);
  for (const compute::InstanceType& type : compute::instance_types())
    if (question.asks_for(type)) add(table, question, type, wide);
  if (table.empty()) return "";
  std::string text = table.text(0);
  text += fmt::format("\nTypes: {}.\nPrices: {}, on demand, Linux.\n",
                      compute::instance_types_source, billing::prices_source(question.region));
  return text;
}

}  // namespace squall::report
