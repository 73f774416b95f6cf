#include "squall/traffic/origins.hpp"

#include "squall/core/bits.hpp"

#include <algorithm>

namespace squall::traffic {

namespace {

constexpr std::uint64_t connection_purpose = hash_of("client/connection");
constexpr std::uint64_t address_purpose = hash_of("client/address");

std::uint64_t size_of(const Cidr& block) { return std::uint64_t{1} << (32 - block.prefix); }

}  // namespace

Origins::Origins(const ClientSpec& spec)
    : shared_(static_cast<std::uint32_t>(spec.connections)),
      keep_alive_(spec.keep_alive.value_or(Duration::max())),
      first_address_(spec.source_ip.address),
      addresses_(size_of(spec.source_ip)) {
  if (spec.addresses > 0) addresses_ = std::min(addresses_, std::uint64_t(spec.addresses));
}

std::uint32_t Origins::connection_for(Key request) const {
  return static_cast<std::uint32_t>(below(Draw(request, connection_purpose), shared_));
}

void Origins::use(std::uint32_t user, Time now) {
  make_room(user);
  if (keep_alive_ == Duration::max()) return;
  if (now - used_[user] >= keep_alive_) ++connections_[user];
  used_[user] = now;
}

void Origins::hang_up(std::uint32_t user) { ++connections_[user]; }

void Origins::make_room(std::uint32_t user) {
  if (user < connections_.size()) return;
  connections_.resize(user + std::size_t{1});
  if (keep_alive_ != Duration::max()) used_.resize(connections_.size());
}

service::Sender Origins::of_user(std::uint32_t user, std::uint32_t visit) const {
  return {user, visit, connections_[user], address(user + std::uint64_t{visit})};
}

service::Sender Origins::of_stranger(Key request) const {
  service::Sender stranger;
  stranger.address = address(Draw(request, address_purpose).bits());
  return stranger;
}

std::uint32_t Origins::address(std::uint64_t of) const {
  return first_address_ + static_cast<std::uint32_t>(of % addresses_);
}

}  // namespace squall::traffic
