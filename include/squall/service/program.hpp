#pragma once

#include "squall/core/draw.hpp"
#include "squall/core/sampler.hpp"
#include "squall/service/directory.hpp"
#include "squall/service/requester.hpp"
#include "squall/service/spec.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace squall::service {

/// One instruction of a Program.
struct Operation {
  enum class Kind : std::uint8_t {
    cpu,       ///< works for what is drawn
    wait,      ///< waits for what is drawn
    call,      ///< asks calls()[index] and waits for the answer
    parallel,  ///< starts `count` strands, one at each branch that follows; then on to `target`
    branch,    ///< heads a branch; the next one is at `target`
    chance,    ///< goes on with the next, or, unless drawn so, at `target`
    fail,      ///< ends with `status`
    end,       ///< ends the request, or the strand
    put,       ///< records own_value()
  };

  Kind kind = Kind::end;
  std::uint16_t status = 0;
  std::uint32_t index = 0;
  std::uint32_t target = 0;
  std::uint32_t count = 0;
  double chance = 0;
  std::uint64_t purpose = 0;  ///< of its draws
};

/// What a `call` asks.
struct CallTarget {
  static constexpr std::uint32_t plain = 0xffffffff;

  Endpoint* to = nullptr;
  ClassId request_class = 0;
  bool same_class = true;  ///< the class is the caller's own
  Duration timeout = Duration::max();
  std::uint32_t lane = 0;      ///< a fleet's: which of its lanes times it out
  std::uint32_t site = plain;  ///< of its program's plans, later of a fleet's sites, if any
  std::uint64_t purpose = 0;   ///< what distinguishes its key from those of the other calls
};

/// What a `put` records.
struct OwnValue {
  std::uint32_t metric = 0;  ///< the how many-eth of its service's metrics, by name
  double value = 0;
};

/// What follows when a call fails or takes long, for those that are not plain.
struct CallPlan {
  std::string to;  ///< the endpoint's name
  RequesterSpec spec;
  std::uint32_t pool = 0;              ///< connections of each process; 0 where it has no pool
  Connections* connections = nullptr;  ///< the endpoint's
};

/// The handlers of one service, as lists of instructions; all its servers share it.
///
/// Draws: a step's number is a function of the request's key and of the step, that is of the
/// handler's name, its kind of step and which of these it is. CPU work is the same for all
/// attempts of a request; waits and chances are drawn for each attempt.
class Program {
 public:
  /// It only answers health checks.
  Program();

  /// 'handler' is the same as 'default' under 'handlers', and serves the classes without a handler
  /// of their own. Without it, these get 501. `errors` of all requests get 500, after the work. On
  /// a slow CPU work takes `slowness` times as long as the spec says.
  Program(const ServiceSpec& spec, Directory& directory, double slowness = 1);

  /// A query is one step on the CPU. What names none means the only one; else it gets 501.
  Program(const DatabaseSpec& spec, Directory& directory);

  /// Whatever is asked for waits and is answered.
  Program(const ExternalSpec& spec, Directory& directory);

  /// Health checks cost this much from now on. They cost nothing unless told.
  void set_probe_demand(Duration demand);

  /// Where the handler of a class begins.
  std::uint32_t entry(ClassId request_class) const {
    if (request_class < entries_.size()) return entries_[request_class];
    return request_class == probe_class ? probe_entry : default_entry_;
  }

  const Operation& operator[](std::uint32_t step) const { return operations_[step]; }
  std::size_t size() const { return operations_.size(); }

  /// What a cpu or wait step draws for this key.
  [[gnu::always_inline]] Duration draw(const Operation& operation, Key key) const {
    return samplers_[operation.index].duration(Draw(key, operation.purpose));
  }

  const CallTarget& call(const Operation& operation) const { return calls_[operation.index]; }

  const OwnValue& own_value(const Operation& operation) const {
    return own_values_[operation.index];
  }

  /// For a fleet, to choose their lanes.
  std::vector<CallTarget>& calls() { return calls_; }
  const std::vector<CallPlan>& plans() const { return plans_; }

 private:
  friend class ProgramWriter;

  static constexpr std::uint32_t probe_entry = 0;

  std::vector<Operation> operations_;
  std::vector<Sampler> samplers_;
  std::vector<CallTarget> calls_;
  std::vector<CallPlan> plans_;
  std::vector<OwnValue> own_values_;
  std::vector<std::uint32_t> entries_;  // by class
  std::uint32_t default_entry_ = 0;
  double slowness_ = 1;
};

/// What all servers of one service share.
struct Service {
  std::uint32_t workers;
  std::uint32_t backlog;
  Program program;

  /// Without a directory its program only answers health checks.
  explicit Service(const ServiceSpec& spec);
  Service(const ServiceSpec& spec, Directory& directory);

  /// A connection is a worker; whoever finds none free waits, without limit.
  Service(const DatabaseSpec& spec, Directory& directory);

  /// A worker for each that may be there at once.
  Service(const ExternalSpec& spec, Directory& directory);
};

}  // namespace squall::service
