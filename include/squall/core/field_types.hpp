#pragma once

#include "squall/core/field.hpp"

#include <concepts>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace squall {
namespace core {

template <class T>
concept IsRecord = requires {
  Fields<T>::table;
};
template <class T>
concept IsChoice = requires {
  Alternatives<T>::table;
};
template <class T>
concept IsWords = requires {
  Words<T>::words;
};
template <class T>
concept IsScalar = requires {
  ScalarText<T>::example;
};

template <class T>
concept IsMap = requires {
  typename T::mapped_type;
};

template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};

struct AnyValue {
  template <class T>
  operator T() const;
};

// How many members an aggregate has: as many as it can be made from, and no more.
template <class Spec, class... Values>
constexpr std::size_t members() {
  if constexpr (requires { Spec{std::declval<Values>()..., AnyValue{}}; }) {
    return members<Spec, Values..., AnyValue>();
  } else {
    return sizeof...(Values);
  }
}

template <class Table>
constexpr std::string_view shorthand_of() {
  if constexpr (requires { Table::shorthand; }) return Table::shorthand;
  return {};
}

template <class Table>
constexpr std::string_view word_of() {
  if constexpr (requires { Table::word; }) return Table::word;
  return {};
}

template <class Spec>
Type make_record() {
  static_assert(members<Spec>() == Fields<Spec>::table.size(),
                "every member of a spec has one row in its table");
  static const Spec defaults{};
  constexpr bool positional = requires { Fields<Spec>::positional; };
  return {Fields<Spec>::name,
          RecordType{Fields<Spec>::table, &defaults, shorthand_of<Fields<Spec>>(), positional,
                     word_of<Fields<Spec>>()}};
}

template <class Enum>
Type make_words() {
  ScalarType scalar;
  scalar.example = Words<Enum>::words[0].word;
  scalar.words = Words<Enum>::words;
  scalar.read = [](std::string_view text, void* value) -> std::optional<Problem> {
    for (std::size_t i = 0; i < Words<Enum>::words.size(); ++i) {
      if (Words<Enum>::words[i].word != text) continue;
      *static_cast<Enum*>(value) = static_cast<Enum>(i);
      return std::nullopt;
    }
    return Problem{"is not known", {}};
  };
  scalar.print = [](const void* value) {
    return std::string(
        Words<Enum>::words[static_cast<std::size_t>(*static_cast<const Enum*>(value))].word);
  };
  return {Words<Enum>::name, scalar};
}

template <class Value>
Type make_scalar() {
  using Text = ScalarText<Value>;
  ScalarType scalar;
  scalar.example = Text::example;
  scalar.pattern = Text::pattern;
  scalar.bare_number = Text::bare_number;
  scalar.read = [](std::string_view text, void* value) {
    return Text::read(text, *static_cast<Value*>(value));
  };
  scalar.print = [](const void* value) { return Text::print(*static_cast<const Value*>(value)); };
  if constexpr (requires(const Value& a, const Value& b) { a < b; }) {
    scalar.compare = [](const void* a, const void* b) {
      const Value& left = *static_cast<const Value*>(a);
      const Value& right = *static_cast<const Value*>(b);
      return left < right ? -1 : right < left ? 1 : 0;
    };
  }
  return {Text::name, scalar};
}

template <class List>
Type make_list() {
  return {"list",
          ListType{&type_of<typename List::value_type>,
                   [](const void* list) { return static_cast<const List*>(list)->size(); },
                   [](const void* list, std::size_t index) -> const void* {
                     return &(*static_cast<const List*>(list))[index];
                   },
                   [](void* list) -> void* { return &static_cast<List*>(list)->emplace_back(); },
                   [](void* list) { static_cast<List*>(list)->clear(); }}};
}

template <class Key>
constexpr std::string_view bare_key_of() {
  if constexpr (requires { ScalarText<Key>::bare_key; }) return ScalarText<Key>::bare_key;
  return {};
}

template <class Map>
Type make_map() {
  using Key = typename Map::key_type;
  return {"map",
          MapType{&type_of<Key>, &type_of<typename Map::mapped_type>,
                  [](const void* map) {
                    std::vector<std::pair<const void*, const void*>> entries;
                    for (const auto& [key, value] : *static_cast<const Map*>(map))
                      entries.emplace_back(&key, &value);
                    return entries;
                  },
                  [](void* map, std::string_view text, std::optional<Problem>& problem) -> void* {
                    Key key{};
                    problem = ScalarText<Key>::read(text, key);
                    if (problem) return nullptr;
                    const auto [at, added] = static_cast<Map*>(map)->try_emplace(std::move(key));
                    return added ? &at->second : nullptr;
                  },
                  [](void* map) { static_cast<Map*>(map)->clear(); }, bare_key_of<Key>()}};
}

template <class Optional>
Type make_optional() {
  return {"optional",
          OptionalType{
              &type_of<typename Optional::value_type>,
              [](const void* optional) -> const void* {
                const auto& self = *static_cast<const Optional*>(optional);
                return self ? &*self : nullptr;
              },
              [](void* optional) -> void* { return &static_cast<Optional*>(optional)->emplace(); },
              [](void* optional) { static_cast<Optional*>(optional)->reset(); }}};
}

template <class T>
Type make_type() {
  if constexpr (IsRecord<T>) {
    return make_record<T>();
  } else if constexpr (IsChoice<T>) {
    return {Alternatives<T>::name,
            ChoiceType{Alternatives<T>::table, shorthand_of<Alternatives<T>>()}};
  } else if constexpr (IsWords<T>) {
    return make_words<T>();
  } else if constexpr (IsVector<T>::value) {
    return make_list<T>();
  } else if constexpr (IsMap<T>) {
    return make_map<T>();
  } else if constexpr (IsOptional<T>::value) {
    return make_optional<T>();
  } else if constexpr (std::same_as<T, Anything>) {
    return {"anything", AnyType{}};
  } else {
    static_assert(IsScalar<T>,
                  "a value of a spec needs a table: Fields, Alternatives, Words "
                  "or ScalarText");
    return make_scalar<T>();
  }
}

}  // namespace core

/// Nothing is registered anywhere: the tables beside the types say it all.
template <class T>
const Type& type_of() {
  static const Type type = core::make_type<T>();
  return type;
}

}  // namespace squall
