#include "scenario/value_kinds.hpp"

#include "squall/balancing/matcher.hpp"
#include "squall/compute/spec.hpp"
#include "squall/core/field_types.hpp"
#include "squall/core/text.hpp"
#include "squall/faults/try_spec.hpp"
#include "squall/metrics/alarm_spec.hpp"
#include "squall/metrics/statistic.hpp"
#include "squall/network/security_group_spec.hpp"
#include "squall/scaling/spec.hpp"
#include "squall/service/retry_spec.hpp"
#include "squall/traffic/series.hpp"
#include "squall/world/promise.hpp"

#include <array>

namespace squall::scenario {

namespace {

template <class Value>
constexpr ValueKind kind(std::string_view examples, std::string_view meaning) {
  return {&type_of<Value>, examples, meaning, [](std::string_view text) {
            Value value{};
            return !ScalarText<Value>::read(text, value);
          }};
}

constexpr std::array kinds{
    kind<Duration>(
        "10s  250ms  1h30m  1.5h  0",
        "a length of time: numbers with the units ns, us, ms, s, m or min, h, d, w; only "
        "0 needs none"),
    kind<Moment>("40m  11:40  2026-11-27T11:40+09:00",
                 "a moment of the run: so long after its start, a time of day on its clock, or a "
                 "timestamp; the last two need 'start'"),
    kind<Timestamp>("2026-11-27T09:00+09:00  2026-11-27T00:00Z  2026-11-27",
                    "a moment of the calendar; without an offset it is UTC"),
    kind<TimeOfDay>("09:45  9:45  09:45:30", "what a clock on the wall shows"),
    kind<TimeZone>("Asia/Seoul  UTC  +09:00",
                   "a place whose clocks Squall knows, by its IANA name, or an offset from UTC"),
    kind<traffic::Series>("2026-11-27T09:00Z 0s 2/s 1m 2.5/s 2m 0/s",
                          "a rate that was recorded: a moment, then times after it and the rates "
                          "that hold from there on"),
    kind<metrics::Statistic>(
        "Average  Sum  p99  p99.9  tm90  TM(10%:90%)  PR(0.1:0.5)  IQM",
        "what is made of the values of a period, as CloudWatch writes it: SampleCount, Sum, "
        "Average, Minimum, Maximum; a percentile; trimmed and winsorized means (tm, wm), counts "
        "(tc) and sums (ts) up to a percentile or between two bounds; how many percent lie between "
        "two values (PR)"),
    kind<metrics::Condition>("> 20  >= 60%  < 0.1  <= 100ms",
                             "when a value breaches a threshold; with a percent sign where the "
                             "metric is in percent, as a duration where it is in seconds"),
    kind<metrics::OutOf>("3  2 of 3", "so many periods in a row, or so many of so many"),
    kind<CronText>("30 6 * * mon-fri  */15 8-18 1,15 * *  @daily",
                   "minute, hour, day of month, month and day of week at which something recurs"),
    kind<Port>("443  80", "a port, 1 to 65535"),
    kind<Cidr>("10.0.0.0/8  203.0.113.7", "a block of IPv4 addresses, or a single one"),
    kind<network::PortRange>("443  8000-8099  all", "a port, a range of ports, or all of them"),
    kind<network::Peer>("front  203.0.113.0/24  anywhere",
                        "a security group, a balancer, instances or a database by name, a block of "
                        "addresses, or everybody"),
    kind<faults::Origin>("203.0.113.7  students  web-1",
                         "an address outside, or a client or an instance by name"),
    kind<Rate>("40/s  3000/min  5/h  0", "how many come in a second, a minute, an hour or a day"),
    kind<Bytes>("30GiB  1.5MB  512B  0",
                "a size: B, KB, MB, GB, TB are powers of 1000 and KiB, MiB, GiB, TiB of 1024"),
    kind<Ratio>("65%  0.65  130%", "a part of one or a factor: 65% and 0.65 are the same"),
    kind<scaling::PolicyTarget>("50%  50  1000",
                                "where a policy keeps its metric: CPU in percent, with the sign "
                                "or without; requests as a number"),
    kind<scaling::Adjustment>("+2  -10%  =5",
                              "what a policy does: so many more or fewer, a part of what there is, "
                              "or so many in all"),
    kind<scaling::Bound>("60%  1000  any",
                         "where a step of a policy begins, in the unit of its metric; 'any': it "
                         "holds whatever the value is"),
    kind<Weight>("90  90%  1", "how much something counts beside others of its kind"),
    kind<balancing::Matcher>("200  200,301  200-299,304",
                             "statuses of an answer, 200 to 499, and ranges of them"),
    kind<Usd>("1.50USD  0.0116USD  0", "a sum of money, in US dollars"),
    kind<compute::InitialCredits>("24h  120  0",
                                  "idle time that has earned CPU credits, or their number"),
    kind<compute::VersionChoice>("2  $Latest  $Default",
                                 "a version of a launch template, by its number or as AWS calls "
                                 "the latest and the default one"),
    kind<service::Tries>("3  standard",
                         "how often a request is tried, or the AWS SDK's standard mode"),
    kind<int>("3  0", "a whole number"),
    kind<std::int64_t>("42  9007199254740993", "a whole number"),
    kind<double>("1.5  2  1e-3", "a number, with a point or an exponent or neither"),
    kind<bool>("true  false", "yes or no are written true and false"),
    kind<std::string>("web  \"11\"  가게", "a name or any other text, in UTF-8"),
    kind<world::Promise>(
        "p99 < 300ms  errors < 0.1%  shoppers.buy.p99 < 1.5s  p99 < 400ms each 5m  cost < "
        "1500USD/month  p95 < 1s from 10:00 to 11:00",
        "[SCOPE.]METRIC OP VALUE [each DURATION] [from T to T]: the scope is a client, a class, a "
        "balancer, a group or a target, else everything; the metric is mean, p50 to p999, max, "
        "errors, throughput or cost; the comparison is <, <=, =, >= or >"),
};

}  // namespace

std::span<const ValueKind> value_kinds() { return kinds; }

}  // namespace squall::scenario
