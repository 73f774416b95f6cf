#include "squall/core/text.hpp"

#include "scenario/checks/checking.hpp"

#include <fmt/format.h>

namespace squall::scenario {

// What is written and has no part in what happens is a mistake.
void check_retry(const Checking& checking, const service::RetrySpec& retry, const Place& at) {
  if (retry.attempts.standard) {
    for (const std::string_view field : {"base", "factor", "max", "jitter", "budget"}) {
      if (!checking.written.find(at / field)) continue;
      checking.key_error(at / field,
                         fmt::format("'{}' cannot stand beside 'attempts: standard'", field), at,
                         "the standard mode says it itself; write 'attempts: 3' to choose");
    }
  } else if (retry.jitter == service::Jitter::decorrelated &&
             checking.written.find(at / "factor")) {
    checking.key_error(at / "factor", "'factor' has no part in decorrelated jitter", at,
                       "a pause is at most three times the one before");
  }
}

void check_hedge(const Checking& checking, const std::optional<service::HedgeSpec>& hedge,
                 std::optional<Duration> timeout, const Place& at) {
  if (!hedge || !timeout || hedge->after < *timeout) return;
  checking.error(
      at,
      fmt::format("the hedge comes after {}, when the attempt is given up ({})",
                  ScalarText<Duration>::print(hedge->after), ScalarText<Duration>::print(*timeout)),
      at.parent(), "write a time below 'timeout'");
}

}  // namespace squall::scenario
