#include "scenario/checks/steps.hpp"

#include "squall/service/answers.hpp"

namespace squall::scenario {

using service::Step;

void for_each_step(const service::Steps& steps, const Place& at,
                   const std::function<void(const Step&, const Place&)>& visit) {
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Place place = at[i];
    visit(steps[i], place);
    if (const auto* parallel = std::get_if<Step::Parallel>(&steps[i].form))
      for_each_step(parallel->branches, place / "parallel", visit);
    if (const auto* chance = std::get_if<Step::Chance>(&steps[i].form))
      for_each_step(chance->then, place / "do", visit);
  }
}

void for_each_handler(
    const std::string& name, const service::ServiceSpec& service,
    const std::function<void(const std::string&, const service::Steps&, const Place&)>& visit) {
  const Place at = Place{"services"} / name;
  if (!service.handler.empty())
    visit(std::string(service::default_class), service.handler, at / "handler");
  for (const auto& [handler, steps] : service.handlers)
    visit(handler, steps, at / "handlers" / handler);
}

}  // namespace squall::scenario
