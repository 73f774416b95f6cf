#pragma once

#include "squall/service/onlooker.hpp"
#include "squall/world/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::test {

/// Looks on while a world runs and notes attempts of clients that nothing can carry and that are
/// answered all the same: from a place whose only link is cut at that time.
class Cuts final : public service::Onlooker {
 public:
  Cuts(const world::World& world, const world::Scenario& scenario);

  /// What was broken, as sentences.
  const std::vector<std::string>& breaches() const { return breaches_; }

  std::uint64_t sent_into_a_cut() const { return into_; }
  std::uint64_t answered_after_a_cut() const { return after_; }

  void sent(service::AttemptId id, const service::Attempt& attempt) override;
  void ended(service::AttemptId id, std::optional<service::Outcome> outcome) override;

 private:
  // From places that no region can be reached from without the link.
  struct Cut {
    std::vector<std::string> places;
    Time from{};
    Time until{};
  };

  enum class When : std::uint8_t { during, after };

  const world::World& world_;
  const world::Scenario& scenario_;
  std::vector<Cut> cuts_;
  std::map<service::AttemptId, When> open_;  // of those that a cut has to do with
  std::vector<std::string> breaches_;
  std::uint64_t into_ = 0;
  std::uint64_t after_ = 0;
};

}  // namespace squall::test
