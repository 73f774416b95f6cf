#pragma once

#include "squall/core/type.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace squall {

/// One row of a spec struct's table: the only place where a field is described.
///
///     field<&HealthCheckSpec::interval>("interval", "between two probes").within("5s", "300s")
struct Field {
  std::string_view key;
  std::string_view meaning;  ///< one sentence, no full stop
  TypeRef type;
  void* (*reach)(void* record);

  bool needed = false;
  std::string_view least = {};    ///< as it would be written
  std::string_view most = {};     ///< as it would be written
  std::string_view names = {};    ///< the sections it names a thing of: "instances|databases"
  std::string_view absent = {};   ///< what stands for an absent value: "all zones of the scenario"
  std::string_view differs = {};  ///< how the default differs from AWS's
  std::string_view example = {};  ///< as it would be written, where the type's own is no example
  bool live = false;              ///< may be set while a run goes on
  bool inlined = false;           ///< a choice whose key stands among the record's own

 private:
  // Above those that call it: only then clang takes what they give for a constant.
  template <class T>
  constexpr Field with(T Field::*member, T value) const {
    Field changed = *this;
    changed.*member = value;
    return changed;
  }

 public:
  constexpr Field required() const { return with(&Field::needed, true); }
  constexpr Field within(std::string_view low, std::string_view high) const {
    return with(&Field::least, low).with(&Field::most, high);
  }
  constexpr Field at_least(std::string_view low) const { return with(&Field::least, low); }
  constexpr Field naming(std::string_view sections) const { return with(&Field::names, sections); }
  constexpr Field otherwise(std::string_view what) const { return with(&Field::absent, what); }
  constexpr Field unlike_aws(std::string_view how) const { return with(&Field::differs, how); }
  constexpr Field like(std::string_view what) const { return with(&Field::example, what); }
  constexpr Field settable() const { return with(&Field::live, true); }
  constexpr Field among() const { return with(&Field::inlined, true); }

  const void* reach_const(const void* record) const { return reach(const_cast<void*>(record)); }
};

/// Specialised beside each spec struct: `name`, `table`, and where wanted `shorthand`,
/// `positional`.
template <class Spec>
struct Fields;

/// Specialised beside each choice: `name`, `table` of Alternatives, and where wanted `shorthand`.
template <class Choice>
struct Alternatives;

/// Specialised beside each enum of the language: `name` and `words`, in the order of its values.
template <class Enum>
struct Words;

/// Specialised for each C++ type written as one text: `name`, `example`, `pattern`, `bare_number`,
/// `read(text, value)`, `print(value)`, and where it has an order `compare(a, b)`.
template <class Value>
struct ScalarText;

/// The description of T. Defined in field_types.hpp, which the language alone includes: whoever
/// holds a spec need not compile what reads and prints it.
template <class T>
const Type& type_of();

namespace core {

template <class Spec, class Member>
Member member_type(Member Spec::*);
template <class Spec, class Member>
Spec record_type(Member Spec::*);

}  // namespace core

template <auto Member>
constexpr Field field(std::string_view key, std::string_view meaning) {
  using Spec = decltype(core::record_type(Member));
  using Value = decltype(core::member_type(Member));
  return Field{key, meaning, &type_of<Value>,
               [](void* record) -> void* { return &(static_cast<Spec*>(record)->*Member); }};
}

/// One form of a choice, which keeps it in its member `form`, a std::variant.
template <class Choice, class Form>
constexpr Alternative alternative(std::string_view key, std::string_view meaning) {
  return Alternative{key, meaning, &type_of<Form>,
                     [](void* choice) -> void* {
                       return &static_cast<Choice*>(choice)->form.template emplace<Form>();
                     },
                     [](const void* choice) -> const void* {
                       return std::get_if<Form>(&static_cast<const Choice*>(choice)->form);
                     }};
}

/// The same, for a form that is written as its one member is.
template <class Choice, auto Member>
constexpr Alternative alternative(std::string_view key, std::string_view meaning) {
  using Form = decltype(core::record_type(Member));
  using Value = decltype(core::member_type(Member));
  return Alternative{
      key, meaning, &type_of<Value>,
      [](void* choice) -> void* {
        return &(static_cast<Choice*>(choice)->form.template emplace<Form>().*Member);
      },
      [](const void* choice) -> const void* {
        const auto* form = std::get_if<Form>(&static_cast<const Choice*>(choice)->form);
        return form ? &(form->*Member) : nullptr;
      }};
}

/// The same, for a form whose own fields, the key among them, stand beside each other.
template <class Choice, class Form>
constexpr Alternative whole_alternative(std::string_view key, std::string_view meaning) {
  Alternative row = alternative<Choice, Form>(key, meaning);
  row.whole = true;
  return row;
}

}  // namespace squall
