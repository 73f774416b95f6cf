#pragma once

#include "squall/service/onlooker.hpp"
#include "squall/world/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace squall::test {

/// Looks on while a world runs and notes each choice of a balancer that breaks a rule:
///
///  - nobody is chosen who is not eligible, or is leaving, or is unhealthy where enough others are
///    healthy, or stands in another zone where the group keeps to its own;
///  - a node fails open where too few are healthy, and only there;
///  - round robin gives two targets that have both been eligible since some moment as many, but for
///    one; fewest open chooses one of these; of two never the busiest of all; a hash the same for
///    the same while the same are eligible;
///  - who comes on a connection that is open meets the node that it led to before.
class Rules final : public service::Onlooker {
 public:
  /// An attempt of a client.
  struct Seen {
    std::string client;
    std::uint64_t key = 0;
    bool first = false;
    service::Sender from{};
    Time sent{};
    std::string group;  ///< empty where nobody was chosen
    std::string target;
    std::optional<Time> ended{};
    std::optional<service::Outcome> outcome{};
  };

  Rules(const world::World& world, const world::Scenario& scenario)
      : world_(world), scenario_(scenario) {}

  /// What was broken, as sentences.
  const std::vector<std::string>& breaches() const { return breaches_; }

  /// All attempts of clients, in the order of sending.
  const std::vector<Seen>& attempts() const { return attempts_; }

  std::uint64_t choices() const { return choices_; }
  std::uint64_t choices_failing_open() const { return failing_open_; }

  void sent(service::AttemptId id, const service::Attempt& attempt) override;
  void routed(service::AttemptId id, const service::Routing& routing) override;
  void ended(service::AttemptId id, std::optional<service::Outcome> outcome) override;

 private:
  using Candidate = service::Candidate;
  using Connection = std::tuple<std::string, std::uint32_t, std::uint32_t, std::uint32_t>;

  // A group, as one node has it.
  struct View {
    std::vector<Candidate> eligible;
    std::map<std::pair<Candidate, Candidate>, int> ahead;  // since both are eligible
    std::map<Candidate, int> open;
    std::map<std::string, Candidate> hashed;  // since these are eligible
  };

  struct Open {
    std::size_t attempt = 0;
    View* view = nullptr;  // once it is routed
    Candidate chosen = 0;
  };

  struct Used {
    NameId node = NameId::none;
    Time until{};
  };

  void rule(bool kept, const std::string& what, const service::Routing& routing);
  void follow_eligible(View& view, const service::Routing& routing);
  void check_target(const service::Routing& routing);
  void check_algorithm(View& view, const service::Routing& routing, const Seen* from);
  void check_turn(View& view, const service::Routing& routing);
  void check_open(const View& view, const service::Routing& routing, bool fewest);
  void check_hash(View& view, const service::Routing& routing, const std::string& of);
  void check_connection(const Seen& seen, const service::Routing& routing);

  const world::World& world_;
  const world::Scenario& scenario_;
  std::vector<std::string> breaches_;
  std::vector<Seen> attempts_;
  std::map<std::pair<NameId, NameId>, View> views_;  // by node and group
  std::map<service::AttemptId, Open> open_;
  std::map<Connection, Used> connections_;
  std::uint64_t choices_ = 0;
  std::uint64_t failing_open_ = 0;
};

}  // namespace squall::test
