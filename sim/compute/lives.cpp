#include "squall/compute/lives.hpp"

#include "squall/compute/journal.hpp"

#include <algorithm>
#include <utility>

namespace squall::compute {

namespace {

constexpr Duration longest_pending = 8s;
constexpr Duration stopping_takes = 30s;

constexpr std::uint64_t boot_purpose = hash_of("boot");

}  // namespace

Lives::Lives(Engine& engine, Journal& journal, LifeWatcher& watcher)
    : engine_(engine),
      journal_(journal),
      watcher_(watcher),
      step_(engine.bind<&Lives::step>(Phase::change, *this)) {}

Lives::KindId Lives::add(Kind kind) {
  kinds_.push_back(std::move(kind));
  return static_cast<KindId>(kinds_.size() - 1);
}

LifeId Lives::add_running(KindId kind, NameId name, Key key) {
  records_.push_back(
      {.life = Life(LifeState::running, engine_.now()), .kind = kind, .name = name, .key = key});
  return static_cast<LifeId>(records_.size() - 1);
}

LifeId Lives::launch(KindId kind, NameId name, Key key) {
  const auto id = static_cast<LifeId>(records_.size());
  records_.push_back(
      {.life = Life(LifeState::pending, engine_.now()), .kind = kind, .name = name, .key = key});
  begin_boot(id);
  return id;
}

void Lives::start(LifeId id) {
  Life& life = records_[id].life;
  if (life.state() == LifeState::pending || life.state() == LifeState::running) return;
  if (life.state() != LifeState::stopped) return refuse(id, not_started);
  life.start();
  watcher_.entered(id, LifeState::pending);
  begin_boot(id);
}

void Lives::begin_boot(LifeId id) {
  const Duration boot = draw_boot(id);
  const Duration pending = std::min(boot, longest_pending);
  records_[id].boots = boot - pending;
  plan(id, Step::run, pending);
}

Duration Lives::draw_boot(LifeId id) {
  Record& record = records_[id];
  record.begun = engine_.now();
  const Key key = child(record.key, record.boot_count++);
  return kinds_[record.kind].boot.duration(Draw(key, boot_purpose));
}

void Lives::stop(LifeId id) { stop(id, false); }

void Lives::hibernate(LifeId id) {
  if (!kinds_[records_[id].kind].can_hibernate) return refuse(id, not_hibernated);
  stop(id, true);
}

void Lives::stop(LifeId id, bool hibernates) {
  Life& life = records_[id].life;
  if (life.state() == LifeState::stopping || life.state() == LifeState::stopped) return;
  if (life.state() != LifeState::running) return refuse(id, not_stopped);
  life.stop(engine_.now(), hibernates);
  watcher_.becomes(id, Machine::off);
  watcher_.entered(id, LifeState::stopping);
  plan(id, Step::stopped, stopping_takes);
}

void Lives::reboot(LifeId id) {
  Record& record = records_[id];
  if (record.life.state() != LifeState::running) return refuse(id, not_rebooted);
  watcher_.becomes(id, Machine::up);
  watcher_.becomes(id, Machine::off);
  plan(id, Step::boot, std::max(draw_boot(id) - longest_pending, Duration(0)));
}

void Lives::terminate(LifeId id) {
  Life& life = records_[id].life;
  if (life.state() == LifeState::shutting_down || life.state() == LifeState::terminated) return;
  if (is_protected(id)) return refuse(id, not_terminated);
  life.terminate(engine_.now());
  watcher_.becomes(id, Machine::off);
  watcher_.entered(id, LifeState::shutting_down);
  plan(id, Step::terminated, stopping_takes);
}

void Lives::refuse_to_terminate(LifeId id) { refuse(id, not_terminated); }

// Whatever it was about to do before, it does this instead.
void Lives::plan(LifeId id, Step next, Duration after) {
  records_[id].next = next;
  records_[id].due = engine_.now() + after;
  engine_.after(after, step_, id);
}

void Lives::step(LifeId id) {
  Record& record = records_[id];
  if (record.due != engine_.now()) return;
  record.due = never;
  switch (record.next) {
    case Step::run:
      return run(id);
    case Step::boot:
      return boot(id);
    case Step::serve:
      return serve(id);
    case Step::stopped:
      record.life.stopped(engine_.now());
      return watcher_.entered(id, LifeState::stopped);
    case Step::terminated:
      record.life.terminated();
      return watcher_.entered(id, LifeState::terminated);
  }
}

void Lives::run(LifeId id) {
  Record& record = records_[id];
  record.resumes = record.life.hibernates();
  record.life.run(engine_.now());
  watcher_.entered(id, LifeState::running);
  plan(id, Step::boot, record.boots);
}

void Lives::boot(LifeId id) {
  Record& record = records_[id];
  const Duration startup = std::exchange(record.resumes, false) ? 0s : kinds_[record.kind].startup;
  if (startup == Duration(0)) return serve(id);
  watcher_.becomes(id, Machine::up);
  plan(id, Step::serve, startup);
}

void Lives::serve(LifeId id) {
  const Record& record = records_[id];
  const auto took = std::chrono::round<std::chrono::duration<std::int64_t, std::deci>>(
      engine_.now() - record.begun);
  journal_.append(engine_.now(), serves, record.name, took);
  watcher_.becomes(id, Machine::serving);
}

void Lives::refuse(LifeId id, const JournalKind& why) {
  journal_.append(engine_.now(), why, records_[id].name);
}

}  // namespace squall::compute
