#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace squall {

/// Values by name in the order in which they were given, where that order means something.
template <class T>
class InOrder {
 public:
  using key_type = std::string;
  using mapped_type = T;
  using Entry = std::pair<std::string, T>;

  /// The entry of that name, made last where there was none, and whether it was made.
  std::pair<typename std::vector<Entry>::iterator, bool> try_emplace(std::string name,
                                                                     T value = {}) {
    const auto known = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.first == name; });
    if (known != entries_.end()) return {known, false};
    entries_.emplace_back(std::move(name), std::move(value));
    return {entries_.end() - 1, true};
  }

  void clear() { entries_.clear(); }

  std::size_t size() const { return entries_.size(); }
  bool empty() const { return entries_.empty(); }
  auto begin() const { return entries_.begin(); }
  auto end() const { return entries_.end(); }

  friend bool operator==(const InOrder&, const InOrder&) = default;

 private:
  std::vector<Entry> entries_;
};

}  // namespace squall
