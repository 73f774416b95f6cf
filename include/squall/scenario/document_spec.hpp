#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <map>
#include <string>
#include <vector>

namespace squall::scenario {

/// Another file, taken in as a module.
struct IncludeSpec {
  std::string file;
  std::string as;
  std::string region;
  std::vector<std::string> zones;
  std::map<std::string, Anything> set;

  friend bool operator==(const IncludeSpec&, const IncludeSpec&) = default;
};

/// What a file says beside the scenario: it is resolved before the scenario is read.
struct DocumentSpec {
  std::vector<IncludeSpec> include;
  std::map<std::string, std::map<std::string, Anything>> variants;

  friend bool operator==(const DocumentSpec&, const DocumentSpec&) = default;
};

/// What everything with a name may say beside its own fields.
struct NamedSpec {
  std::string like;

  friend bool operator==(const NamedSpec&, const NamedSpec&) = default;
};

}  // namespace squall::scenario

template <>
struct squall::Fields<squall::scenario::IncludeSpec> {
  using Spec = squall::scenario::IncludeSpec;
  static constexpr std::string_view name = "include";
  static constexpr std::array table{
      field<&Spec::file>("file", "the other file, beside this one").like("region.yaml").required(),
      field<&Spec::as>("as", "what its names begin with: 'seoul' makes its web seoul/web")
          .like("seoul")
          .required(),
      field<&Spec::region>("region", "the region of everything in it that names none")
          .like("ap-northeast-2")
          .otherwise("what it says itself"),
      field<&Spec::zones>("zones", "the zones of everything in it that names none")
          .like("[a, c]")
          .otherwise("what it says itself"),
      field<&Spec::set>("set", "what is changed in it").like("{asg.web.max_size: 40}"),
  };
};

template <>
struct squall::Fields<squall::scenario::DocumentSpec> {
  using Spec = squall::scenario::DocumentSpec;
  static constexpr std::string_view name = "document";
  static constexpr std::array table{
      field<&Spec::include>("include", "other files that are part of this one"),
      field<&Spec::variants>("variants",
                             "the same scenario with other values, by name: "
                             "{hot: {asg.web.policies.cpu.target: 65%}}"),
  };
};

template <>
struct squall::Fields<squall::scenario::NamedSpec> {
  using Spec = squall::scenario::NamedSpec;
  static constexpr std::string_view name = "thing with a name";
  static constexpr std::array table{
      field<&Spec::like>("like",
                         "another of the same section: what is not said here is as it is there")
          .like("web")
          .otherwise("nothing is taken from elsewhere"),
  };
};

namespace squall::scenario {

/// The top-level fields that are no part of the scenario: include, variants. Keys that begin
/// with `x-` may stand beside them; nobody reads those.
inline const Type& document_type() { return type_of<DocumentSpec>(); }

/// The fields of everything with a name in a top-level section: like.
inline const Type& named_type() { return type_of<NamedSpec>(); }

}  // namespace squall::scenario
