#include "squall/compute/types.hpp"

namespace squall::compute {

Types::Types(const Own& own, const Families& families) {
  for (const auto& [name, spec] : own) {
    InstanceType& type = own_[name];
    type.name = name;
    type.vcpus = spec.vcpus;
    type.memory = spec.memory;
  }
  for (const auto& [name, spec] : families) speeds_.emplace(name, spec.speed.value);
}

const InstanceType* Types::find(std::string_view name) const {
  const auto found = own_.find(name);
  return found == own_.end() ? find_instance_type(name) : &found->second;
}

const InstanceType* Types::find_of_class(std::string_view instance_class) const {
  return instance_class.starts_with("db.") ? find(instance_class.substr(3)) : nullptr;
}

double Types::speed(std::string_view type) const {
  const auto found = speeds_.find(family_of(type));
  return found == speeds_.end() ? 1.0 : found->second;
}

double Types::slowness(std::string_view type, std::string_view measured_on) const {
  return measured_on.empty() ? 1.0 : speed(measured_on) / speed(type);
}

std::vector<std::string> Types::names() const {
  std::vector<std::string> names = instance_type_names();
  for (const auto& [name, type] : own_) names.push_back(name);
  return names;
}

}  // namespace squall::compute
