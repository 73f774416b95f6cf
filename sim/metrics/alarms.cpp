#include "squall/metrics/alarms.hpp"

#include "squall/core/draw.hpp"
#include "squall/core/invariant.hpp"

#include <set>
#include <utility>

namespace squall::metrics {

Alarms::Alarms(Engine& engine, Store& store, std::uint64_t seed)
    : engine_(engine),
      store_(store),
      seed_(seed),
      look_(engine.bind<&Alarms::look>(Phase::alarm, *this)),
      look_at_others_(engine.bind<&Alarms::look_at_others>(Phase::alarm, *this)),
      act_(engine.bind<&Alarms::act>(Phase::alarm, *this)) {}

AlarmId Alarms::add(Entry entry) {
  const AlarmId id = static_cast<AlarmId>(entries_.size());
  INVARIANT(ids_.emplace(entry.name, id).second);
  for (const AlarmId child : entry.children) entries_[child].parents.push_back(id);
  if (entry.suppressor) entries_[*entry.suppressor].suppresses.push_back(id);
  entries_.push_back(std::move(entry));
  return id;
}

AlarmId Alarms::add(std::string name, const Alarm::Terms& terms) {
  Entry entry;
  entry.name = std::move(name);
  entry.metric = std::make_unique<Alarm>(terms, store_);
  entry.phase = draw_phase(entry.name, entry.metric->step());
  return add(std::move(entry));
}

AlarmId Alarms::add(std::string name, const CompositeRule& rule) {
  Entry entry;
  entry.name = std::move(name);
  entry.composite = std::make_unique<CompositeAlarm>(rule);
  entry.phase = draw_phase(entry.name, 60s);
  for (const std::string& child : rule.names()) entry.children.push_back(find(child).value());
  return add(std::move(entry));
}

AlarmId Alarms::add(std::string name, const CompositeRule& rule, AlarmId suppressor,
                    CompositeAlarm::Suppression suppression) {
  Entry entry;
  entry.name = std::move(name);
  entry.composite = std::make_unique<CompositeAlarm>(rule, suppression);
  entry.phase = draw_phase(entry.name, 60s);
  for (const std::string& child : rule.names()) entry.children.push_back(find(child).value());
  entry.suppressor = suppressor;
  return add(std::move(entry));
}

// A whole second, of its own for each alarm of each run.
Duration Alarms::draw_phase(std::string_view name, Duration step) const {
  Draw draw(key_of(seed_, name), hash_of("alarm phase"));
  const double span = seconds(std::min(step, Duration(60s)));
  return static_cast<std::int64_t>(draw.uniform() * span) * Duration(1s);
}

void Alarms::start() {
  for (AlarmId id = 0; id < entries_.size(); ++id) {
    const Entry& entry = entries_[id];
    const Duration step = entry.metric ? entry.metric->step() : Duration(60s);
    // In the minute that has begun, where its second is still to come.
    Time first = store_.mark(step, engine_.now()) + entry.phase;
    if (first - step >= engine_.now()) first -= step;
    engine_.at(first, entry.metric ? look_ : look_at_others_, id);
  }
}

std::optional<AlarmId> Alarms::find(std::string_view name) const {
  const auto found = ids_.find(name);
  return found == ids_.end() ? std::nullopt : std::optional(found->second);
}

AlarmState Alarms::state(AlarmId alarm) const {
  const Entry& entry = entries_[alarm];
  return entry.metric ? entry.metric->state() : entry.composite->state();
}

const std::string& Alarms::reason(AlarmId alarm) const {
  const Entry& entry = entries_[alarm];
  return entry.metric ? entry.metric->reason() : entry.composite->reason();
}

void Alarms::look(AlarmId alarm) {
  Entry& entry = entries_[alarm];
  engine_.after(entry.metric->step(), look_, alarm);
  const AlarmState before = entry.metric->state();
  if (entry.metric->look(engine_.now())) {
    entry.last_told = engine_.now();
    note(alarm, before);
    acts(alarm);
  } else if (engine_.now() - entry.last_told >= 60s) {
    entry.last_told = engine_.now();
    stays(alarm);
  }
}

void Alarms::look_at_others(AlarmId alarm) {
  Entry& entry = entries_[alarm];
  const AlarmState before = entry.composite->state();
  std::vector<AlarmState> states;
  for (const AlarmId child : entry.children) states.push_back(state(child));
  if (!entry.composite->look(states, engine_.now())) return;
  note(alarm, before);
  plan_action(alarm);
}

void Alarms::note(AlarmId alarm, AlarmState from) {
  const Entry& entry = entries_[alarm];
  const AlarmState to = state(alarm);
  changes_.push_back({engine_.now(), alarm, from, to, reason(alarm)});
  changed(changes_.back());
  for (const AlarmId parent : entry.parents) engine_.at(engine_.now(), look_at_others_, parent);
  if (from != AlarmState::alarm && to != AlarmState::alarm) return;
  for (const AlarmId other : entry.suppresses) {
    entries_[other].composite->suppress(to == AlarmState::alarm, engine_.now());
    plan_action(other);
  }
}

void Alarms::plan_action(AlarmId alarm) {
  const Time due = entries_[alarm].composite->due();
  if (due != never) engine_.at(due, act_, alarm);
}

// What was planned and is not due any more is heard by nobody.
void Alarms::act(AlarmId alarm) {
  CompositeAlarm& composite = *entries_[alarm].composite;
  if (composite.due() != engine_.now()) return;
  composite.act();
  acts(alarm);
}

namespace {

/// Walks from each to those that it asks, and names it when it leaves it.
class Walk {
 public:
  explicit Walk(const std::map<std::string, std::vector<std::string>>& asked) : asked_(asked) {}

  // Without recursion: a file may have any number of alarms in a row.
  bool leave(const std::string& first) {
    std::vector<std::pair<const std::string*, std::size_t>> way;
    const auto enter = [&](const std::string& name) {
      if (done_.contains(name) || !asked_.contains(name)) return true;
      if (!open_.insert(name).second) return false;
      way.emplace_back(&asked_.find(name)->first, 0);
      return true;
    };
    if (!enter(first)) return false;
    while (!way.empty()) {
      const std::string& name = *way.back().first;
      const auto& others = asked_.at(name);
      if (way.back().second < others.size()) {
        const std::string& other = others[way.back().second++];
        if (enter(other)) continue;
        order.names = circle_from(way, other);
        return false;
      }
      open_.erase(name);
      done_.insert(name);
      order.names.push_back(name);
      way.pop_back();
    }
    return true;
  }

  CompositeOrder order;

 private:
  static std::vector<std::string> circle_from(
      const std::vector<std::pair<const std::string*, std::size_t>>& way, const std::string& name) {
    std::vector<std::string> names;
    for (const auto& [each, next] : way)
      if (!names.empty() || *each == name) names.push_back(*each);
    return names;
  }

  const std::map<std::string, std::vector<std::string>>& asked_;
  std::set<std::string> open_;
  std::set<std::string> done_;
};

}  // namespace

CompositeOrder order_of(const std::map<std::string, std::vector<std::string>>& asked) {
  Walk walk(asked);
  for (const auto& [name, others] : asked)
    if (!walk.leave(name)) return {walk.order.names, true};
  return walk.order;
}

}  // namespace squall::metrics
