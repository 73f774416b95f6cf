#include "squall/report/json.hpp"

#include "squall/core/text.hpp"
#include "squall/core/version.hpp"
#include "squall/report/notes.hpp"

#include "report/scaling_json.hpp"

#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace squall::report {

namespace {

using Json = nlohmann::ordered_json;

// Where the object has no such name yet: it does not look, so that many names are no square of
// work.
void append(Json& object, const std::string& name, Json value) {
  object.get_ref<Json::object_t&>().emplace_back(name, std::move(value));
}

double milliseconds(Duration duration) { return static_cast<double>(duration.count()) / 1e6; }

std::string address(std::uint32_t ip) { return ScalarText<Cidr>::print({ip, 32}); }

// Of the requests that succeeded; null where there was none.
Json latency(const traffic::Tally& tally) {
  const Histogram& histogram = tally.latency;
  Json out;
  const auto put = [&](const char* name, auto value) {
    out[name] = histogram.count() == 0 ? Json() : Json(value());
  };
  put("mean", [&] { return milliseconds(histogram.mean()); });
  put("stddev", [&] { return milliseconds(histogram.stddev()); });
  put("min", [&] { return milliseconds(histogram.min()); });
  put("p50", [&] { return milliseconds(histogram.quantile(0.50)); });
  put("p90", [&] { return milliseconds(histogram.quantile(0.90)); });
  put("p95", [&] { return milliseconds(histogram.quantile(0.95)); });
  put("p99", [&] { return milliseconds(histogram.quantile(0.99)); });
  put("p999", [&] { return milliseconds(histogram.quantile(0.999)); });
  put("max", [&] { return milliseconds(histogram.max()); });
  out["censored"] = tally.censored();
  return out;
}

Json to_json(const traffic::Tally& tally, Duration counted) {
  const auto errors = world::error_ratio(tally);
  return {{"requests", tally.requests},
          {"succeeded", tally.succeeded},
          {"failed", tally.failed},
          {"timed_out", tally.timed_out},
          {"refused", tally.refused},
          {"open", tally.open},
          {"attempts", tally.attempts},
          {"retries", tally.retries},
          {"hedges", tally.hedges},
          {"retries_denied", tally.retries_denied},
          {"short_circuited", tally.short_circuited},
          {"error_ratio", errors ? Json(*errors) : Json()},
          {"throughput_per_s", static_cast<double>(tally.succeeded) / seconds(counted)},
          {"latency_ms", latency(tally)}};
}

Json to_json(const world::BalancerResult& balancer) {
  Json codes = Json::object();
  for (const auto& [code, count] : balancer.own_codes) codes[std::to_string(code)] = count;
  Json out{{"received", balancer.received},
           {"by_target", balancer.by_target},
           {"client_gone", balancer.client_gone},
           {"unheard", balancer.unheard},
           {"redirects", balancer.redirects},
           {"fixed_responses", balancer.fixed_responses},
           {"open", balancer.open},
           {"status_codes", codes},
           {"rule_evaluations", balancer.rule_evaluations},
           {"non_sticky_requests", balancer.non_sticky_requests},
           {"processed_bytes", balancer.processed.count}};
  if (balancer.flows) {
    const world::FlowsResult& flows = *balancer.flows;
    out["flows"] = {{"opened", flows.opened},
                    {"active", flows.active},
                    {"unhealthy_routing", flows.unhealthy_routing},
                    {"rejected", flows.rejected},
                    {"client_resets", flows.client_resets},
                    {"target_resets", flows.target_resets},
                    {"elb_resets", flows.elb_resets},
                    {"unheard", flows.unheard},
                    {"peak_bytes_per_s", flows.peak_per_second.count}};
  }
  if (balancer.surge) {
    out["surge"] = {{"queue_length", balancer.surge->queue_length},
                    {"spillover", balancer.surge->spillover},
                    {"resets", balancer.surge->resets}};
  }
  return out;
}

Json to_json(const world::TargetGroupResult& group) {
  Json targets = Json::object();
  for (const auto& [name, target] : group.targets) {
    append(targets, name,
           {{"requests", target.requests},
            {"errors", target.errors},
            {"state", target.state},
            {"turned_unhealthy", target.turned_unhealthy}});
  }
  Json out{{"requests", group.requests},
           {"unhealthy_routing_requests", group.unhealthy_routing_requests},
           {"too_few_healthy_s", seconds(group.too_few_healthy)}};
  const bool any = group.latency.count() > 0;
  out["latency_ms"] = {{"mean", any ? Json(milliseconds(group.latency.mean())) : Json()},
                       {"p50", any ? Json(milliseconds(group.latency.quantile(0.5))) : Json()},
                       {"p99", any ? Json(milliseconds(group.latency.quantile(0.99))) : Json()}};
  out["targets"] = std::move(targets);
  out["uneven"] = Json::array();
  for (const world::UnevenShare& share : group.uneven)
    out["uneven"].push_back({{"target", share.target},
                             {"ratio", share.ratio},
                             {"from_s", seconds(share.from)},
                             {"until_s", seconds(share.until)}});
  return out;
}

Json to_json(const world::CreditsResult& credits) {
  Json out{{"mode", credits.mode},
           {"balance", credits.balance},
           {"surplus", credits.surplus},
           {"charged", credits.charged},
           {"throttled_s", seconds(credits.throttled)}};
  if (credits.first_throttled) out["first_throttled_s"] = seconds(*credits.first_throttled);
  return out;
}

Json to_json(const world::ServerResult& server) {
  Json out = Json::object();
  if (!server.type.empty()) out["type"] = server.type;
  if (!server.zone.empty()) out["zone"] = server.zone;
  out.update({{"offered", server.offered},
              {"refused", server.refused},
              {"finished", server.finished},
              {"wasted", server.wasted},
              {"cut", server.cut},
              {"open", server.open}});
  if (!server.type.empty()) out["utilization"] = server.utilization;
  if (server.state) {
    out["state"] = compute::word(*server.state);
    out["billed_s"] = seconds(server.billed);
    out["status_checks"] = {{"system", word(server.system_status)},
                            {"instance", word(server.instance_status)}};
    if (server.private_ip != 0) out["private_ip"] = address(server.private_ip);
    if (server.public_ip != 0) out["public_ip"] = address(server.public_ip);
  }
  return out;
}

Json to_json(const world::ElasticIpResult& elastic) {
  Json out{{"region", elastic.region}};
  if (elastic.address != 0) out["address"] = address(elastic.address);
  if (!elastic.instance.empty()) out["instance"] = elastic.instance;
  return out;
}

Json to_json(const world::VolumeResult& volume) {
  Json out{{"zone", volume.zone},
           {"type", volume.type},
           {"size_bytes", volume.size.count},
           {"state", volume.state}};
  if (!volume.instance.empty()) {
    out["instance"] = volume.instance;
    out["attachment"] = volume.attachment;
  }
  return out;
}

Json to_json(const world::BackupResult& backup) {
  return {{"region", backup.region}, {"state", backup.state}};
}

// Of the calls that are more than plain, from the start to the end.
Json to_json(const service::CallCounts& calls) {
  const service::Requester::Counts& counts = calls.requests;
  Json out{{"requests", counts.requests},
           {"attempts", counts.attempts},
           {"retries", counts.retries},
           {"hedges", counts.hedges},
           {"retries_denied", counts.retries_denied},
           {"short_circuited", counts.short_circuited},
           {"refused", counts.refused},
           {"timed_out", counts.timed_out}};
  if (calls.connections.offered > 0) {
    out["connections"] = {{"at_once", calls.connections.at_once},
                          {"waited", calls.connections.waited},
                          {"refused", calls.connections.refused},
                          {"given_up", calls.connections.given_up},
                          {"waiting", calls.connections.waiting}};
  }
  return out;
}

Json to_json(const std::vector<world::Happening>& happenings) {
  Json out = Json::array();
  for (const world::Happening& each : happenings)
    out.push_back({{"t_s", seconds(each.at)}, {"text", each.text}});
  return out;
}

Json to_json(const std::vector<world::AccessResult>& tries) {
  Json out = Json::array();
  for (const world::AccessResult& each : tries)
    out.push_back({{"t_s", seconds(each.at)},
                   {"attempt", each.attempt},
                   {"outcome", word(each.finding.outcome)},
                   {"reason", word(each.finding.reason)},
                   {"why", each.finding.why}});
  return out;
}

Json to_json(const world::AlarmResult& alarm) {
  Json changes = Json::array();
  for (const world::AlarmTurn& each : alarm.changes)
    changes.push_back({{"t_s", seconds(each.at)},
                       {"from", metrics::word(each.from)},
                       {"to", metrics::word(each.to)},
                       {"reason", each.reason}});
  return {{"state", metrics::word(alarm.state)},
          {"reason", alarm.reason},
          {"in_alarm_s", seconds(alarm.in_alarm)},
          {"changes", changes}};
}

Json to_json(const world::ScalingGroupResult& group) { return scaling_json(group); }

// In the shape of GetMetricData: two lists of the same length.
Json to_json(const world::MetricResult& metric) {
  Json times = Json::array();
  Json values = Json::array();
  for (const world::MetricResult::Point& point : metric.points) {
    times.push_back(seconds(point.start));
    values.push_back(point.value);
  }
  return {{"namespace", metric.key.space},
          {"metric", metric.key.name},
          {"dimensions", metric.key.dimensions},
          {"statistic", ScalarText<metrics::Statistic>::print(metric.statistic)},
          {"unit", metric.unit},
          {"period_s", seconds(metric.period)},
          {"t_s", std::move(times)},
          {"values", std::move(values)}};
}

Json value_of(const world::PromiseResult& promise) {
  if (promise.of_nobody) return {};
  return promise.endless ? Json("time-out") : Json(promise.value);
}

Json to_json(const world::PromiseResult& promise) {
  const bool kept = promise.verdict == world::PromiseResult::Verdict::kept;
  Json out{{"text", promise.promise.text},
           {"value", value_of(promise)},
           {"limit", promise.promise.value},
           {"kept", kept}};
  if (promise.promise.each) {
    out["windows"] = promise.windows;
    out["windows_missed"] = promise.missed;
    if (promise.first_missed) out["first_missed_s"] = seconds(*promise.first_missed);
  }
  return out;
}

// Columns, so that a picture of one is drawn at once. A quantile is "time-out" where it is slower
// than any answer, and null where nobody asked.
Json to_json(const world::Course& course) {
  Json out{{"step_s", seconds(course.step)}};
  const auto column = [&](const char* name, const auto& value) {
    Json& values = out[name] = Json::array();
    for (const world::CourseStep& step : course.steps) values.push_back(value(step));
  };
  const auto quantile = [](const world::CourseStep& step, std::optional<Duration> length) {
    if (step.requests == 0) return Json();
    return length ? Json(milliseconds(*length)) : Json("time-out");
  };
  using Step = world::CourseStep;
  column("from_s", [](const Step& step) { return seconds(step.from); });
  column("until_s", [](const Step& step) { return seconds(step.until); });
  column("requests", [](const Step& step) { return step.requests; });
  column("succeeded", [](const Step& step) { return step.succeeded; });
  column("failed", [](const Step& step) { return step.failed; });
  column("timed_out", [](const Step& step) { return step.timed_out; });
  column("refused", [](const Step& step) { return step.refused; });
  column("open", [](const Step& step) { return step.open; });
  column("p50_ms", [&](const Step& step) { return quantile(step, step.p50); });
  column("p99_ms", [&](const Step& step) { return quantile(step, step.p99); });
  column("instances_running", [](const Step& step) { return step.running; });
  return out;
}

template <class Item>
Json by_name(const std::map<std::string, Item>& items) {
  Json out = Json::object();
  for (const auto& [name, item] : items) append(out, name, to_json(item));
  return out;
}

}  // namespace

