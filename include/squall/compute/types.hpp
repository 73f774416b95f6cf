#pragma once

#include "squall/compute/instance_type.hpp"
#include "squall/compute/spec.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace squall::compute {

/// The instance types of a scenario, AWS's and its own, and how fast they are beside each other.
class Types {
 public:
  using Own = std::map<std::string, TypeSpec>;
  using Families = std::map<std::string, FamilySpec>;

  Types(const Own& own, const Families& families);

  /// Null where there is no such type.
  const InstanceType* find(std::string_view name) const;

  /// The same for what databases run on: db.m6i.large is an m6i.large.
  const InstanceType* find_of_class(std::string_view instance_class) const;

  /// How much longer work takes on a type than on the one on which it was measured, where that is
  /// known: 0.8 where it is a quarter faster.
  double slowness(std::string_view type, std::string_view measured_on) const;

  /// Every type's name, for messages that guess.
  std::vector<std::string> names() const;

 private:
  double speed(std::string_view type) const;

  std::map<std::string, InstanceType, std::less<>> own_;
  std::map<std::string, double, std::less<>> speeds_;  // of families; 1 where there is none
};

}  // namespace squall::compute
