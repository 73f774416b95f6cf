#include "squall/core/slots.hpp"

#include <utility>

#include <sys/mman.h>

namespace squall::core {

AddressSpace::AddressSpace(std::size_t items, std::size_t item_size) {
  for (; items > 0; items /= 2) {
    void* const start = ::mmap(nullptr, items * item_size, PROT_READ | PROT_WRITE,
                               MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED) continue;
    start_ = start;
    size_ = items * item_size;
    return;
  }
  throw std::bad_alloc();
}

AddressSpace::AddressSpace(AddressSpace&& other) noexcept
    : start_(std::exchange(other.start_, nullptr)), size_(std::exchange(other.size_, 0)) {}

AddressSpace& AddressSpace::operator=(AddressSpace&& other) noexcept {
  std::swap(start_, other.start_);
  std::swap(size_, other.size_);
  return *this;
}

AddressSpace::~AddressSpace() {
  if (start_ != nullptr) ::munmap(start_, size_);
}

}  // namespace squall::core
