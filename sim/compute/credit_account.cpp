#include "squall/compute/credit_account.hpp"

#include "squall/core/invariant.hpp"

#include <algorithm>

namespace squall::compute {

CreditAccount::CreditAccount(const CreditTerms& terms, Time at) : terms_(terms), since_(at) {
  INVARIANT(terms.vcpus > 0 && terms.tenths_per_hour > 0);
  INVARIANT(terms.baseline() < most_used());
}

void CreditAccount::grant(Credits earned) {
  earned_ += earned;
  totals_.granted += earned;
  INVARIANT(!(cap() < earned_));
}

void CreditAccount::grant_launch_credits() {
  if (!terms_.has_launch_credits()) return;
  launch_ = credits(terms_.launch_credits);
  totals_.granted += launch_;
}

void CreditAccount::settle(Time at, Duration used) {
  INVARIANT(running_ && since_ <= at);
  INVARIANT(0ns <= used && used <= (at - since_) * terms_.vcpus);
  Credits income = credits_of(terms_.baseline(), at - since_);
  Credits spent = credits_of(parts_per_vcpu, used);
  since_ = at;
  totals_.earned += income;
  totals_.spent += spent;
  if (Credits{} < launch_) {
    const bool enough = spent < launch_;
    const Credits first = enough ? income : Credits{income.parts * launch_.parts / spent.parts};
    const Credits paid = enough ? spent : launch_;
    earn(first);
    launch_ -= paid;
    income -= first;
    spent -= paid;
  }
  move(income - spent);
}

void CreditAccount::earn(Credits amount) {
  const Credits kept = std::min(amount, cap() - earned_);
  earned_ += kept;
  totals_.discarded += amount - kept;
}

void CreditAccount::move(Credits net) {
  const Credits sum = earned_ - surplus_ + net;
  earned_ = surplus_ = {};
  if (!(sum < Credits{})) return earn(sum);
  INVARIANT(terms_.mode == CreditMode::unlimited);
  surplus_ = std::min(cap(), Credits{} - sum);
  totals_.charged += Credits{} - sum - surplus_;
}

void CreditAccount::charge_surplus() {
  totals_.charged += surplus_;
  surplus_ = {};
}

void CreditAccount::stop(Time at) {
  INVARIANT(running_ && at == since_);
  running_ = false;
  charge_surplus();
  if (terms_.kept_stopped > 0ns) return;
  totals_.lost += balance();
  earned_ = launch_ = {};
}

void CreditAccount::start(Time at) {
  INVARIANT(!running_ && since_ <= at);
  if (at - since_ > terms_.kept_stopped) {
    totals_.lost += earned_;
    earned_ = {};
  }
  since_ = at;
  running_ = true;
}

void CreditAccount::switch_to(CreditMode mode) {
  terms_.mode = mode;
  charge_surplus();
  if (mode == CreditMode::standard) return;
  totals_.lost += launch_;
  launch_ = {};
}

Duration CreditAccount::lasts() const {
  if (terms_.mode == CreditMode::unlimited) return Duration::max();
  const Duration first = time_for(launch_, most_used());
  const Credits then = std::min(cap(), earned_ + credits_of(terms_.baseline(), first));
  return first + time_for(then, most_used() - terms_.baseline());
}

Duration CreditAccount::edge() const {
  const Duration full = time_for(cap() - earned_ + surplus_, terms_.baseline());
  if (terms_.mode == CreditMode::standard) return full;
  return std::min(full, time_for(earned_ + cap() - surplus_, most_used() - terms_.baseline()));
}

void CreditAccount::check() const {
  const Totals& t = totals_;
  INVARIANT(t.granted + t.earned + t.charged ==
            t.spent + t.discarded + t.lost + balance() - surplus_);
  INVARIANT(!(cap() < earned_) && !(cap() < surplus_));
}

}  // namespace squall::compute
