#include "squall/report/csv.hpp"

#include "report/csv_rows.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace squall::report {

namespace {

using traffic::Tally;
using world::Result;

double milliseconds(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

// A quantile that is a time-out is "time-out"; nothing where nobody asked.
std::string latency_cell(std::uint64_t requests, std::optional<Duration> length) {
  if (requests == 0) return {};
  return length ? cell(milliseconds(*length)) : "time-out";
}

void add_tally(Rows& rows, const std::string& client, const std::string& request_class,
               const Tally& tally, Duration counted) {
  const Histogram& latency = tally.latency;
  const auto of_answers = [&](Duration length) {
    return latency.count() == 0 ? std::string() : cell(milliseconds(length));
  };
  std::vector<std::string> cells{cell(client), cell(request_class)};
  for (const std::uint64_t count :
       {tally.requests, tally.succeeded, tally.failed, tally.timed_out, tally.refused, tally.open,
        tally.attempts, tally.retries, tally.hedges, tally.retries_denied, tally.short_circuited})
    cells.push_back(cell(count));
  const auto errors = world::error_ratio(tally);
  cells.push_back(errors ? cell(*errors) : std::string());
  cells.push_back(cell(static_cast<double>(tally.succeeded) / seconds(counted)));
  for (const Duration length : {latency.mean(), latency.stddev(), latency.min()})
    cells.push_back(of_answers(length));
  for (const double part : {0.5, 0.9, 0.95, 0.99, 0.999})
    cells.push_back(latency_cell(tally.requests, world::latency_quantile(tally, part)));
  cells.push_back(of_answers(latency.max()));
  rows.add_cells(cells);
}

Sheet clients() {
  return {{"clients.csv",
           "what users saw, of the requests that count: all together (no client), each client, and "
           "each class of a client's requests",
           {{"client", "empty: all clients"},
            {"class", "empty: all its classes"},
            {"requests", "sent"},
            {"succeeded", "answered well"},
            {"failed", "the last attempt was answered with 500 or more"},
            {"timed_out", "nobody answered the last attempt in time"},
            {"refused", "the last attempt was refused, or reset"},
            {"open", "not settled when the run ended"},
            {"attempts", "requests, retries and hedges"},
            {"retries", "further attempts"},
            {"hedges", "attempts beside one that takes long"},
            {"retries_denied", "requests that the budget let end"},
            {"short_circuited", "attempts that an open circuit breaker refused"},
            {"error_ratio", "the part of requests that were not answered well"},
            {"throughput_per_s", "requests answered well, a second"},
            {"latency_mean_ms", "from first send to last byte, of those answered well"},
            {"latency_stddev_ms", "its standard deviation"},
            {"latency_min_ms", "the shortest"},
            {"latency_p50_ms", "of all requests; `time-out` where that one got no answer"},
            {"latency_p90_ms", "the same"},
            {"latency_p95_ms", "the same"},
            {"latency_p99_ms", "the same"},
            {"latency_p999_ms", "the same"},
            {"latency_max_ms", "the longest of those answered well"}}},
          [](const Result& result, Rows& rows) {
            add_tally(rows, "", "", result.totals, result.counted());
            for (const auto& [name, client] : result.clients) {
              add_tally(rows, name, "", client.total, result.counted());
              for (const auto& [word, tally] : client.requests)
                add_tally(rows, name, word, tally, result.counted());
            }
          }};
}

Sheet series() {
  return {{"series.csv",
           "how the run went, step by step, of the requests born then",
           {{"from_s", "when the step begins"},
            {"until_s", "and ends"},
            {"requests", "born in it"},
            {"succeeded", "answered well"},
            {"failed", "as in clients.csv"},
            {"timed_out", "the same"},
            {"refused", "the same"},
            {"open", "the same"},
            {"latency_p50_ms", "`time-out` where that one got no answer"},
            {"latency_p99_ms", "the same"},
            {"instances_running", "whose service runs, at the end of the step"}}},
          [](const Result& result, Rows& rows) {
            for (const world::CourseStep& step : result.course.steps)
              rows.add(seconds(step.from), seconds(step.until), step.requests, step.succeeded,
                       step.failed, step.timed_out, step.refused, step.open,
                       latency_cell(step.requests, step.p50), latency_cell(step.requests, step.p99),
                       step.running);
          }};
}

std::string value_cell(const world::PromiseResult& promise) {
  if (promise.of_nobody) return {};
  return promise.endless ? "time-out" : cell(promise.value);
}

Sheet promises() {
  return {{"slo.csv",
           "a promise",
           {{"promise", "as it is written"},
            {"kept", "true or false"},
            {"value",
             "in seconds, as a ratio, a count or a rate; `time-out`; of windows the worst; empty: "
             "nobody asked"},
            {"limit", "what it is held against"},
            {"windows", "that it looks at"},
            {"windows_missed", "of these"}}},
          [](const Result& result, Rows& rows) {
            for (const world::PromiseResult& each : result.slo)
              rows.add(each.promise.text,
                       each.verdict == world::PromiseResult::Verdict::kept ? "true" : "false",
                       value_cell(each), each.promise.value, each.windows, each.missed);
          }};
}

std::string own_codes(const world::BalancerResult& balancer) {
  std::string text;
  for (const auto& [code, count] : balancer.own_codes)
    text += fmt::format("{}{}:{}", text.empty() ? "" : " ", code, count);
  return text;
}

Sheet load_balancers() {
  return {{"load_balancers.csv",
           "a load balancer, over the whole run",
           {{"load_balancer", "its name"},
            {"received", "requests, or connections of an NLB"},
            {"by_target", "answered by a target"},
            {"client_gone", "whose client waited no longer"},
            {"unheard", "lost with a node, or forgotten"},
            {"redirects", "answered so by a rule"},
            {"fixed_responses", "answered so by a rule"},
            {"open", "when the run ended"},
            {"own_codes", "other answers of its own: `502:813 503:2`"},
            {"rule_evaluations", "for LCUs"},
            {"processed_bytes", "requests and good answers"}}},
          [](const Result& result, Rows& rows) {
            for (const auto& [name, its] : result.load_balancers)
              rows.add(name, its.received, its.by_target, its.client_gone, its.unheard,
                       its.redirects, its.fixed_responses, its.open, own_codes(its),
                       its.rule_evaluations, its.processed.count);
          }};
}

Sheet targets() {
  return {{"targets.csv",
           "a target of a target group, over the whole run",
           {{"target_group", "its group"},
            {"target", "an instance, or a balancer"},
            {"requests", "sent to it"},
            {"errors", "answered with 500 or more, refused or reset"},
            {"state", "at the end"},
            {"turned_unhealthy", "how often"}}},
          [](const Result& result, Rows& rows) {
            for (const auto& [group, its] : result.target_groups)
              for (const auto& [target, got] : its.targets)
                rows.add(group, target, got.requests, got.errors, got.state, got.turned_unhealthy);
          }};
}

void add_servers(Rows& rows, const char* kind,
                 const std::map<std::string, world::ServerResult>& servers) {
  for (const auto& [name, its] : servers)
    rows.add(kind, name, its.type, its.zone, its.offered, its.refused, its.finished, its.wasted,
             its.cut, its.open, its.utilization, its.state ? word(*its.state) : "",
             seconds(its.billed));
}

Sheet servers() {
  return {{"servers.csv",
           "an instance, a database or an external, over the whole run",
           {{"kind", "`instance`, `database` or `external`"},
            {"name", "its name"},
            {"type", "of an instance or a database"},
            {"zone", "where it stands"},
            {"offered", "requests that came to it"},
            {"refused", "of these"},
            {"finished", "of these"},
            {"wasted", "of the finished: nobody waited any more"},
            {"cut", "died with the process"},
            {"open", "when the run ended"},
            {"utilization", "of its vCPUs, on average"},
            {"state", "of an instance, at the end"},
            {"billed_s", "of an instance"}}},
          [](const Result& result, Rows& rows) {
            add_servers(rows, "instance", result.instances);
            add_servers(rows, "database", result.databases);
            add_servers(rows, "external", result.externals);
          }};
}

Sheet credits() {
  return {{"credits.csv",
           "the CPU credits of a burstable instance",
           {{"instance", "its name"},
            {"mode", "`standard` or `unlimited`"},
            {"balance", "at the end"},
            {"surplus", "spent and not earned yet, at the end"},
            {"charged", "surplus that costs money"},
            {"throttled_s", "at the baseline, without credits"}}},
          [](const Result& result, Rows& rows) {
            for (const auto& [name, its] : result.credits)
              rows.add(name, its.mode, its.balance, its.surplus, its.charged,
                       seconds(its.throttled));
          }};
}

Sheet capacity() {
  return {{"capacity.csv",
           "how many instances an Auto Scaling group has from a moment on",
           {{"auto_scaling_group", "its name"},
            {"t_s", "since when"},
            {"min_size", "then"},
            {"max_size", "then"},
            {"desired", "then"},
            {"pending", "then"},
            {"in_service", "then"},
            {"standby", "then"},
            {"terminating", "then"}}},
          [](const Result& result, Rows& rows) {
            for (const auto& [name, its] : result.auto_scaling_groups)
              for (const world::CapacityPoint& each : its.capacity)
                rows.add(name, seconds(each.at), each.min_size, each.max_size, each.desired,
                         each.pending, each.in_service, each.standby, each.terminating);
          }};
}

Sheet activities() {
  return {{"activities.csv",
           "something that an Auto Scaling group did",
           {{"auto_scaling_group", "its name"},
            {"id", "its number in the group"},
            {"start_s", "when it began"},
            {"end_s", "empty: it is not over"},
            {"status", "in AWS's words"},
            {"instance", "empty where none came of it"},
            {"zone", "where"},
            {"description", "what"},
            {"cause", "why, in sentences of AWS's form"},
            {"status_message", "why it failed"}}},
          [](const Result& result, Rows& rows) {
            for (const auto& [name, its] : result.auto_scaling_groups)
              for (const scaling::Activity& each : its.activities)
                rows.add(name, each.id, seconds(each.start - Time{}),
                         each.end ? cell(seconds(*each.end - Time{})) : "", word(each.status),
                         each.instance, each.zone, each.description, each.cause,
                         each.status_message);
          }};
}

Sheet journal() {
  return {{"journal.csv",
           "something that was done, or that happened",
           {{"t_s", "when, from the start"}, {"what", "in words"}}},
          [](const Result& result, Rows& rows) {
            for (const world::Happening& each : result.journal)
              rows.add(seconds(each.at), each.text);
          }};
}

const std::vector<Sheet>& sheets() {
  static const std::vector<Sheet> all{clients(),    series(),        promises(), load_balancers(),
                                      targets(),    servers(),       credits(),  capacity(),
                                      activities(), metric_points(), journal()};
  return all;
}

}  // namespace

std::vector<CsvTable> csv_tables() {
  std::vector<CsvTable> all;
  for (const Sheet& sheet : sheets()) all.push_back(sheet.what);
  return all;
}

std::vector<CsvFile> csv(std::span<const Result> runs) {
  std::vector<CsvFile> files;
  for (const Sheet& sheet : sheets()) {
    CsvFile& file = files.emplace_back();
    file.name = sheet.what.file;
    file.text = "run,seed";
    for (const CsvColumn& column : sheet.what.columns) file.text += "," + std::string(column.name);
    file.text += "\r\n";
    for (std::size_t i = 0; i < runs.size(); ++i) {
      Rows rows(file.text, i + 1, runs[i].seed, sheet.what.columns.size());
      sheet.write(runs[i], rows);
    }
  }
  return files;
}

}  // namespace squall::report
