#pragma once

#include "squall/service/answers.hpp"
#include "squall/service/spec.hpp"

#include "scenario/checks/written.hpp"

#include <string>
#include <variant>

namespace squall::scenario {

/// Calls `visit(step, place)` for every step of a handler, those inside other steps too.
template <class Visit>
void for_each_step(const service::Steps& steps, const Place& at, const Visit& visit) {
  using service::Step;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Place place = at[i];
    visit(steps[i], place);
    if (const auto* parallel = std::get_if<Step::Parallel>(&steps[i].form))
      for_each_step(parallel->branches, place / "parallel", visit);
    if (const auto* chance = std::get_if<Step::Chance>(&steps[i].form))
      for_each_step(chance->then, place / "do", visit);
  }
}

/// Calls `visit(steps, place)` for every handler of a service.
template <class Visit>
void for_each_handler(const std::string& name, const service::ServiceSpec& service,
                      const Visit& visit) {
  const Place at = Place{"services"} / name;
  if (!service.handler.empty()) visit(service.handler, at / "handler");
  for (const auto& [handler, steps] : service.handlers) visit(steps, at / "handlers" / handler);
}

}  // namespace squall::scenario
