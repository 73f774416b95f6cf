#pragma once

#include "squall/core/field.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"

#include <map>
#include <string>
#include <string_view>

namespace squall::scenario {

/// Fills a value from a tree as its type says, and gathers everything that does not fit: unknown
/// and missing fields, wrong kinds of values, what is out of range, names that name nothing.
class Reader {
 public:
  /// `root` is the whole document, whose sections hold the names that fields refer to.
  Reader(const Node& root, Diagnostics& diagnostics);

  void read(const Type& type, const Node& node, void* value);

 private:
  // The names of a section and how many instances each stands for; 0 where it is no instances.
  using Names = std::map<std::string, int, std::less<>>;

  // Where the reading stands, from the root; made into text only for a message.
  struct Path {
    const Path* parent = nullptr;
    std::string_view key = {};
    int index = -1;
  };

  void read(const Type& type, const Node& node, void* value, const Path& path, const Field* field);
  void read_form(const ScalarType& form, const Type& type, const Node& node, void* value,
                 const Path& path, const Field* field);
  void read_form(const RecordType& form, const Type& type, const Node& node, void* value,
                 const Path& path, const Field* field);
  void read_form(const ChoiceType& form, const Type& type, const Node& node, void* value,
                 const Path& path, const Field* field);
  void read_form(const ListType& form, const Type& type, const Node& node, void* value,
                 const Path& path, const Field* field);
  void read_form(const MapType& form, const Type& type, const Node& node, void* value,
                 const Path& path, const Field* field);
  void read_form(const OptionalType& form, const Type& type, const Node& node, void* value,
                 const Path& path, const Field* field);
  void read_form(const AnyType&, const Type&, const Node&, void*, const Path&, const Field*) {}

  void read_fields(const RecordType& form, const Type& type, const Node& node, void* value,
                   const Path& path);
  void read_positional(const RecordType& form, const Type& type, const Node& node, void* value,
                       const Path& path);
  void require(const RecordType& form, const Node& node, const Path& path);
  void check_range(const ScalarType& form, const Mark& mark, const void* value, const Path& path,
                   const Field& field);
  void check_name(const Field& field, const Key& name, const Path& path);
  void add_entry(const MapType& form, const Node& map, const Key& key, const Node* item,
                 void* value, const Path& path, const Field* field);
  static std::string said_before(const MapType& form, const Node& map, const Key& key);
  const Names& names_of(std::string_view section);

  void expected(const std::string& what, const Node& node, const Path& path, std::string hint = {});
  void problem(const Node& node, const Path& path, const Problem& problem);
  void unknown(const Key& key, std::string_view kind, const std::vector<std::string_view>& known,
               const Path& path);

  static std::string text(const Path& path);
  static std::string subject(const Path& path);
  static std::string where(const Path& path);

  const Node& root_;
  Diagnostics& diagnostics_;
  std::map<std::string, Names, std::less<>> names_;
};

/// More names than these are not compared with a misspelt one.
constexpr std::size_t most_guesses = 5000;

/// "did you mean 'health_check'?", else "known: a, b, c" when that is short, else nothing.
std::string guess(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace squall::scenario
