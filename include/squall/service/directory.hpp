#pragma once

#include "squall/service/connection_pool.hpp"
#include "squall/service/endpoint.hpp"

#include <string_view>

namespace squall::service {

/// Knows what names mean, while a world is built: whom a step calls, and the numbers of classes.
class Directory {
 public:
  virtual ~Directory() = default;

  /// The endpoint that a scenario calls so: a balancer, a database or an instance.
  virtual Endpoint& endpoint(std::string_view name) = 0;

  /// The connections to that endpoint; they live as long as the world.
  virtual Connections& connections(std::string_view name) = 0;

  /// The same number for the same name, always; never probe_class. Numbers are small.
  virtual ClassId request_class(std::string_view name) = 0;

  /// Whether anybody reads this metric of the service's own: what nobody does is not put.
  virtual bool is_read(std::string_view) const { return false; }
};

}  // namespace squall::service
