#include "report/scaling_json.hpp"

namespace squall::report {

namespace {

using Json = nlohmann::ordered_json;

double since_start(Time at) { return seconds(at - Time{}); }

// Columns, so that a picture of one is drawn at once.
Json capacity(const std::vector<world::CapacityPoint>& points) {
  Json out;
  const auto column = [&](const char* name, const auto& value) {
    Json& values = out[name] = Json::array();
    for (const world::CapacityPoint& point : points) values.push_back(value(point));
  };
  using Point = world::CapacityPoint;
  column("t_s", [](const Point& point) { return seconds(point.at); });
  column("min_size", [](const Point& point) { return point.min_size; });
  column("max_size", [](const Point& point) { return point.max_size; });
  column("desired", [](const Point& point) { return point.desired; });
  column("pending", [](const Point& point) { return point.pending; });
  column("in_service", [](const Point& point) { return point.in_service; });
  column("standby", [](const Point& point) { return point.standby; });
  column("terminating", [](const Point& point) { return point.terminating; });
  return out;
}

Json to_json(const world::MemberResult& member) {
  Json out{{"state", member.state}};
  if (member.launched) out["launched_s"] = seconds(*member.launched);
  if (member.in_service) out["in_service_s"] = seconds(*member.in_service);
  if (member.terminated) out["terminated_s"] = seconds(*member.terminated);
  return out;
}

Json to_json(const scaling::Activity& activity) {
  Json out{{"id", activity.id},
           {"description", activity.description},
           {"cause", activity.cause},
           {"status", word(activity.status)},
           {"start_s", since_start(activity.start)},
           {"end_s", activity.end ? Json(since_start(*activity.end)) : Json()},
           {"zone", activity.zone}};
  if (!activity.instance.empty()) out["instance"] = activity.instance;
  if (!activity.status_message.empty()) out["status_message"] = activity.status_message;
  return out;
}

Json to_json(const scaling::Proposal& proposal) {
  return {{"policy", proposal.policy},
          {"alarm", proposal.alarm},
          {"alarm_state", metrics::word(proposal.state)},
          {"value", proposal.value ? Json(*proposal.value) : Json()},
          {"capacity", proposal.capacity ? Json(*proposal.capacity) : Json()},
          {"reason", proposal.reason}};
}

Json to_json(const scaling::Decision& decision) {
  Json proposals = Json::array();
  for (const scaling::Proposal& each : decision.proposals) proposals.push_back(to_json(each));
  return {{"t_s", since_start(decision.at)},
          {"until_s", since_start(decision.until)},
          {"times", decision.times},
          {"from", decision.from},
          {"to", decision.to},
          {"winner", decision.winner},
          {"wanted", decision.wanted},
          {"limit", decision.limit == scaling::Limit::none ? Json() : Json(word(decision.limit))},
          {"proposals", std::move(proposals)}};
}

}  // namespace

Json scaling_json(const world::ScalingGroupResult& group) {
  Json activities = Json::array();
  for (const scaling::Activity& each : group.activities) activities.push_back(to_json(each));
  Json decisions = Json::array();
  for (const scaling::Decision& each : group.decisions) decisions.push_back(to_json(each));
  Json instances = Json::object();
  for (const auto& [name, member] : group.instances)
    instances.get_ref<Json::object_t&>().emplace_back(name, to_json(member));
  return {{"mean_in_service", group.mean_in_service}, {"suspended_processes", group.suspended},
          {"instances", std::move(instances)},        {"capacity", capacity(group.capacity)},
          {"activities", std::move(activities)},      {"decisions", std::move(decisions)}};
}

}  // namespace squall::report
