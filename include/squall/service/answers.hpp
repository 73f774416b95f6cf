#pragma once

#include "squall/service/spec.hpp"

#include <string>
#include <string_view>

namespace squall::service {

/// The class of a request that names none.
inline constexpr std::string_view default_class = "default";

/// What a service does for a class of requests: the handler of that name, else its default one.
/// Null where it has neither.
const Steps* handler_of(const ServiceSpec& service, const std::string& request_class);

/// The handler of exactly this name, as a call asks for it.
const Steps* handler_called(const ServiceSpec& service, const std::string& name);

/// The handler that a path asks for: 'health' of "/health", none of "/".  Requires: it begins with
/// a slash.
std::string_view handler_at(std::string_view path);

/// Where requests of a class go unless they say otherwise: '/buy', and '/' for the default class.
std::string path_of(std::string_view request_class);

/// What a database needs for a class of requests: its query of that name, else its only one.
/// Null where there is none, or no telling which.
const DistributionSpec* query_of(const DatabaseSpec& database, const std::string& request_class);

}  // namespace squall::service
