#pragma once

#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"

#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace squall::scenario {

/// A path from the root: keys, and indices of lists.
class Place {
 public:
  struct Part {
    std::string key;
    int index = -1;  // >= 0: an item of a list
  };

  Place() = default;
  Place(std::initializer_list<std::string_view> keys);

  Place operator/(std::string_view key) const;
  Place operator[](std::size_t index) const;
  Place parent() const;

  const std::vector<Part>& parts() const { return parts_; }

 private:
  std::vector<Part> parts_;
};

/// The document, asked for what was written where.
class Written {
 public:
  /// What `diagnostics` has called wrong so far is not sound.
  Written(const Node& root, const Diagnostics& diagnostics);

  /// Null where the file says nothing there. A single value is the first item of a list.
  const Node* find(const Place& place) const;

  /// Of the value; of the nearest that holds it where it is not written.
  Mark mark(const Place& place) const;

  /// Of the key in front of the value.
  Mark key_mark(const Place& place) const;

  /// "services.web.handler[1].call", with the indices that were written.
  std::string text(const Place& place) const;

  /// Whether nothing at the place or inside has been called wrong.
  bool sound(const Place& place) const;

 private:
  struct Found {
    const Node* node;       // the deepest on the way
    const Node* holder;     // the one before it
    std::size_t depth = 0;  // how many parts were found
  };

  Found descend(const Place& place) const;
  const Node* child(const Node& node, const Place::Part& part) const;
  const Node* child(const Node& map, std::string_view key) const;
  bool sound(const Node& node) const;

  const Node& root_;
  std::set<Mark> wrong_;
  // Large maps are searched by an index made at the first question.
  mutable std::unordered_map<const Node*, std::unordered_map<std::string_view, const Node*>> index_;
};

}  // namespace squall::scenario
