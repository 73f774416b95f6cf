#pragma once

#include "squall/core/type.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>

namespace squall::scenario {

/// Puts what the files of `empirical: latencies.csv` hold in the place of their names, so that a
/// scenario that was read needs them no more. A file has one duration a line, or more columns of
/// which the first counts; a first line that is no duration is a header; blank lines and those
/// that begin with # say nothing.
class DataFiles {
 public:
  /// `scenario` is the source of the scenario's file: paths are relative to the file they stand in.
  DataFiles(std::uint32_t scenario, Sources& sources);

  void fill(const Type& type, Node& root, Diagnostics& diagnostics);

 private:
  void fill_one(Node& node, Diagnostics& diagnostics);
  const Node* values_of(const Node& file, Diagnostics& diagnostics);

  std::uint32_t scenario_;
  Sources& sources_;
  std::map<std::string, Node> files_;  // by path; each is read once
  std::size_t filled_ = 0;
};

}  // namespace squall::scenario
