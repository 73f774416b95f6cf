#pragma once

#include "squall/traffic/closed_client.hpp"
#include "squall/traffic/open_client.hpp"

#include "support/scripted_endpoint.hpp"

#include <string>
#include <utility>

/// An engine, an exchange and an endpoint that does as it is told.
struct Street {
  explicit Street(ScriptedEndpoint::Rule rule) : endpoint(engine, exchange, std::move(rule)) {}

  squall::service::Destination destination() { return {exchange, endpoint}; }

  squall::Engine engine;
  squall::service::Exchange exchange;
  ScriptedEndpoint endpoint;
};

inline ScriptedEndpoint::Rule answers_after(squall::Duration time) {
  return [time](const squall::service::Attempt&) {
    return ScriptedEndpoint::Reply{squall::service::Outcome{}, time};
  };
}

inline squall::traffic::ClientContext named(std::string name, std::uint64_t seed = 1) {
  return {std::move(name), seed, {0}, {}};
}

inline squall::traffic::ClientSpec at_rate(double per_second) {
  squall::traffic::ClientSpec spec;
  spec.rate.constant = {per_second};
  return spec;
}

inline squall::traffic::ClientSpec users(int count, squall::DistributionSpec think) {
  squall::traffic::ClientSpec spec;
  spec.users = count;
  spec.think = std::move(think);
  return spec;
}

inline squall::DistributionSpec constant(squall::Duration value) {
  return {squall::distributions::Constant{value}};
}

inline squall::DistributionSpec exponential(squall::Duration mean) {
  return {squall::distributions::Exponential{mean}};
}
