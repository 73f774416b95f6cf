#pragma once

#include "squall/core/field.hpp"
#include "squall/core/text.hpp"

#include <optional>
#include <string>
#include <vector>

namespace squall::compute {

/// Instances that are there from the start: `web` with a count of 2 is web-1 and web-2.
struct InstanceSpec {
  int count = 1;
  std::string instance_type;
  std::string service;
  std::string region;
  std::vector<std::string> zones;
  std::vector<std::string> target_groups;

  friend bool operator==(const InstanceSpec&, const InstanceSpec&) = default;
};

}  // namespace squall::compute

template <>
struct squall::Fields<squall::compute::InstanceSpec> {
  using Spec = squall::compute::InstanceSpec;
  static constexpr std::string_view name = "instances";
  static constexpr std::array table{
      field<&Spec::count>("count", "how many of them there are").within("1", "100000"),
      field<&Spec::instance_type>("instance_type", "AWS's name of the hardware")
          .like("t3.micro")
          .required(),
      field<&Spec::service>("service", "the service that runs on them")
          .naming("services")
          .required(),
      field<&Spec::region>("region", "where they are")
          .like("ap-northeast-2")
          .otherwise("the scenario's region"),
      field<&Spec::zones>("zones", "the zones they are spread over, one after the other")
          .like("[a, c]")
          .otherwise("the scenario's zones"),
      field<&Spec::target_groups>("target_groups", "the target groups they are registered in")
          .naming("target_groups"),
  };
};
