#include "squall/traffic/request_mix.hpp"

#include "squall/core/bits.hpp"
#include "squall/core/invariant.hpp"
#include "squall/service/answers.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace squall::traffic {

namespace {

constexpr std::uint64_t class_purpose = hash_of("client/class");

}  // namespace

service::Message message_of(const std::string& request_class, const RequestSpec& spec) {
  return {spec.method,
          spec.host.value_or(""),
          spec.path.value_or(service::path_of(request_class)),
          spec.headers,
          spec.size,
          spec.response};
}

RequestMix::RequestMix(const std::map<std::string, RequestSpec>& requests,
                       std::vector<service::ClassId> classes)
    : classes_(std::move(classes)) {
  INVARIANT(classes_.size() == std::max<std::size_t>(requests.size(), 1));
  double total = 0;
  for (const auto& [name, request] : requests) {
    total += request.weight.value;
    choices_.push_back(total);
  }
  INVARIANT(requests.empty() || total > 0);
  for (double& choice : choices_) choice /= total;
}

service::ClassId RequestMix::drawn_class(Key request) const {
  const double u = Draw(request, class_purpose).uniform();
  const auto choice = std::upper_bound(choices_.begin(), choices_.end() - 1, u);
  return classes_[static_cast<std::size_t>(choice - choices_.begin())];
}

}  // namespace squall::traffic
