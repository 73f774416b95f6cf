#pragma once

#include <cstdint>

namespace squall {

/// A TCP or UDP port.
struct Port {
  int number = 80;

  friend bool operator==(Port, Port) = default;
  friend bool operator<(Port a, Port b) { return a.number < b.number; }
};

/// A block of IPv4 addresses: 10.0.0.0/8.
struct Cidr {
  std::uint32_t address = 0;
  int prefix = 0;  ///< how many leading bits are the block's own

  /// Whether the block holds the address.
  bool holds(std::uint32_t other) const {
    const std::uint32_t mask = prefix == 0 ? 0 : ~std::uint32_t{0} << (32 - prefix);
    return (other & mask) == address;
  }

  friend bool operator==(const Cidr&, const Cidr&) = default;
};

/// 198.18.0.0/15, which belongs to nobody in the world outside.
inline constexpr Cidr nobodys_block{0xc612'0000, 15};

}  // namespace squall
