#include "squall/service/answers.hpp"

namespace squall::service {

const Steps* handler_called(const ServiceSpec& service, const std::string& name) {
  const auto own = service.handlers.find(name);
  if (own != service.handlers.end()) return &own->second;
  return name == default_class && !service.handler.empty() ? &service.handler : nullptr;
}

const Steps* handler_of(const ServiceSpec& service, const std::string& request_class) {
  const Steps* own = handler_called(service, request_class);
  return own ? own : handler_called(service, std::string(default_class));
}

std::string_view handler_at(std::string_view path) { return path.substr(1); }

std::string path_of(std::string_view request_class) {
  return request_class == default_class ? "/" : "/" + std::string(request_class);
}

const DistributionSpec* query_of(const DatabaseSpec& database, const std::string& request_class) {
  const auto own = database.queries.find(request_class);
  if (own != database.queries.end()) return &own->second;
  return database.queries.size() == 1 ? &database.queries.begin()->second : nullptr;
}

}  // namespace squall::service
