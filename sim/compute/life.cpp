#include "squall/compute/life.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>

namespace squall::compute {

namespace {

constexpr Duration least_bill = 60s;

}  // namespace

std::string_view word(LifeState state) {
  switch (state) {
    case LifeState::not_launched:
      return "not-launched";
    case LifeState::pending:
      return "pending";
    case LifeState::running:
      return "running";
    case LifeState::stopping:
      return "stopping";
    case LifeState::stopped:
      return "stopped";
    case LifeState::shutting_down:
      return "shutting-down";
    case LifeState::terminated:
      break;
  }
  return "terminated";
}

Life::Life(LifeState state, Time at) : state_(state) {
  INVARIANT(state == LifeState::not_launched || state == LifeState::pending ||
            state == LifeState::running);
  if (state == LifeState::running) begin_bill(at);
}

void Life::launch() {
  INVARIANT(state_ == LifeState::not_launched);
  state_ = LifeState::pending;
}

void Life::run(Time at) {
  INVARIANT(state_ == LifeState::pending);
  state_ = LifeState::running;
  hibernates_ = false;
  begin_bill(at);
}

void Life::stop(Time at, bool hibernates) {
  INVARIANT(state_ == LifeState::running);
  state_ = LifeState::stopping;
  hibernates_ = hibernates;
  if (!hibernates) end_bill(at);
}

void Life::stopped(Time at) {
  INVARIANT(state_ == LifeState::stopping);
  state_ = LifeState::stopped;
  end_bill(at);
}

void Life::start() {
  INVARIANT(state_ == LifeState::stopped);
  state_ = LifeState::pending;
}

void Life::terminate(Time at) {
  INVARIANT(state_ != LifeState::not_launched && state_ != LifeState::shutting_down &&
            state_ != LifeState::terminated);
  state_ = LifeState::shutting_down;
  end_bill(at);
}

void Life::terminated() {
  INVARIANT(state_ == LifeState::shutting_down);
  state_ = LifeState::terminated;
}

Duration Life::billed(Time at) const {
  if (at < bill_begins_) return billed_;
  return billed_ + std::max(std::min(at, bill_ends_) - bill_begins_, least_bill);
}

void Life::begin_bill(Time at) {
  billed_ = billed(at);
  bill_begins_ = at;
  bill_ends_ = never;
}

void Life::end_bill(Time at) { bill_ends_ = std::min(at, bill_ends_); }

}  // namespace squall::compute
