#include "squall/compute/credit_terms.hpp"

namespace squall::compute {

namespace {

struct Size {
  std::string_view name;
  int vcpus;
  int tenths_per_hour;
};

constexpr Size t2[] = {{"nano", 1, 30},    {"micro", 1, 60},  {"small", 1, 120},
                       {"medium", 2, 240}, {"large", 2, 360}, {"xlarge", 4, 540},
                       {"2xlarge", 8, 816}};

constexpr Size t3[] = {{"nano", 2, 60},     {"micro", 2, 120}, {"small", 2, 240},
                       {"medium", 2, 240},  {"large", 2, 360}, {"xlarge", 4, 960},
                       {"2xlarge", 8, 1920}};

constexpr int launch_credits_per_vcpu = 30;
constexpr Duration kept_by_t3 = 24h * 7;

}  // namespace

std::optional<CreditTerms> find_credit_terms(std::string_view instance_type) {
  const auto dot = instance_type.find('.');
  const std::string_view family = instance_type.substr(0, dot);
  const bool is_t2 = family == "t2";
  if (dot == std::string_view::npos) return std::nullopt;
  if (!is_t2 && family != "t3" && family != "t3a" && family != "t4g") return std::nullopt;
  for (const Size& size : is_t2 ? t2 : t3) {
    if (size.name != instance_type.substr(dot + 1)) continue;
    return CreditTerms{.vcpus = size.vcpus,
                       .tenths_per_hour = size.tenths_per_hour,
                       .launch_credits = is_t2 ? launch_credits_per_vcpu * size.vcpus : 0,
                       .kept_stopped = is_t2 ? 0ns : kept_by_t3,
                       .mode = is_t2 ? CreditMode::standard : CreditMode::unlimited};
  }
  return std::nullopt;
}

}  // namespace squall::compute
