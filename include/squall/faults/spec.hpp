#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <string>
#include <variant>
#include <vector>

namespace squall::faults {

/// Something that happens to the world.
struct Action {
  struct Crash {
    std::vector<std::string> instances;
    friend bool operator==(const Crash&, const Crash&) = default;
  };
  struct Hang {
    std::vector<std::string> instances;
    friend bool operator==(const Hang&, const Hang&) = default;
  };
  struct Stop {
    std::vector<std::string> instances;
    friend bool operator==(const Stop&, const Stop&) = default;
  };
  struct Deregister {
    std::vector<std::string> instances;
    friend bool operator==(const Deregister&, const Deregister&) = default;
  };

  std::variant<Crash, Hang, Stop, Deregister> form;

  friend bool operator==(const Action&, const Action&) = default;
};

/// One line of the timeline: when, and what.
struct TimelineSpec {
  Moment at;
  Action action;

  friend bool operator==(const TimelineSpec&, const TimelineSpec&) = default;
};

}  // namespace squall::faults

template <>
struct squall::Alternatives<squall::faults::Action> {
  using A = squall::faults::Action;
  static constexpr std::string_view name = "action";
  static constexpr std::array table{
      alternative<A, &A::Crash::instances>("crash",
                                           "the process dies: what it had is reset, what "
                                           "comes is refused")
          .naming("instances|auto_scaling_groups")
          .like("web-1"),
      alternative<A, &A::Hang::instances>("hang",
                                          "the process stands still: it takes requests and "
                                          "answers none")
          .naming("instances|auto_scaling_groups")
          .like("web-1"),
      alternative<A, &A::Stop::instances>("stop", "the machine is gone: nobody answers at all")
          .naming("instances|auto_scaling_groups")
          .like("web-1"),
      alternative<A, &A::Deregister::instances>("deregister",
                                                "leaves its target groups and finishes what it has")
          .naming("instances|auto_scaling_groups")
          .like("web-1"),
  };
};

template <>
struct squall::Fields<squall::faults::TimelineSpec> {
  using Spec = squall::faults::TimelineSpec;
  static constexpr std::string_view name = "line of the timeline";
  static constexpr std::array table{
      field<&Spec::at>("at", "when it happens: 40m, 11:40 or a timestamp").required(),
      field<&Spec::action>("", "what happens").among().required(),
  };
};
