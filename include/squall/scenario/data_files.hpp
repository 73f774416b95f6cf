#pragma once

#include "squall/core/type.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/document.hpp"
#include "squall/traffic/series.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace squall::scenario {

/// Puts what the files of `empirical: latencies.csv` hold in the place of their names, so that a
/// scenario that was read needs them no more. A file has one duration a line, or more columns of
/// which the first counts; a first line that is no duration is a header; blank lines and those
/// that begin with # say nothing. So too what the files of recorded rates hold, as a series.
class DataFiles {
 public:
  /// `scenario` is the source of the scenario's file: paths are relative to the file they stand in.
  DataFiles(std::uint32_t scenario, Sources& sources);

  void fill(const Type& type, Node& root, Diagnostics& diagnostics);

 private:
  using ReadSeries = std::optional<traffic::Series> (*)(std::uint32_t source, const Node& fields,
                                                        const Sources& sources,
                                                        Diagnostics& diagnostics);

  void fill_one(Node& node, Diagnostics& diagnostics);
  void fill_rate(Node& node, ReadSeries read, Diagnostics& diagnostics);
  const std::string* series_of(const Node& fields, ReadSeries read, Diagnostics& diagnostics);
  static void refuse_size(const Node& file, Diagnostics& diagnostics);
  const Node* values_of(const Node& file, Diagnostics& diagnostics);

  std::uint32_t scenario_;
  Sources& sources_;
  std::map<std::string, Node> files_;          // by path; each is read once
  std::map<std::string, std::string> series_;  // by path and columns, as text
  std::size_t filled_ = 0;
};

}  // namespace squall::scenario
