#pragma once

#include "squall/service/onlooker.hpp"
#include "squall/world/world.hpp"

#include "properties/directions.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace squall::test {

/// Looks on while a world runs and notes each choice of a balancer that breaks a rule, also of one
/// that another balancer has chosen:
///
///  - nobody is chosen who is not eligible, or has been told to leave, or is unhealthy where enough
///    others are healthy, or stands in another zone where the group keeps to its own;
///  - a node fails open where too few are healthy, and only there;
///  - round robin gives two targets that have both been eligible since some moment as many, but for
///    one; fewest open chooses one of these; of two never the busiest of all; a hash the same for
///    the same while the same are eligible; not so a CLB, which passes over who has no room;
///  - the group is one that the listener's rules lead to; what they answer themselves comes back;
///  - a user whose cookie is good meets the target, or the group, that it names;
///  - who comes on a connection that is open meets the node that it led to before, behind an NLB
///    also the target.
class Rules final : public service::Onlooker {
 public:
  /// An attempt of a client.
  struct Seen {
    std::string client;
    service::CallerId caller = 0;
    std::uint64_t key = 0;
    bool first = false;
    service::Sender from{};
    Time sent{};
    Directions directions;  ///< of the balancer `front`
    std::string balancer;   ///< empty where nobody was chosen, like those that follow
    std::string node;
    std::string group;
    std::string target;
    Time opened{};              ///< its connection
    bool drawn = false;         ///< its group was
    bool kept = false;          ///< its target was known by a cookie
    bool goes_on = false;       ///< on a connection that leads to a target
    bool by_edge = false;       ///< an NLB has passed it on to `front`
    bool edge_goes_on = false;  ///< on a connection of that NLB
    std::optional<Time> ended{};
    std::optional<service::Outcome> outcome{};
  };

  Rules(const world::World& world, const world::Scenario& scenario);

  /// What was broken, as sentences.
  const std::vector<std::string>& breaches() const { return breaches_; }

  /// All attempts of clients, in the order of sending.
  const std::vector<Seen>& attempts() const { return attempts_; }

  /// How many requests a target of a group got, from whomever.
  std::uint64_t given(const std::string& group, const std::string& target) const;

  std::uint64_t choices() const { return choices_; }
  std::uint64_t choices_failing_open() const { return failing_open_; }

  void sent(service::AttemptId id, const service::Attempt& attempt) override;
  void routed(service::AttemptId id, const service::Routing& routing) override;
  void ended(service::AttemptId id, std::optional<service::Outcome> outcome) override;

 private:
  using Candidate = service::Candidate;
  using User = std::tuple<service::CallerId, std::uint32_t, std::uint32_t>;

  // Whose a group is.
  struct Home {
    std::string name;
    const balancing::LoadBalancerSpec* balancer = nullptr;
    balancing::TargetGroupSpec group{};  // completed
    bool network() const { return balancer->type == balancing::BalancerType::network; }
    bool classic() const { return balancer->type == balancing::BalancerType::classic; }
  };

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

  struct Connection {
    std::string balancer;
    NameId node = NameId::none;
    NameId group = NameId::none;
    NameId target = NameId::none;
    Time opened{};
    Time asked{};  // when last
    Time used{};   // asked or answered
  };

  struct Cookie {
    std::string group;
    Candidate target = 0;
    Time until{};
  };

  // A forward that keeps users in its groups.
  struct Keeper {
    const std::map<std::string, Weight>* forward;
    Duration lasts;
    std::map<User, Cookie> cookies;
  };

  template <class Action>
  void know(const std::string& balancer, const std::string& name, const Action& action);
  void rule(bool kept, const std::string& what, const service::Routing& routing);
  void told(bool kept, const std::string& what, const Seen& seen);
  bool crosses_zones(const service::Routing& routing) const;
  bool fails_open_together(const service::Routing& routing) const;
  static User user_of(const Seen& seen) { return {seen.caller, seen.from.user, seen.from.visit}; }
  Connection* connection_of(const Seen& seen, bool of_edge = false);
  const Cookie* cookie_of(const std::map<User, Cookie>& cookies, const Seen& seen) const;
  void give_cookies(const Seen& seen, Candidate target);

  void check_choice(View& view, const service::Routing& routing, Seen* seen);
  void follow_eligible(View& view, const service::Routing& routing);
  void check_target(const service::Routing& routing);
  void check_algorithm(View& view, const service::Routing& routing, const Seen* from);
  void check_turn(View& view, const service::Routing& routing);
  void check_open(const View& view, const service::Routing& routing, bool fewest);
  void check_hash(View& view, const service::Routing& routing, const std::string& of);
  void check_group(Seen& seen, const service::Routing& routing);
  bool keeps_target(Seen& seen, const service::Routing& routing);
  void check_connection(Seen& seen, const service::Routing& routing);
  void passed_on(Seen* seen, const service::Routing& routing);
  void follow_connection(Seen& seen, const Home& home, Connection& its,
                         const service::Routing& routing);
  void check_own_answer(const Seen& seen);

  const world::World& world_;
  const world::Scenario& scenario_;
  std::map<std::string, Home> homes_;          // of groups
  std::map<std::string, Keeper> keepers_;      // by action of `front`
  std::map<std::string, Time> told_to_leave_;  // instances
  std::vector<std::string> breaches_;
  std::vector<Seen> attempts_;
  std::map<std::pair<NameId, NameId>, View> views_;  // by node and group
  std::map<service::AttemptId, Open> open_;
  std::map<std::pair<User, std::uint32_t>, Connection> connections_;       // and the user's number
  std::map<std::pair<User, std::uint32_t>, Connection> edge_connections_;  // of an NLB before
  std::map<std::string, std::map<User, Cookie>> cookies_;                  // by group
  std::map<std::pair<std::string, std::string>, std::uint64_t> given_;
  std::uint64_t choices_ = 0;
  std::uint64_t failing_open_ = 0;
};

}  // namespace squall::test
