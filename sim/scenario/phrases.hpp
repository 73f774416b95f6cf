#pragma once

#include "squall/core/field.hpp"

#include <string>
#include <string_view>

namespace squall::scenario {

/// The tables in words, for people who read about the language.

/// "duration", "list of text", "map of NAME: target group", "one of none, full".
std::string type_phrase(const Type& type);

/// "5s to 300s", "at least 1ms"; empty where anything goes.
std::string range_phrase(const Field& field);

/// "load_balancers or instances" of "load_balancers|instances"; empty where it names nothing.
std::string sections_phrase(std::string_view names);

/// The default as it would be written; empty where it is not one text, or something else stands
/// for an absent value.
std::string default_text(const Field& field, const RecordType& record);

/// The same for people: "required", "none", "the scenario's region"; empty for a record, whose
/// fields have defaults of their own.
std::string default_phrase(const Field& field, const RecordType& record);

/// How a value of the field looks in a file: "{exponential: 10s}"; empty where nothing can be said.
std::string example_of(const Type& type, const Field* field);

/// A name as one lower-case word: "Auto Scaling group" is auto_scaling_group.
std::string anchor(std::string_view name, char between = '_');

}  // namespace squall::scenario
