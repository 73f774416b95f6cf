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
  records_.push_back({Life(LifeState::running, engine_.now()), key, kind, name});
  return static_cast<LifeId>(records_.size() - 1);
}

LifeId Lives::launch(KindId kind, NameId name, Key key) {
  const auto id = static_cast<LifeId>(records_.size());
  records_.push_back({Life(LifeState::pending, engine_.now()), key, kind, name});
  begin_boot(id);
  return id;
}

LifeId Lives::add_unlaunched(KindId kind, NameId name, Key key) {
  records_.push_back({Life(LifeState::not_launched, engine_.now()), key, kind, name});
  return static_cast<LifeId>(records_.size() - 1);
}

void Lives::launch(LifeId id) {
  Life& life = records_[id].life;
  if (life.state() != LifeState::not_launched) return refuse(id, launched_already);
  life.launch();
  watcher_.entered(id, LifeState::pending);
  begin_boot(id);
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
  passages_[id] = {};
  passages_[id].boots = boot - pending;
  passages_[id].begun = engine_.now();
  plan(id, Step::run, pending);
}

bool Lives::boots(LifeId id) const {
  const auto passage = passages_.find(id);
  return passage != passages_.end() &&
         (passage->second.next == Step::run || passage->second.next == Step::boot);
}

bool Lives::starts_up(LifeId id) const {
  const auto passage = passages_.find(id);
  return passage != passages_.end() && passage->second.next == Step::serve;
}

Duration Lives::draw_boot(LifeId id) {
  Record& record = records_[id];
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
  if (records_[id].life.state() != LifeState::running) return refuse(id, not_rebooted);
  passages_[id] = {};
  passages_[id].begun = engine_.now();
  watcher_.becomes(id, Machine::up);
  watcher_.becomes(id, Machine::off);
  plan(id, Step::boot, std::max(draw_boot(id) - longest_pending, Duration(0)));
}

void Lives::terminate(LifeId id) {
  Life& life = records_[id].life;
  if (life.state() == LifeState::shutting_down || life.state() == LifeState::terminated) return;
  if (life.state() == LifeState::not_launched) return refuse(id, nothing_to_terminate);
  if (is_protected(id)) return refuse(id, not_terminated);
  life.terminate(engine_.now());
  watcher_.becomes(id, Machine::off);
  watcher_.entered(id, LifeState::shutting_down);
  plan(id, Step::terminated, stopping_takes);
}

void Lives::refuse_to_terminate(LifeId id) { refuse(id, not_terminated); }

// Whatever it was about to do before, it does this instead.
void Lives::plan(LifeId id, Step next, Duration after) {
  Passage& passage = passages_[id];
  passage.next = next;
  passage.due = engine_.now() + after;
  engine_.after(after, step_, id);
}

void Lives::step(LifeId id) {
  const auto passage = passages_.find(id);
  if (passage == passages_.end() || passage->second.due != engine_.now()) return;
  const Step next = passage->second.next;
  if (next == Step::run) return run(id, passage->second);
  if (next == Step::boot) return boot(id, passage->second);
  const Time begun = passage->second.begun;
  passages_.erase(passage);
  if (next == Step::serve) return serve(id, begun);
  arrive(id, next == Step::stopped ? LifeState::stopped : LifeState::terminated);
}

void Lives::run(LifeId id, Passage& passage) {
  Life& life = records_[id].life;
  passage.resumes = life.hibernates();
  life.run(engine_.now());
  plan(id, Step::boot, passage.boots);
  watcher_.entered(id, LifeState::running);
}

void Lives::boot(LifeId id, const Passage& passage) {
  const Duration startup = passage.resumes ? 0s : kinds_[records_[id].kind].startup;
  plan(id, Step::serve, startup);
  watcher_.becomes(id, Machine::up);
}

void Lives::serve(LifeId id, Time begun) {
  const auto took =
      std::chrono::round<std::chrono::duration<std::int64_t, std::deci>>(engine_.now() - begun);
  journal_.append(engine_.now(), serves, records_[id].name, took);
  watcher_.becomes(id, Machine::serving);
}

void Lives::arrive(LifeId id, LifeState state) {
  Life& life = records_[id].life;
  state == LifeState::stopped ? life.stopped(engine_.now()) : life.terminated();
  watcher_.entered(id, state);
}

void Lives::refuse(LifeId id, const JournalKind& why) {
  journal_.append(engine_.now(), why, records_[id].name);
}

}  // namespace squall::compute
