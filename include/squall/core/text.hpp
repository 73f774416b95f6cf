#pragma once

#include "squall/core/address.hpp"
#include "squall/core/cron.hpp"
#include "squall/core/field.hpp"
#include "squall/core/ratio.hpp"
#include "squall/core/time.hpp"
#include "squall/core/time_zone.hpp"
#include "squall/core/units.hpp"
#include "squall/core/wall_time.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How the language writes values: `1h30m`, `30GiB`, `40/s`, `65%`, `2026-11-27T09:00+09:00`.
/// What is printed reads back as the same value.
namespace squall {

/// A plain decimal number, nothing before or after it: no hexadecimal, no infinity.
std::optional<double> read_number(std::string_view text);

/// The shortest plain decimal that reads back as the same number.
std::string print_number(double value);

#define SQUALL_SCALAR_TEXT(Type, its_name, its_example, its_pattern, bare)  \
  template <>                                                               \
  struct ScalarText<Type> {                                                 \
    static constexpr std::string_view name = its_name;                      \
    static constexpr std::string_view example = its_example;                \
    static constexpr std::string_view pattern = its_pattern;                \
    static constexpr bool bare_number = bare;                               \
    static std::optional<Problem> read(std::string_view text, Type& value); \
    static std::string print(const Type& value);                            \
  }

SQUALL_SCALAR_TEXT(bool, "yes or no", "true", "^(true|false)$", false);
SQUALL_SCALAR_TEXT(int, "whole number", "3", "^-?[0-9]+$", true);
SQUALL_SCALAR_TEXT(std::int64_t, "whole number", "3", "^-?[0-9]+$", true);
SQUALL_SCALAR_TEXT(double, "number", "1.5", R"(^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?$)", true);
SQUALL_SCALAR_TEXT(std::string, "text", "web", "", true);
SQUALL_SCALAR_TEXT(Duration, "duration", "10s",
                   R"(^(0|([0-9]+(\.[0-9]+)?(w|d|h|m|min|s|ms|us|µs|ns))+)$)", false);
SQUALL_SCALAR_TEXT(Bytes, "size", "30GiB",
                   R"(^(0|[0-9]+(\.[0-9]+)?(B|KB|MB|GB|TB|KiB|MiB|GiB|TiB))$)", false);
SQUALL_SCALAR_TEXT(Usd, "money", "1.50USD", R"(^(0|[0-9]+(\.[0-9]+)?USD)$)", false);
SQUALL_SCALAR_TEXT(Rate, "rate", "40/s", R"(^(0|[0-9]+(\.[0-9]+)?/(s|min|m|h|d))$)", false);
SQUALL_SCALAR_TEXT(Ratio, "ratio", "65%", R"(^[0-9]+(\.[0-9]+)?([eE]-?[0-9]+)?%?$)", true);
SQUALL_SCALAR_TEXT(Weight, "weight", "90", R"(^[0-9]+(\.[0-9]+)?%?$)", true);
SQUALL_SCALAR_TEXT(TimeOfDay, "time of day", "09:45", R"(^[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?$)",
                   false);
SQUALL_SCALAR_TEXT(
    Timestamp, "timestamp", "2026-11-27T09:00+09:00",
    R"(^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[-+][0-9]{2}:[0-9]{2})?)?$)",
    false);
SQUALL_SCALAR_TEXT(
    Moment, "moment", "40m",
    R"(^(0|([0-9]+(\.[0-9]+)?(w|d|h|m|min|s|ms|us|µs|ns))+|[0-9]{1,2}:[0-9]{2}(:[0-9]{2})?|)"
    R"([0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[-+][0-9]{2}:[0-9]{2})?)?)$)",
    false);

SQUALL_SCALAR_TEXT(TimeZone, "time zone", "Asia/Seoul",
                   R"(^(UTC|[-+][0-9]{2}:[0-9]{2}|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z_]+)+)$)", false);
SQUALL_SCALAR_TEXT(CronText, "cron expression", "30 6 * * mon-fri",
                   R"(^(@[a-z]+|[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+ +[^ ]+)$)", false);
SQUALL_SCALAR_TEXT(Port, "port", "443", "^[1-9][0-9]{0,4}$", true);
SQUALL_SCALAR_TEXT(Cidr, "block of addresses", "10.0.0.0/8",
                   R"(^[0-9]{1,3}(\.[0-9]{1,3}){3}(/[0-9]{1,2})?$)", false);

#undef SQUALL_SCALAR_TEXT

}  // namespace squall
