#pragma once

#include "squall/service/onlooker.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace squall::test {

/// Several who look on, in this order.
class Onlookers final : public service::Onlooker {
 public:
  explicit Onlookers(std::vector<service::Onlooker*> all) : all_(std::move(all)) {}

  void sent(service::AttemptId id, const service::Attempt& attempt) override {
    for (service::Onlooker* each : all_) each->sent(id, attempt);
  }
  void routed(service::AttemptId id, const service::Routing& routing) override {
    for (service::Onlooker* each : all_) each->routed(id, routing);
  }
  void ended(service::AttemptId id, std::optional<service::Outcome> outcome) override {
    for (service::Onlooker* each : all_) each->ended(id, outcome);
  }

 private:
  std::vector<service::Onlooker*> all_;
};

}  // namespace squall::test
