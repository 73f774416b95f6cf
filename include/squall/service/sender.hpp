#pragma once

#include <cstdint>

namespace squall::service {

/// Who has sent an attempt, as the other end of its connection can tell.
struct Sender {
  static constexpr std::uint32_t nobody = 0xffffffff;

  /// A number among those that its caller has now: whoever comes again comes with the same one.
  /// Numbers are small and given again. `nobody`: one who comes once, on a connection of its own.
  std::uint32_t user = nobody;
  std::uint32_t visit = 0;       ///< tells those who had the number one after the other apart
  std::uint32_t connection = 0;  ///< which of that user's: another number is another connection
  std::uint32_t address = 0;     ///< IPv4
};

}  // namespace squall::service
