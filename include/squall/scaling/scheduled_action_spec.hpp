#pragma once

#include "squall/core/cron.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"
#include "squall/core/wall_time.hpp"

#include <optional>
#include <string>

namespace squall::scaling {

/// Sets the sizes of a group at a time, or again and again.
struct ScheduledActionSpec {
  std::optional<Moment> at;
  std::optional<CronText> recurrence;
  TimeZone timezone;
  std::optional<Moment> until;
  std::optional<int> min_size;
  std::optional<int> max_size;
  std::optional<int> desired_capacity;

  friend bool operator==(const ScheduledActionSpec&, const ScheduledActionSpec&) = default;
};

}  // namespace squall::scaling

template <>
struct squall::Fields<squall::scaling::ScheduledActionSpec> {
  using Spec = squall::scaling::ScheduledActionSpec;
  static constexpr std::string_view name = "scheduled action";
  static constexpr std::array table{
      field<&Spec::at>("at", "when; with 'recurrence' the first time")
          .like("09:45")
          .otherwise("as 'recurrence' says"),
      field<&Spec::recurrence>("recurrence", "when again, as cron says it")
          .like("30 8 * * mon-fri")
          .otherwise("once, at 'at'"),
      field<&Spec::timezone>("timezone", "the place whose clock 'recurrence' reads")
          .like("Asia/Seoul"),
      field<&Spec::until>("until", "no more from then on").like("18:00").otherwise("for ever"),
      field<&Spec::min_size>("min_size", "never fewer instances from then on")
          .within("0", "100000")
          .otherwise("as it is"),
      field<&Spec::max_size>("max_size", "never more instances from then on")
          .within("0", "100000")
          .otherwise("as it is"),
      field<&Spec::desired_capacity>("desired_capacity", "how many instances it has from then on")
          .within("0", "100000")
          .otherwise("as it is, within the sizes"),
  };
};
