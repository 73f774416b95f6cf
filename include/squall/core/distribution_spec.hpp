#pragma once

#include "squall/core/distribution.hpp"
#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <map>
#include <string>
#include <variant>
#include <vector>

namespace squall {

struct WeightedSpec;

/// The forms of a DistributionSpec.
namespace distributions {

struct Constant {
  Duration value{};
  friend bool operator==(const Constant&, const Constant&) = default;
};

struct Exponential {
  Duration mean{};
  friend bool operator==(const Exponential&, const Exponential&) = default;
};

struct Normal {
  Duration mean{};
  double cv = 1;
  friend bool operator==(const Normal&, const Normal&) = default;
};

struct Lognormal {
  Duration mean{};
  double cv = 1;
  friend bool operator==(const Lognormal&, const Lognormal&) = default;
};

struct Erlang {
  Duration mean{};
  int stages = 1;
  friend bool operator==(const Erlang&, const Erlang&) = default;
};

struct Hyperexponential {
  Duration mean{};
  double cv = 1;
  friend bool operator==(const Hyperexponential&, const Hyperexponential&) = default;
};

struct Uniform {
  Duration low{};
  Duration high{};
  friend bool operator==(const Uniform&, const Uniform&) = default;
};

struct Pareto {
  double shape = 1;
  Duration low{};
  Duration high{};
  friend bool operator==(const Pareto&, const Pareto&) = default;
};

struct Weibull {
  Duration mean{};
  double shape = 1;
  friend bool operator==(const Weibull&, const Weibull&) = default;
};

struct Empirical {
  std::string file;
  std::vector<Duration> values;  ///< what the file holds, or the list itself
  friend bool operator==(const Empirical&, const Empirical&) = default;
};

struct Mixture {
  std::vector<WeightedSpec> parts;
  friend bool operator==(const Mixture&, const Mixture&) = default;
};

}  // namespace distributions

/// How a length of time varies, as the language writes it: `12ms`, `{exponential: 12ms}`.
struct DistributionSpec {
  std::variant<distributions::Constant, distributions::Exponential, distributions::Normal,
               distributions::Lognormal, distributions::Erlang, distributions::Hyperexponential,
               distributions::Uniform, distributions::Pareto, distributions::Weibull,
               distributions::Empirical, distributions::Mixture>
      form;

  friend bool operator==(const DistributionSpec&, const DistributionSpec&) = default;
};

/// One part of a mixture and how much it weighs beside the others.
struct WeightedSpec {
  Weight weight;
  DistributionSpec of;

  friend bool operator==(const WeightedSpec&, const WeightedSpec&) = default;
};

/// The same, as a Sampler wants it. An empirical one is made of its `values` alone.
Distribution to_distribution(const DistributionSpec& spec);

template <>
struct Fields<distributions::Normal> {
  using Spec = distributions::Normal;
  static constexpr std::string_view name = "normal distribution";
  static constexpr std::array table{
      field<&Spec::mean>("mean", "the middle of the bell").like("20ms").required(),
      field<&Spec::cv>("cv", "its standard deviation by its mean; what lies below 0 is cut away")
          .within("0", "10"),
  };
};

template <>
struct Fields<distributions::Lognormal> {
  using Spec = distributions::Lognormal;
  static constexpr std::string_view name = "lognormal distribution";
  static constexpr std::array table{
      field<&Spec::mean>("mean", "the average").like("20ms").required(),
      field<&Spec::cv>("cv", "the standard deviation by the mean").within("0", "100"),
  };
};

template <>
struct Fields<distributions::Erlang> {
  using Spec = distributions::Erlang;
  static constexpr std::string_view name = "Erlang distribution";
  static constexpr std::array table{
      field<&Spec::mean>("mean", "the average of the sum").like("20ms").required(),
      field<&Spec::stages>("stages", "how many exponential stages are added up")
          .within("1", "1000")
          .required(),
  };
};

template <>
struct Fields<distributions::Hyperexponential> {
  using Spec = distributions::Hyperexponential;
  static constexpr std::string_view name = "hyperexponential distribution";
  static constexpr std::array table{
      field<&Spec::mean>("mean", "the average").like("20ms").required(),
      field<&Spec::cv>("cv", "the standard deviation by the mean").within("1", "100").required(),
  };
};

template <>
struct Fields<distributions::Uniform> {
  using Spec = distributions::Uniform;
  static constexpr std::string_view name = "uniform distribution";
  static constexpr bool positional = true;
  static constexpr std::array table{
      field<&Spec::low>("low", "the least value").like("5ms").required(),
      field<&Spec::high>("high", "the greatest value").like("50ms").required(),
  };
};

template <>
struct Fields<distributions::Pareto> {
  using Spec = distributions::Pareto;
  static constexpr std::string_view name = "bounded Pareto distribution";
  static constexpr std::array table{
      field<&Spec::shape>("shape", "the power of the tail: the smaller, the heavier")
          .within("0.01", "100")
          .required(),
      field<&Spec::low>("low", "the least value").like("5ms").at_least("1ns").required(),
      field<&Spec::high>("high", "the greatest value").like("50ms").at_least("1ns").required(),
  };
};

template <>
struct Fields<distributions::Weibull> {
  using Spec = distributions::Weibull;
  static constexpr std::string_view name = "Weibull distribution";
  static constexpr std::array table{
      field<&Spec::mean>("mean", "the average").like("20ms").required(),
      field<&Spec::shape>("shape", "below 1 a heavy tail, 1 exponential, above 1 a light tail")
          .within("0.05", "100")
          .required(),
  };
};

template <>
struct Fields<distributions::Empirical> {
  using Spec = distributions::Empirical;
  static constexpr std::string_view name = "empirical distribution";
  static constexpr std::string_view shorthand = "file";
  static constexpr std::array table{
      field<&Spec::file>("file",
                         "a CSV file beside the scenario: one duration a line, or the first "
                         "column below a header")
          .like("times.csv"),
      field<&Spec::values>("values",
                           "the observed values themselves, each as likely as the others"),
  };
};

template <>
struct Fields<WeightedSpec> {
  static constexpr std::string_view name = "part of a mixture";
  static constexpr std::array table{
      field<&WeightedSpec::weight>("weight", "how much this part counts beside the others"),
      field<&WeightedSpec::of>("of", "how this part varies").required(),
  };
};

template <>
struct Alternatives<DistributionSpec> {
  using D = DistributionSpec;
  static constexpr std::string_view name = "distribution of durations";
  static constexpr std::string_view shorthand = "constant";
  static constexpr std::array table{
      alternative<D, &distributions::Constant::value>("constant", "always the same"),
      alternative<D, &distributions::Exponential::mean>("exponential",
                                                        "memoryless, given by its mean"),
      alternative<D, distributions::Normal>("normal", "a bell, cut at 0"),
      alternative<D, distributions::Lognormal>("lognormal",
                                               "a bell on a logarithmic scale: most service times"),
      alternative<D, distributions::Erlang>("erlang", "a sum of exponential stages: less varied"),
      alternative<D, distributions::Hyperexponential>("hyperexponential",
                                                      "mostly short, sometimes long: more varied"),
      alternative<D, distributions::Uniform>(
          "uniform", "anything between two values alike, written [low, high]"),
      alternative<D, distributions::Pareto>("pareto", "a heavy tail between two bounds"),
      alternative<D, distributions::Weibull>("weibull", "given by its mean and shape"),
      alternative<D, distributions::Empirical>("empirical", "drawn from observed values"),
      alternative<D, &distributions::Mixture::parts>("mixture", "one of several, by weight"),
  };
};

}  // namespace squall
