#pragma once

#include "squall/core/address.hpp"
#include "squall/core/invariant.hpp"

#include <cstdint>
#include <deque>

namespace squall::compute {

/// The addresses of a block, given out one after the other. One that comes back is given again
/// when no other is left, and of those the one first that came back first.
class AddressPool {
 public:
  /// The block's first addresses, so many, are nobody's.
  AddressPool(const Cidr& block, std::uint32_t reserved)
      : next_(block.address + reserved),
        left_((std::uint64_t{1} << (32 - block.prefix)) - reserved) {}

  /// Requires: some address is not given out.
  std::uint32_t take() {
    if (left_ > 0) {
      --left_;
      return next_++;
    }
    INVARIANT(!returned_.empty());
    const std::uint32_t address = returned_.front();
    returned_.pop_front();
    return address;
  }

  void give_back(std::uint32_t address) { returned_.push_back(address); }

 private:
  std::uint32_t next_;
  std::uint64_t left_;
  std::deque<std::uint32_t> returned_;
};

}  // namespace squall::compute
