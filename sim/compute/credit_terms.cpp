#include "squall/compute/credit_terms.hpp"

#include "squall/compute/instance_type.hpp"

namespace squall::compute {

namespace {

constexpr Duration kept_by_t3 = 24h * 7;
constexpr int vcpu_seconds_per_tenth = 6;

}  // namespace

std::optional<CreditTerms> find_credit_terms(std::string_view instance_type) {
  const InstanceType* type = find_instance_type(instance_type);
  if (!type || !type->burstable()) return std::nullopt;
  const bool is_t2 = family_of(instance_type) == "t2";
  return CreditTerms{.vcpus = type->vcpus,
                     .tenths_per_hour = type->burst.vcpu_seconds_per_hour / vcpu_seconds_per_tenth,
                     .launch_credits = static_cast<int>(type->burst.launch_credits()),
                     .kept_stopped = is_t2 ? 0ns : kept_by_t3,
                     .mode = is_t2 ? CreditMode::standard : CreditMode::unlimited};
}

}  // namespace squall::compute
