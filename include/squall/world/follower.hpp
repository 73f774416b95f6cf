#pragma once

#include "squall/service/onlooker.hpp"
#include "squall/world/world.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace squall::world {

/// One attempt of a client's request.
struct Followed {
  Time sent{};
  std::string client;
  std::string request_class;
  int number = 1;                 ///< 1 is the first attempt of its request
  std::string node;               ///< of each balancer on its way; empty where it met none
  std::string target;             ///< who got it last; empty where nobody was chosen
  std::optional<Time> started{};  ///< when a worker took it
  std::optional<Time> ended{};
  std::optional<service::Outcome> outcome{};  ///< none: nobody waited any longer
};

/// Follows the first attempts of clients that meet a wish.
///
///   Follower follower(world, {12, "web-2", "", Time{}});
///   world.look_on(follower);
///   while (!follower.done()) world.run_until(world.now() + 100ms);
///   print(follower.attempts());
class Follower final : public service::Onlooker {
 public:
  struct Wish {
    std::size_t first = 12;
    std::string target;  ///< an instance, or a balancer behind another; empty: whoever
    std::string client;  ///< empty: whoever
    Time from{};
  };

  /// Requires: the world outlives it.
  Follower(const World& world, Wish wish) : world_(world), wish_(std::move(wish)) {}

  /// As many as were wished for have ended.
  bool done() const { return attempts_.size() >= wish_.first && open_.empty(); }

  /// In the order of sending; some may be under way.
  const std::vector<Followed>& attempts() const { return attempts_; }

  void sent(service::AttemptId id, const service::Attempt& attempt) override;
  void routed(service::AttemptId id, const service::Routing& routing) override;
  void started(service::AttemptId id) override;
  void ended(service::AttemptId id, std::optional<service::Outcome> outcome) override;

 private:
  struct Open {
    std::size_t place;        // among the attempts
    bool met_target = false;  // the one that was wished for
  };

  Followed* find(service::AttemptId id);
  bool unwanted(const Open& open) const;
  void drop(service::AttemptId id);

  const World& world_;
  const Wish wish_;
  std::vector<Followed> attempts_;
  std::map<service::AttemptId, Open> open_;
};

}  // namespace squall::world
