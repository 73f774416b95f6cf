#include "squall/core/names.hpp"

namespace squall {

NameId Names::id(std::string_view text) {
  const auto known = ids_.find(text);
  if (known != ids_.end()) return known->second;
  const auto id = static_cast<NameId>(texts_.size());
  texts_.emplace_back(text);
  ids_.emplace(text, id);
  return id;
}

std::string_view Names::text(NameId id) const {
  return id == NameId::none ? std::string_view{} : texts_[static_cast<std::uint32_t>(id)];
}

}  // namespace squall
