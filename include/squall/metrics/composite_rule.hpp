#pragma once

#include "squall/core/type.hpp"
#include "squall/metrics/alarm_state.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace squall::metrics {

/// What a composite alarm makes of other alarms:
///
///     ALARM(errors) AND NOT (ALARM("deploying now") OR INSUFFICIENT_DATA(errors))
///
/// NOT binds closest, then AND, then OR. TRUE and FALSE stand for themselves.
class CompositeRule {
 public:
  static constexpr std::size_t most_children = 100;
  static constexpr std::size_t most_parts = 1000;

  /// What the text says, or what is wrong with it.
  static std::variant<CompositeRule, Problem> read(std::string_view text);

  /// Whether it holds, with the states of those in names(), in that order.
  bool holds(std::span<const AlarmState> states) const { return holds(nodes_.back(), states); }

  /// The alarms that it asks, each once, in the order in which they come up.
  const std::vector<std::string>& names() const { return names_; }

 private:
  class Reader;

  enum class Operator : std::uint8_t { constant, in_state, negation, conjunction, disjunction };

  // The operands come before it: those of a negation at once, of the others at `left` too.
  struct Node {
    Operator what{};
    AlarmState state{};     // of in_state
    std::size_t name = 0;   // of in_state
    bool value = false;     // of a constant
    std::size_t left = 0;   // of two operands
    std::size_t right = 0;  // of one and of two
  };

  bool holds(const Node& node, std::span<const AlarmState> states) const;

  std::vector<Node> nodes_;  // the last one is the whole
  std::vector<std::string> names_;
};

}  // namespace squall::metrics
