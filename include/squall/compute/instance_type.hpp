#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace squall::compute {

/// What an instance type offers to the processes on it.
struct InstanceType {
  std::string name;
  int vcpus = 1;
};

/// Nothing where AWS has no such type, or the catalogue does not know it.
std::optional<InstanceType> find_instance_type(std::string_view name);

/// Every type of the catalogue, for messages that guess.
std::vector<std::string> instance_type_names();

}  // namespace squall::compute
