#pragma once

#include <cstddef>

namespace squall::core {

/// Address space for as many items as there may ever be, or for half as many, and so on, where the
/// system gives no more: it costs nothing until it is written to.
class AddressSpace {
 public:
  AddressSpace() = default;
  AddressSpace(std::size_t items, std::size_t item_size);
  AddressSpace(AddressSpace&& other) noexcept;
  AddressSpace& operator=(AddressSpace&& other) noexcept;
  ~AddressSpace();

  void* start() const { return start_; }
  std::size_t size() const { return size_; }

 private:
  void* start_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace squall::core
