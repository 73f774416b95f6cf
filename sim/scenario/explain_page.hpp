#pragma once

#include "scenario/places.hpp"
#include "scenario/value_kinds.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace squall::scenario {

/// The pages that `squall explain` prints.

/// The sections of a file.
std::string top_page(std::size_t width);

/// All about one field or form, and what stands inside it.
std::string place_page(const LanguagePlace& place, std::size_t width);

/// The fields of a record, or the forms of a choice.
std::string table_page(const Type& table, std::size_t width);

/// One line for each: where it stands and what it means.
std::string place_list(const std::vector<const LanguagePlace*>& places, std::size_t width);

/// The record or choice of that name; null where there is none.
const Type* find_table(std::string_view name);

/// "10s, 250ms, 1h30m".
std::string example_list(const ValueKind& kind);

}  // namespace squall::scenario
