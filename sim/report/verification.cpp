#include "squall/report/verification.hpp"

#include "squall/core/layout.hpp"
#include "squall/core/version.hpp"
#include "squall/report/table.hpp"

#include "report/estimates.hpp"

#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace squall::report {

namespace {

using Json = nlohmann::ordered_json;
using Align = Table::Align;
using experiment::CheckedCase;
using experiment::CheckedNumber;
using experiment::Reading;
using experiment::Verification;
using Kind = Reading::Kind;

bool is_length(const Reading& reading) {
  return reading.kind == Kind::mean || reading.kind == Kind::quantile;
}

struct Unit {
  double factor;
  const char* shown;
  const char* in_json;
};

Unit unit_of(const Reading& reading) {
  if (is_length(reading)) return {1000, " ms", "_ms"};
  if (reading.kind == Kind::throughput) return {1, "/s", "_per_s"};
  if (reading.kind == Kind::attempts) return {1, "", "_per_request"};
  return {100, "%", "_ratio"};
}

std::string four_digits(double value, const Unit& unit) {
  return fmt::format("{:#.4g}{}", value * unit.factor, unit.shown);
}

std::string exact_of(const experiment::KnownNumber& known, const Unit& unit) {
  if (known.most <= known.exact) return four_digits(known.exact, unit);
  return fmt::format("{:#.4g}–{:#.4g}", known.exact * unit.factor, known.most * unit.factor);
}

std::string off(double deviation) {
  const std::string number = fmt::format("{:.1f}", std::abs(deviation));
  if (number == "0.0") return number;
  return (deviation < 0 ? "−" : "+") + number;
}

std::string mark(const CheckedNumber& its) { return its.holds() ? " ✓" : " ✗"; }

std::string sum_up(const Verification& its, std::size_t width) {
  const std::size_t numbers = its.numbers();
  const double one_of = 1 / its.chance_of_false_alarm();
  const std::string verdict =
      its.holds() ? fmt::format("✓ {} of {} numbers lie within {:g} standard errors of theory",
                                numbers, numbers, CheckedNumber::limit)
                  : fmt::format(
                        "✗ {} of {} numbers lie further than {:g} standard errors from "
                        "theory",
                        its.failed(), numbers, CheckedNumber::limit);
  const double digit = std::pow(10, std::max(0.0, std::floor(std::log10(one_of)) - 1));
  const std::string chance = fmt::format(
      "by chance alone one or more of so many would not, in one of {:.0f} verifications",
      std::floor(one_of / digit) * digit);
  return "  " + wrapped(verdict, 2, width) + "\n  " + wrapped(chance, 2, width) + "\n";
}

}  // namespace

std::string word_of(const Reading& reading) {
  switch (reading.kind) {
    case Kind::mean:
      return "mean";
    case Kind::quantile:
      return fmt::format("p{:g}", 100 * reading.part);
    case Kind::refused:
      return "refused";
    case Kind::failed:
      return "failed";
    case Kind::throughput:
      return "throughput";
    case Kind::attempts:
      break;
  }
  return "attempts";
}

std::string verification(const Verification& verification, const Screen& screen) {
  Table table({{"case", Align::left},
               {"system", Align::left},
               {"", Align::left},
               {"simulated"},
               {"95%", Align::left},
               {"exact"},
               {"off"}});
  for (const CheckedCase& each : verification.cases) {
    for (std::size_t i = 0; i < each.numbers.size(); ++i) {
      const CheckedNumber& its = each.numbers[i];
      const Unit unit = unit_of(its.known.reading);
      const bool first = i == 0;
      table.add({first ? each.name : "", first ? each.system : "", word_of(its.known.reading),
                 four_digits(its.simulated.value, unit),
                 fmt::format("±{:.2g}", its.simulated.half_width() * unit.factor),
                 exact_of(its.known, unit), off(its.deviation) + mark(its)});
    }
  }
  const std::string head = fmt::format(
      "{} runs of each case; off: how many standard errors above what is exact", verification.runs);
  return wrapped(head, 0, screen.width) + "\n\n" + table.text(2, screen.width) + "\n" +
         sum_up(verification, screen.width);
}

std::string verification_json(const Verification& verification) {
  Json out{{"format", "squall.verification/1"},
           {"squall_version", version},
           {"runs", verification.runs},
           {"limit_standard_errors", CheckedNumber::limit},
           {"numbers", verification.numbers()},
           {"failed", verification.failed()},
           {"chance_of_false_alarm", verification.chance_of_false_alarm()}};
  out["cases"] = Json::array();
  for (const CheckedCase& each : verification.cases) {
    Json its{{"name", each.name},
             {"system", each.system},
             {"sentence", each.sentence},
             {"numbers", Json::object()}};
    for (const CheckedNumber& one : each.numbers) {
      const Unit unit = unit_of(one.known.reading);
      const double factor = std::string_view(unit.shown) == "%" ? 1 : unit.factor;
      Json& place = its["numbers"][word_of(one.known.reading) + unit.in_json];
      place = {{"simulated", estimate_json(one.simulated, factor)},
               {"exact", one.known.exact * factor}};
      if (one.known.most > one.known.exact) place["exact_at_most"] = one.known.most * factor;
      place["standard_error"] = one.standard_error * factor;
      place["deviation"] = std::isfinite(one.deviation) ? Json(one.deviation) : Json();
      place["holds"] = one.holds();
    }
    out["cases"].push_back(std::move(its));
  }
  return out.dump(2) + "\n";
}

}  // namespace squall::report
