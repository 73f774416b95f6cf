#pragma once

#include "squall/core/field.hpp"
#include "squall/world/scenario.hpp"

#include <optional>
#include <string>

namespace squall::scenario {

/// Why a name is not that of one instance; nothing where it is. Without a hint it is none at all.
std::optional<Problem> wrong_instance(const std::string& instance, const world::Scenario& scenario);

/// Why an instance cannot have an elastic IP; nothing where it can.
std::optional<Problem> wrong_holder(const compute::ElasticIpSpec& elastic,
                                    const std::string& instance, const world::Scenario& scenario);

}  // namespace squall::scenario
