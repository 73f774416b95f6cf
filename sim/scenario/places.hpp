#pragma once

#include "squall/core/field.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace squall::scenario {

/// A top-level field of a file and the record it belongs to.
struct TopLevel {
  const Field* field;
  const RecordType* record;
};

/// The scenario's own fields, then those of the document.
std::vector<TopLevel> top_level();

/// Whether the section holds records by name, which may say `like: NAME`.
bool has_named_things(const Field& section);

/// One thing that a file may say, and where: a field of a record, or a form of a choice.
struct LanguagePlace {
  std::string path;  ///< "target_groups.NAME.health_check.interval"
  std::string_view key;
  std::string_view meaning;
  const Type* type = nullptr;
  std::string_view names = {};         ///< the sections that it names a thing of
  std::string_view example = {};       ///< as it would be written, where the type's own is none
  const Field* field = nullptr;        ///< null: a form of a choice
  const RecordType* record = nullptr;  ///< the field's

  /// The row of a table that says it; several places may have the same.
  const void* row = nullptr;
};

/// Every place of the language, in the order of the tables; what stands inside itself, as a step
/// in a step, is entered once more and not again.
const std::vector<LanguagePlace>& places();

/// What is inside: of a map or a list its elements, of what may be absent the value.
const Type& inner(const Type& type);

/// The records and choices of the language, each once, in the order of their first places.
std::vector<const Type*> tables();

/// The field, or the form, that a bare value stands for; null where there is none.
const Field* shorthand_of(const RecordType& record);
const Alternative* shorthand_of(const ChoiceType& choice);

}  // namespace squall::scenario
