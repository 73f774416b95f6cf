#pragma once

#include "squall/core/draw.hpp"

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace squall::test {

/// A small scenario of an Auto Scaling group `web` and all that may happen to it, as YAML: the same
/// for the same number, and without a feature the same but for that.
class RandomGroup {
 public:
  using Features = std::set<std::string>;

  explicit RandomGroup(std::uint64_t number, Features without = {});

  const std::string& yaml() const { return yaml_; }
  const Features& features() const { return features_; }
  const Features& tried() const { return tried_; }

 private:
  Draw draw(std::string_view name) const;
  bool has(const std::string& feature, double chance);
  int from_to(std::string_view name, int least, int most) const;
  std::string one_of(std::string_view name, const std::vector<std::string>& choices) const;

  void write(const std::string& line) { yaml_ += line + '\n'; }
  void write_group();
  void write_load();
  void write_timeline();
  std::string policies();
  std::string scheduled();
  std::string suspended();

  const Key key_;
  const Features without_;
  Features features_;
  Features tried_;
  std::string yaml_;
  int min_ = 1;
  int max_ = 4;
  bool lives_long_ = false;
};

}  // namespace squall::test