std::string json(const world::Result& result) {
  const Duration counted = result.counted();
  Json out;
  out["format"] = "squall.result/1";
  out["squall_version"] = version;
  out["scenario"] = {{"name", result.name},
                     {"seed", result.seed},
                     {"simulated_s", seconds(result.simulated)},
                     {"measure_from_s", seconds(result.measure_from)},
                     {"measure_until_s", seconds(result.measure_until)},
                     {"partial", result.partial}};
  if (result.start) out["scenario"]["start"] = ScalarText<Timestamp>::print(*result.start);
  out["totals"] = to_json(result.totals, counted);
  out["clients"] = Json::object();
  for (const auto& [name, client] : result.clients) {
    Json one = to_json(client.total, counted);
    for (const auto& [word, tally] : client.requests)
      one["requests_by_class"][word] = to_json(tally, counted);
    out["clients"][name] = one;
  }
  out["series"] = to_json(result.course);
  out["load_balancers"] = by_name(result.load_balancers);
  out["target_groups"] = by_name(result.target_groups);
  out["instances"] = by_name(result.instances);
  for (const auto& [name, credits] : result.credits)
    out["instances"][name]["credits"] = to_json(credits);
  out["elastic_ips"] = by_name(result.elastic_ips);
  if (!result.volumes.empty()) out["volumes"] = by_name(result.volumes);
  if (!result.snapshots.empty()) out["snapshots"] = by_name(result.snapshots);
  if (!result.images.empty()) out["images"] = by_name(result.images);
  out["databases"] = by_name(result.databases);
  out["externals"] = by_name(result.externals);
  out["calls"] = Json::object();
  for (const auto& [service, calls] : result.calls) out["calls"][service] = by_name(calls);
  if (!result.dropped.empty()) out["dropped_attempts"] = result.dropped;
  out["actions"] = to_json(result.actions);
  out["journal"] = to_json(result.journal);
  if (!result.tries.empty()) out["tries"] = to_json(result.tries);
  if (!result.alarms.empty()) out["alarms"] = by_name(result.alarms);
  if (!result.auto_scaling_groups.empty())
    out["auto_scaling_groups"] = by_name(result.auto_scaling_groups);
  if (!result.metrics.empty()) {
    out["metrics"] = Json::array();
    for (const world::MetricResult& metric : result.metrics)
      out["metrics"].push_back(to_json(metric));
  }
  out["slo"] = Json::array();
  for (const world::PromiseResult& promise : result.slo) out["slo"].push_back(to_json(promise));
  out["notes"] = notes(result);
  return out.dump(2) + "\n";
}

}  // namespace squall::report
