#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace squall {

struct Field;
struct Type;

/// Types refer to each other through functions, so that tables can be constants.
using TypeRef = const Type& (*)();

/// What is wrong with a written value, and what to write instead.
struct Problem {
  std::string what;  ///< "needs a unit"
  std::string hint;  ///< "write '10s' or '10ms'", or empty
};

/// One word of a closed set and what it means.
struct Word {
  std::string_view word;
  std::string_view meaning;
};

/// One value written as one text: a duration, a name, a word of a closed set.
struct ScalarType {
  std::string_view example;  ///< "10s"
  std::string_view pattern;  ///< regular expression of the whole text; empty: any text
  bool bare_number = false;  ///< may stand as a plain number too
  std::optional<Problem> (*read)(std::string_view text, void* value) = nullptr;
  std::string (*print)(const void* value) = nullptr;
  int (*compare)(const void* a, const void* b) = nullptr;  ///< null: has no order
  std::span<const Word> words = {};                        ///< the closed set, if it is one
};

/// Named fields, each at most once.
struct RecordType {
  std::span<const Field> fields;
  const void* defaults;             ///< a record nobody has written to
  std::string_view shorthand = {};  ///< the field that a bare value stands for
  bool positional = false;          ///< written as a list, one item for each field
  std::string_view word = {};       ///< the field that a bare value with a letter first stands for
};

/// One of several forms of a Choice.
struct Alternative {
  std::string_view key;
  std::string_view meaning;
  TypeRef type;
  void* (*enter)(void* choice);             ///< makes it the form in force
  const void* (*peek)(const void* choice);  ///< null when another form is in force
  bool whole = false;  ///< its record's fields, the key among them, stand beside each other
  std::string_view names = {};    ///< the sections it names things of: "instances|databases"
  std::string_view example = {};  ///< as it would be written, where the type's own is no example

  constexpr Alternative naming(std::string_view sections) const {
    Alternative changed = *this;
    changed.names = sections;
    return changed;
  }
  constexpr Alternative like(std::string_view what) const {
    Alternative changed = *this;
    changed.example = what;
    return changed;
  }
};

/// Exactly one of several forms, told apart by its key: `{exponential: 12ms}`.
struct ChoiceType {
  std::span<const Alternative> alternatives;
  std::string_view shorthand = {};  ///< the alternative that a bare value stands for
};

/// Values in an order that means something. A single one needs no list.
struct ListType {
  TypeRef element;
  std::size_t (*size)(const void* list);
  const void* (*at)(const void* list, std::size_t index);
  void* (*add)(void* list);
  void (*clear)(void* list);
};

/// Values by key; the order in which they are written means nothing.
struct MapType {
  TypeRef key;
  TypeRef element;
  std::vector<std::pair<const void*, const void*>> (*entries)(const void* map);
  /// A new element under the key that the text says; null when the map has it already.
  void* (*add)(void* map, std::string_view key_text, std::optional<Problem>& problem);
  void (*clear)(void* map);
  std::string_view bare = {};  ///< the key that a bare value stands under, if it may
};

/// A value that may be absent, which is not the same as any value.
struct OptionalType {
  TypeRef element;
  const void* (*get)(const void* optional);  ///< null when absent
  void* (*emplace)(void* optional);
  void (*clear)(void* optional);
};

/// Any value at all, read later by whoever knows its place: what a variant sets a path to.
struct AnyType {};

/// What a spec struct holds of such a value: nothing, for the tree that was written holds it.
struct Anything {
  friend bool operator==(const Anything&, const Anything&) = default;
};

/// How values of one C++ type are written in a file and reached in memory. The loader, the writer,
/// the schema, `explain` and the reference page are all driven by it; it knows nothing of YAML.
struct Type {
  std::string_view name;  ///< "duration", "health check"
  std::variant<ScalarType, RecordType, ChoiceType, ListType, MapType, OptionalType, AnyType> form;

  template <class Form>
  const Form* as() const {
    return std::get_if<Form>(&form);
  }
};

/// The type of a type that may be absent; any other type as it is.
inline const Type& without_optional(const Type& type) {
  const auto* optional = type.as<OptionalType>();
  return optional ? optional->element() : type;
}

}  // namespace squall
