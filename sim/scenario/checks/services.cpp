#include "squall/service/answers.hpp"

#include "scenario/checks/checking.hpp"
#include "scenario/checks/steps.hpp"

#include <fmt/format.h>

namespace squall::scenario {

namespace {

void check_step(const Checking& checking, const service::Step& step, const Place& at) {
  if (!checking.sound(at)) return;
  if (const auto* parallel = std::get_if<service::Step::Parallel>(&step.form)) {
    if (parallel->branches.empty())
      checking.error(at / "parallel", "'parallel' has no steps", at, "write 'parallel: [...]'");
  } else if (const auto* fail = std::get_if<service::FailStep>(&step.form)) {
    if (fail->status < 400 || fail->status > 599) {
      checking.error(at / "fail", fmt::format("'fail' is {}, must be 400 to 599", fail->status),
                     at);
    }
  } else if (const auto* call = std::get_if<service::CallStep>(&step.form)) {
    check_retry(checking, call->retry, at / "call" / "retry");
    check_hedge(checking, call->hedge, call->timeout, at / "call" / "hedge");
  }
}

}  // namespace

void check_services(const Checking& checking) {
  for (const auto& [name, service] : checking.scenario.services) {
    const Place at = Place{"services"} / name;
    if (!checking.sound(at / "handler") || !checking.sound(at / "handlers")) continue;
    if (service.handler.empty() && service.handlers.empty()) {
      checking.key_error(at, fmt::format("'{}' has no handler", name), {"services"},
                         "write 'handler: {cpu: 10ms}'");
    }
    if (!service.handler.empty() &&
        service.handlers.contains(std::string(service::default_class))) {
      checking.key_error(at / "handlers" / service::default_class,
                         "'handler' and 'handlers.default' are the same", at, "write one of them");
    }
    for_each_handler(name, service, [&](const service::Steps& steps, const Place& place) {
      for_each_step(steps, place, [&](const service::Step& step, const Place& where) {
        check_step(checking, step, where);
      });
    });
  }
}

}  // namespace squall::scenario
