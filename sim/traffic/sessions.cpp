#include "squall/traffic/sessions.hpp"

#include "squall/core/bits.hpp"
#include "squall/core/distribution_spec.hpp"

namespace squall::traffic {

namespace {

constexpr std::uint64_t think_purpose = hash_of("client/think");

}  // namespace

Sessions::Sessions(const std::optional<SessionSpec>& spec)
    : requests_(spec ? static_cast<std::uint32_t>(spec->requests) : 1),
      think_(to_distribution(spec ? spec->think : DistributionSpec())) {}

Key Sessions::next_key(std::uint32_t session) {
  Session& its = sessions_[session];
  return child(its.key, its.sent++);
}

std::optional<Duration> Sessions::settled(std::uint32_t session, Key request) {
  if (sessions_[session].sent < requests_) return think_.duration(Draw(request, think_purpose));
  sessions_.release(session);
  return std::nullopt;
}

}  // namespace squall::traffic
