#pragma once

#include "squall/service/spec.hpp"

#include "scenario/checks/written.hpp"

#include <functional>

namespace squall::scenario {

/// Visits every step of a handler with its place, those inside other steps too.
void for_each_step(const service::Steps& steps, const Place& at,
                   const std::function<void(const service::Step&, const Place&)>& visit);

/// Visits every handler of a service with its name and place.
void for_each_handler(
    const std::string& name, const service::ServiceSpec& service,
    const std::function<void(const std::string&, const service::Steps&, const Place&)>& visit);

}  // namespace squall::scenario
