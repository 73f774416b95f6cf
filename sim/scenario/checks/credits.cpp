#include "squall/compute/credit_account.hpp"

#include "scenario/checks/checking.hpp"

#include <fmt/format.h>

namespace squall::scenario {

namespace {

void check_amount(const Checking& checking, const compute::InstanceSpec& spec,
                  const compute::CreditTerms& terms, const Place& at) {
  if (!spec.initial_credits || !checking.sound(at)) return;
  const double most = compute::number(compute::CreditAccount(terms, Time{}).cap());
  if (spec.initial_credits->credits <= most) return;
  checking.error(at,
                 fmt::format("'initial_credits' is {}, a {} earns at most {}",
                             print_number(spec.initial_credits->credits), spec.instance_type,
                             print_number(most)),
                 at.parent());
}

}  // namespace

void check_credits(const Checking& checking) {
  for (const auto& [name, spec] : checking.scenario.instances) {
    const Place at = Place{"instances"} / name;
    if (spec.instance_type.empty() || !checking.sound(at / "instance_type")) continue;
    if (const auto terms = compute::find_credit_terms(spec.instance_type)) {
      check_amount(checking, spec, *terms, at / "initial_credits");
      continue;
    }
    for (const char* field : {"credits", "initial_credits"}) {
      if (!checking.written.find(at / field)) continue;
      checking.key_error(
          at / field,
          fmt::format("'{}' is of no use: {} earns no CPU credits", field, spec.instance_type), at,
          "of T2, T3, T3a and T4g only");
    }
  }
}

}  // namespace squall::scenario
