#pragma once

#include "squall/compute/credit_account.hpp"
#include "squall/core/engine.hpp"
#include "squall/core/journal.hpp"
#include "squall/core/names.hpp"
#include "squall/core/time.hpp"
#include "squall/service/fleet.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace squall::service {

using BurstId = std::uint32_t;

/// The CPU credits of a fleet's burstable instances: who has none in standard mode is throttled
/// to the baseline.
///
/// Requests cost nothing here. An account is settled, by what the CPU has used since, when it could
/// be empty at the earliest; and at a full balance, where it tells when the CPU was idle, each five
/// minutes. One that is throttled is looked at once a second, and bursts again with what it has
/// earned.
class Bursts {
 public:
  Bursts(Engine& engine, Fleet& fleet, Journal& journal);

  /// The account is settled until now. In the same order in every build.
  BurstId add(ServerId server, const compute::CreditAccount& account, NameId name);

  /// The instance stops, or runs again; and with launch credits where it is said.
  void stop(BurstId burst);
  void start(BurstId burst, bool with_launch_credits);

  /// How an instance stands now.
  struct Standing {
    compute::CreditAccount account;
    Duration throttled{};                 ///< at the baseline, all in all
    std::optional<Time> first_throttled;  ///< since when, the first time
  };
  Standing standing(BurstId burst) const;

  /// Checks that the totals of each account balance.
  void check() const;

 private:
  struct Burst {
    ServerId server;
    NameId name;
    Standing past;    // until it was settled last
    Duration used{};  // by the CPU, until then
    Time settled{};
    bool throttled = false;
  };

  void look(BurstId burst);  // event

  void settle(Burst& burst) const;
  void throttle(Burst& burst, bool on);

  Engine& engine_;
  Fleet& fleet_;
  Journal& journal_;
  Call<BurstId> look_;
  std::vector<Burst> bursts_;
};

}  // namespace squall::service
