#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace squall::scenario {

/// A place in a source: where a value was written.
struct Mark {
  std::uint32_t source = 0;  ///< index into Sources
  int line = 0;              ///< from 1; 0: the source as a whole
  int column = 0;            ///< from 1, in bytes

  friend auto operator<=>(const Mark&, const Mark&) = default;
};

/// The texts that a scenario was read from, for diagnostics that show them: files, and edits given
/// on the command line.
class Sources {
 public:
  struct Source {
    std::string name;
    std::string text;
    std::vector<std::size_t> line_starts;
  };

  std::uint32_t add(std::string name, std::string text);
  const Source& operator[](std::uint32_t id) const { return sources_[id]; }
  std::string_view line(const Mark& mark) const;

  /// The mark's column counted in characters.
  int column_in_characters(const Mark& mark) const;

 private:
  std::vector<Source> sources_;
};

struct Key {
  std::string text;
  Mark mark;
};

/// A value as it was written: nothing, one text, a list or a map, with its mark. Front ends fill
/// it; everything else works on it. A map keeps its keys in the order of the file, each once.
struct Node {
  enum class Kind : std::uint8_t { nothing, scalar, list, map };

  Kind kind = Kind::nothing;
  bool quoted = false;  ///< a scalar that was written as a text on purpose
  Mark mark;
  std::string text;         ///< of a scalar
  std::vector<Node> items;  ///< of a list, or a map's values
  std::vector<Key> keys;    ///< keys[i] belongs to items[i]

  static Node scalar(std::string text, Mark mark = {});
  static Node list(Mark mark = {});
  static Node map(Mark mark = {});

  bool is_map() const { return kind == Kind::map; }
  bool is_list() const { return kind == Kind::list; }
  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_nothing() const { return kind == Kind::nothing; }

  /// The value under a key; null where there is none. Looks through the keys one after the other.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);
  const Key* find_key(std::string_view key) const;

  /// Puts a value under a key, new or not.
  Node& set(Key key, Node value);
  void erase(std::string_view key);
};

/// "a map", "a list", "'10s'": what was written, for messages.
std::string described(const Node& node);

/// A path as text, its parts quoted where they would not read back: `alarms."too.hot".period`.
std::string join_path(std::string_view path, std::string_view key);

}  // namespace squall::scenario
