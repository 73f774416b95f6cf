#pragma once

#include "squall/service/onlooker.hpp"
#include "squall/world/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace squall::test {

/// Looks on while a world runs and notes every breach of the rules of balancing:
///
///  - nobody is chosen who is not eligible, or draining, or unhealthy where others are healthy;
///  - round robin gives two targets that have both been eligible since some moment as many, but for
///    one;
///  - a node that asks for the fewest open chooses one of these;
///  - what clients sent, and what became of it, is what the result says.
class Rules final : public service::Onlooker {
 public:
  Rules(const world::World& world, const world::Scenario& scenario)
      : world_(world), scenario_(scenario) {}

  /// Once the world has come to its end.
  void compare_with(const world::Result& result);

  /// What was broken, as sentences; empty where nothing was.
  const std::vector<std::string>& breaches() const { return breaches_; }

  std::uint64_t choices() const { return choices_; }
  std::uint64_t choices_failing_open() const { return failing_open_; }

  void sent(service::AttemptId id, const service::Attempt& attempt) override;
  void routed(service::AttemptId id, const service::Routing& routing) override;
  void ended(service::AttemptId id, std::optional<service::Outcome> outcome) override;

 private:
  using Candidate = service::Candidate;

  // A group, as one node sees it.
  struct Seen {
    std::vector<Candidate> eligible;
    std::map<std::pair<Candidate, Candidate>, int> ahead;  // since both are eligible
    std::map<Candidate, int> open;
  };

  struct Open {
    std::string client;
    std::uint64_t key = 0;
    Seen* at = nullptr;  // once it is routed
    Candidate chosen = 0;
  };

  struct Client {
    std::uint64_t requests = 0;
    std::uint64_t attempts = 0;
    std::uint64_t succeeded = 0;
    std::map<std::uint64_t, Time> born;  // by key
  };

  void rule(bool kept, const std::string& what, const service::Routing& routing);
  void take_turn(Seen& seen, const service::Routing& routing);
  void follow_eligible(Seen& seen, const service::Routing& routing);
  bool counts(const Client& client, std::uint64_t key) const;

  const world::World& world_;
  const world::Scenario& scenario_;
  std::vector<std::string> breaches_;
  std::map<std::pair<NameId, NameId>, Seen> seen_;  // by node and group
  std::map<service::AttemptId, Open> open_;
  std::map<std::string, Client> clients_;
  std::map<std::string, std::uint64_t> given_;  // by group and target
  std::uint64_t choices_ = 0;
  std::uint64_t failing_open_ = 0;
};

}  // namespace squall::test
