#pragma once

#include "squall/core/names.hpp"
#include "squall/core/time.hpp"
#include "squall/faults/spec.hpp"
#include "squall/service/onlooker.hpp"
#include "squall/service/sender.hpp"
#include "squall/world/result.hpp"
#include "squall/world/scenario.hpp"
#include "squall/world/view.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace squall::world {

/// What is noted of a run beyond its result.
struct Recording {
  /// The points of what Auto Scaling groups, balancers, target groups and clients publish, which
  /// changes nothing else: Result::history. They cost 8 bytes each, and to look at what has been
  /// counted once a minute.
  bool history = false;
};

/// A scenario at work: built once, then run to its end, or stepped with actions given on the way.
///
///     World world(scenario);
///     world.run_until(Time(40min));
///     if (world.view().instances.at("web-1").queued > 100)
///       world.apply({faults::Action::Deregister{{"web-1"}}});
///     world.run();
///     print(world.result());
///
/// The same scenario with the same actions at the same times gives the same result, whether they
/// stand in its timeline or are given on the way, and in whatever pieces it is stepped.
class World {
 public:
  /// Requires: the scenario has been checked; what a file says wrong is said by `scenario`.
  explicit World(const Scenario& scenario, const Recording& recording = {});
  ~World();
  World(World&&) noexcept;

  Time now() const;

  /// Everything before `time` happens; what is due at `time` itself waits, so that an action given
  /// now takes its place among it. Requires: time >= now().
  void run_until(Time time);

  /// To the end: the scenario's duration, and then until every request that counts is settled, or
  /// `settle` is over.
  void run();

  /// Happens now, before anything else that is due now but earlier actions.
  void apply(const faults::Action& action);

  /// How things stand now.
  View view() const;

  /// How many requests wait or are served at all instances and databases now.
  std::uint64_t inside() const;

  /// Whoever looks on from now on; it outlives what the world does.
  void look_on(service::Onlooker& onlooker);

  /// Who has sent an attempt, in words.
  struct Sender {
    std::string client;  ///< empty: none of the clients
    std::string request_class;
    std::string to;              ///< whom the client asks
    bool asks_instance = false;  ///< and not a balancer
    service::Sender from;        ///< as the other end sees it
  };
  Sender sender(const service::Attempt& attempt) const;

  std::string name(NameId id) const;

  /// What came of the run so far; partial unless run() has ended it.
  Result result() const;

 private:
  class Plant;

  std::unique_ptr<Plant> plant_;
};

}  // namespace squall::world
