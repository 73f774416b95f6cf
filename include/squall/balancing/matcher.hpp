#pragma once

#include "squall/core/field.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::balancing {

/// The statuses that are a good answer to a probe: "200", "200,301-302".
struct Matcher {
  static constexpr int least = 200;
  static constexpr int most = 499;

  struct Range {
    int first = 0;
    int last = 0;

    friend bool operator==(const Range&, const Range&) = default;
  };

  std::vector<Range> ranges{{200, 200}};

  bool takes(int status) const;

  friend bool operator==(const Matcher&, const Matcher&) = default;
};

}  // namespace squall::balancing

template <>
struct squall::ScalarText<squall::balancing::Matcher> {
  using Matcher = squall::balancing::Matcher;
  static constexpr std::string_view name = "statuses";
  static constexpr std::string_view example = "200-299";
  static constexpr std::string_view pattern =
      "^[234][0-9]{2}(-[234][0-9]{2})?(,[234][0-9]{2}(-[234][0-9]{2})?)*$";
  static constexpr bool bare_number = true;
  static std::optional<Problem> read(std::string_view text, Matcher& value);
  static std::string print(const Matcher& value);
};
