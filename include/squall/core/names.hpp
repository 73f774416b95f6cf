#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace squall {

/// The number of a name, in the order in which the names came up.
enum class NameId : std::uint32_t { none = 0xffffffff };

/// Gives each name a number once, so that records and events hold numbers.
class Names {
 public:
  /// The same id for the same text, always.
  NameId id(std::string_view text);

  /// Empty for NameId::none.
  std::string_view text(NameId id) const;

 private:
  std::vector<std::string> texts_;
  std::map<std::string, NameId, std::less<>> ids_;
};

}  // namespace squall
