#pragma once

#include "squall/compute/credit_terms.hpp"
#include "squall/compute/credits.hpp"
#include "squall/core/time.hpp"

namespace squall::compute {

/// The CPU credits of one burstable instance.
///
/// It earns all the time that it runs, up to what a day brings: the cap. A T2's launch credits lie
/// beside them, above the cap, and are spent first; a full balance earns nothing while they are.
/// In unlimited mode an empty balance goes on as a surplus: up to the cap it is paid down by what
/// is earned later, beyond it is charged, and so is what is left at a stop or a change of mode.
///
/// Time is given, never asked for. Between two settlements the use counts as even; where neither
/// an empty nor a full balance lies between, only its sum tells, and the pieces make no difference.
class CreditAccount {
 public:
  /// granted + earned + charged = spent + discarded + lost + balance() - surplus()
  struct Totals {
    Credits granted;    ///< at launch or at the beginning
    Credits earned;     ///< kept or not
    Credits charged;    ///< of the surplus: to be paid in money
    Credits spent;      ///< used
    Credits discarded;  ///< earned while the balance was full
    Credits lost;       ///< by a stop or a change of mode
  };

  /// Runs from now on, with nothing.
  CreditAccount(const CreditTerms& terms, Time at);

  /// Earned at some earlier time.  Requires: fits below the cap.
  void grant(Credits earned);

  /// Those of a start in standard mode; others get none.
  void grant_launch_credits();

  /// So much vCPU time was used since it was settled last.
  /// Requires: running(), and that much was to be had: here as below, `at` is not before any
  /// earlier time, and standard mode spends what there is and no more.
  void settle(Time at, Duration used);

  /// Settled until now, it earns no more; what it keeps depends on the family.
  void stop(Time at);
  void start(Time at);  ///< Requires: stopped

  /// Settled until now, it goes on in the other mode.
  void switch_to(CreditMode mode);

  bool running() const { return running_; }
  Credits cap() const { return credits_of(terms_.baseline(), 24h); }
  Credits balance() const { return earned_ + launch_; }
  Credits launch() const { return launch_; }  ///< that part of the balance
  Credits surplus() const { return surplus_; }
  const Totals& totals() const { return totals_; }
  const CreditTerms& terms() const { return terms_; }

  /// How long the balance lasts with all vCPUs busy, rounded down: it cannot be empty earlier.
  /// The longest time of all in unlimited mode.
  Duration lasts() const;

  /// No discard and no charge can come earlier, whatever is used.
  Duration edge() const;

  /// Checks that the totals balance.
  void check() const;

 private:
  int most_used() const { return terms_.vcpus * parts_per_vcpu; }
  void earn(Credits amount);
  void move(Credits net);
  void charge_surplus();

  CreditTerms terms_;
  Time since_;         // settled until then
  Credits earned_{};   // 0 .. cap
  Credits launch_{};   // standard mode only
  Credits surplus_{};  // 0 .. cap, unlimited mode only, and none beside a balance
  Totals totals_{};
  bool running_ = true;
};

}  // namespace squall::compute
