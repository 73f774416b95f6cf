#pragma once

#include "squall/core/type.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"
#include "squall/scenario/path.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace squall::scenario {

/// One change of a scenario: the value that a path gets, or nothing to take away what is there.
struct Edit {
  std::vector<PathPart> path;
  Node value;
};

/// Changes a tree as if its file had been changed: before any `like` is resolved, so that a thing
/// that takes from an edited one takes the new value. Its path is checked against the types while
/// it is walked; the value is checked when the tree is read.
class Editor {
 public:
  Editor(const Type& type, Node& root, Diagnostics& diagnostics);

  void apply(const Edit& edit);

 private:
  // A place in the tree, and what stands at the same place of the thing that this one is like.
  struct Place {
    Node& node;
    const Node* taken;
    std::size_t at;  // the part of the path that leads on
    const std::string& path;
  };

  // Each tells whether all of the edit found its place.
  bool step(const Type& type, const Place& place);
  bool step_into(const ScalarType&, const Type& type, const Place& place);
  bool step_into(const RecordType& form, const Type& type, const Place& place);
  bool step_into(const ChoiceType& form, const Type& type, const Place& place);
  bool step_into(const ListType& form, const Type& type, const Place& place);
  bool step_into(const MapType& form, const Type& type, const Place& place);
  bool step_into(const OptionalType& form, const Type& type, const Place& place);
  bool step_into(const AnyType&, const Type& type, const Place& place);

  bool step_positional(const RecordType& form, const Place& place);
  bool step_item(const ListType& form, const Place& place);
  bool step_key(const Type& type, const PathPart& part, const Place& place);
  bool step_entry(const MapType& form, const std::string& name, const Place& place);
  bool step_every(const MapType& form, const Place& place);
  bool is_new(const MapType& form, const PathPart& part, const Place& place);
  bool refuse_name(const PathPart& part, const Place& place);

  const PathPart& part(const Place& place) const { return edit_->path[place.at]; }
  bool is_last(const Place& place) const { return place.at + 1 == edit_->path.size(); }
  bool removes(const Place& place) const { return is_last(place) && edit_->value.is_nothing(); }
  bool refuse(const PathPart& part, std::string what, std::string_view where,
              std::string hint = {});
  bool refuse_kind(const Type& type, const Place& place);

  const Type& type_;
  Node& root_;
  Diagnostics& diagnostics_;
  const Edit* edit_ = nullptr;
  std::size_t written_ = 0;  // values that edits have put into the tree
};

/// What a map of paths to values says: a variant, or the `set` of an included file.
std::vector<Edit> edits_of(const Node& paths, const Sources& sources, Diagnostics& diagnostics);

}  // namespace squall::scenario
