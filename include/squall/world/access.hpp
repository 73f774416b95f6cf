#pragma once

#include "squall/core/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace squall::world {

/// What comes of an attempt to get in.
enum class AccessOutcome : std::uint8_t {
  connected,
  timed_out,          ///< silence
  refused,            ///< the system answers that nobody listens there
  failed,             ///< somebody answers, who was not meant
  permission_denied,  ///< by sshd
  not_made            ///< whoever should have tried is not there
};

/// In the order in which they are looked for: the first that holds is given.
enum class AccessReason : std::uint8_t {
  none,  ///< connected
  asker,
  no_address,
  no_public_ip,
  state,
  boots,
  host_failed,
  zone_lost,
  frozen,
  no_way,
  outbound_rules,
  inbound_rules,
  port,
  crashed,
  starts_up,
  backlog,
  hangs,
  no_key_pair,
  key
};

/// "timed_out", "inbound_rules".
std::string_view word(AccessOutcome outcome);
std::string_view word(AccessReason reason);

struct AccessFinding {
  AccessOutcome outcome = AccessOutcome::connected;
  AccessReason reason = AccessReason::none;
  std::string why;  ///< a sentence without a full stop
};

/// One attempt that was made.
struct AccessResult {
  Duration at{};
  std::string attempt;  ///< "ssh web-1 from 203.0.113.7 with alice"
  AccessFinding finding;
};

/// "ssh web-1 from 203.0.113.7: timed out, web-1 is stopped".
std::string describe(const AccessResult& result);

}  // namespace squall::world
