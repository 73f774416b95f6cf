#pragma once

#include "squall/faults/try_spec.hpp"
#include "squall/network/security_groups.hpp"
#include "squall/world/access.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace squall::world {

/// Who tries, as things stand.
struct AccessFrom {
  std::string name;  ///< as a sentence calls it
  network::Party party;
  std::string region{};                    ///< empty: it is nowhere inside
  std::string place{};                     ///< empty: beside everybody
  std::uint32_t public_ip = 0;             ///< 0: none
  std::optional<AccessFinding> silence{};  ///< why it cannot ask
};

/// Whom it meets, as things stand.
struct AccessTo {
  enum class Process : std::uint8_t { takes, full, starts_up, crashed, hangs };

  std::optional<AccessFinding> silence;  ///< why nobody is there, or does not answer
  std::string name;                      ///< of the instance or the database
  network::Party party;
  std::string region;
  std::string place;
  std::uint32_t public_ip = 0;  ///< 0: none
  bool has_way = true;
  std::vector<int> ports;  ///< where the process listens; the first is the service's
  Process process = Process::takes;
  bool has_sshd = true;
  std::string key_pair;
};

/// What comes of an attempt: of all that stands in its way the first, in this order.
///
///     whoever tries -> address -> state -> way -> security groups -> port -> key
AccessFinding judge(const faults::TrySpec& attempt, const AccessFrom& from, const AccessTo& to,
                    const network::SecurityGroups& groups);

/// The port at which it asks.
int port_of(const faults::TrySpec& attempt);

}  // namespace squall::world
