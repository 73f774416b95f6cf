#pragma once

#include "squall/core/type.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::scenario {

/// Puts the things of other files into a scenario's tree:
///
///     include: [{file: region.yaml, as: seoul, region: ap-northeast-2,
///                set: {asg.web.max_size: 40}}]
///
/// A file that is included is a module. Its `set` edits it; then each of its things `web` becomes
/// `seoul/web`, and so does every name in it that means one of its things (other names mean things
/// of the including file). Things that name no region or zones get those of the entry, else the
/// module's own. Timelines and promises are added; a promise without a scope is then one about
/// everything. What concerns a run as a whole (`duration`,
/// `start`, `seed`, `variants`, ...) is dropped, so that a module can also be run by itself.
/// Modules may include others; files are found beside the one that names them.
class Includer {
 public:
  Includer(const Type& type, Sources& sources, Diagnostics& diagnostics);

  /// Works on the tree of the file with the given source, and takes `include` out of it.
  void include(Node& root, std::uint32_t source);

 private:
  struct Entry {
    const Node* file = nullptr;
    const Node* as = nullptr;
    const Node* region = nullptr;
    const Node* zones = nullptr;
    const Node* set = nullptr;
  };

  void include_all(Node& root);
  std::optional<Entry> read_entry(const Node& node);
  void include_one(Node& root, const Entry& entry);
  std::optional<Node> read_module(const Node& file);
  std::optional<Node> parse(const std::string& path, const Mark& mark);
  bool in_circle(const std::string& path, const Mark& mark);
  void add(Node& root, Node module);
  void add_section(const Key& name, Node& into, Node section);

  const Type& type_;
  Sources& sources_;
  Diagnostics& diagnostics_;
  std::uint32_t scenario_ = 0;
  std::vector<std::string> open_;      // the files being included, the scenario's first
  std::map<std::string, Node> files_;  // what each holds; an empty map where it cannot be read
  std::size_t bytes_ = 0;
  std::size_t values_ = 0;
  std::size_t modules_ = 0;
};

}  // namespace squall::scenario
