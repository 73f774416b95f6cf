#include "squall/service/program.hpp"

#include "squall/core/invariant.hpp"

#include <array>
#include <iterator>
#include <limits>
#include <map>
#include <string>
#include <utility>

namespace squall::service {

using Kind = Operation::Kind;

/// Writes handlers into a program.
class ProgramWriter {
 public:
  using Pools = std::map<std::string, int>;

  using Metrics = std::map<std::string, OwnMetricSpec>;

  ProgramWriter(Program& program, Directory& directory, const Pools& pools = {},
                const Metrics& metrics = {})
      : program_(program), directory_(directory), pools_(pools), metrics_(metrics) {}

  /// Where it begins.
  std::uint32_t write(std::string_view name, const Steps& steps, Ratio errors) {
    handler_ = hash_of(name);
    written_ = {};
    const std::uint32_t entry = here();
    for (const Step& step : steps) write(step);
    if (errors.value > 0) write(Step{Step::Chance{errors, {Step{FailStep{500}}}}});
    add(Kind::end);
    return entry;
  }

  std::uint32_t write_failure(std::uint16_t status) {
    const std::uint32_t entry = here();
    add(Kind::fail).status = status;
    return entry;
  }

  void enter(std::string_view name, std::uint32_t entry) {
    const ClassId number = directory_.request_class(name);
    INVARIANT(number != probe_class);
    if (number >= program_.entries_.size()) {
      program_.entries_.resize(number + std::size_t{1}, program_.default_entry_);
    }
    program_.entries_[number] = entry;
  }

 private:
  std::uint32_t here() const { return static_cast<std::uint32_t>(program_.operations_.size()); }

  Operation& add(Kind kind) {
    const auto index = static_cast<std::size_t>(kind);
    const std::uint64_t purpose = mix(handler_ + index) + written_[index]++;
    program_.operations_.push_back({.kind = kind, .purpose = purpose});
    return program_.operations_.back();
  }

  void write(const Step& step) {
    std::visit([this](const auto& form) { write_form(form); }, step.form);
  }

  void write_form(const Step::Cpu& cpu) {
    add_drawn(Kind::cpu, scaled(to_distribution(cpu.demand), program_.slowness_));
  }
  void write_form(const Step::Wait& wait) { add_drawn(Kind::wait, to_distribution(wait.time)); }

  void add_drawn(Kind kind, const Distribution& distribution) {
    add(kind).index = static_cast<std::uint32_t>(program_.samplers_.size());
    program_.samplers_.emplace_back(distribution);
  }

  void write_form(const CallStep& call) {
    const std::size_t dot = call.to.find('.');
    const std::string endpoint = call.to.substr(0, dot);
    CallTarget target{.to = &directory_.endpoint(endpoint)};
    if (dot != std::string::npos) {
      target.request_class = directory_.request_class(std::string_view(call.to).substr(dot + 1));
      target.same_class = false;
    }
    if (call.timeout) target.timeout = *call.timeout;
    Operation& operation = add(Kind::call);
    operation.index = static_cast<std::uint32_t>(program_.calls_.size());
    target.purpose = operation.purpose;
    target.site = plan(call, endpoint);
    program_.calls_.push_back(target);
  }

  // A call that is tried once and waited for needs none.
  std::uint32_t plan(const CallStep& call, const std::string& endpoint) {
    const auto pool = pools_.find(endpoint);
    const bool pooled = pool != pools_.end();
    if (call.retry.attempts.count == 1 && !call.hedge && !call.circuit_breaker && !pooled)
      return CallTarget::plain;
    CallPlan plan{endpoint,
                  {call.timeout, call.retry, call.hedge, call.circuit_breaker},
                  pooled ? static_cast<std::uint32_t>(pool->second) : 0,
                  &directory_.connections(endpoint)};
    plan.spec.withdrawable = true;
    program_.plans_.push_back(plan);
    return static_cast<std::uint32_t>(program_.plans_.size() - 1);
  }

  void write_form(const Step::Parallel& parallel) {
    const std::uint32_t fork = here();
    add(Kind::parallel).count = static_cast<std::uint32_t>(parallel.branches.size());
    for (const Step& step : parallel.branches) {
      const std::uint32_t branch = here();
      add(Kind::branch);
      write(step);
      add(Kind::end);
      program_.operations_[branch].target = here();
    }
    program_.operations_[fork].target = here();
  }

  void write_form(const Step::Chance& chance) {
    const std::uint32_t fork = here();
    add(Kind::chance).chance = chance.chance.value;
    for (const Step& step : chance.then) write(step);
    program_.operations_[fork].target = here();
  }

  void write_form(const Step::Put& put) {
    for (const auto& [metric, value] : put.values) {
      if (!directory_.is_read(metric)) continue;
      const auto number = std::distance(metrics_.begin(), metrics_.find(metric));
      add(Kind::put).index = static_cast<std::uint32_t>(program_.own_values_.size());
      program_.own_values_.push_back({static_cast<std::uint32_t>(number), value});
    }
  }

  void write_form(const FailStep& fail) {
    add(Kind::fail).status = static_cast<std::uint16_t>(fail.status);
  }

  Program& program_;
  Directory& directory_;
  const Pools pools_;
  const Metrics metrics_;
  std::uint64_t handler_ = 0;
  std::array<std::uint64_t, 9> written_{};  // of each kind, in this handler
};

// Every program begins with its answer to health checks.
Program::Program() {
  operations_.push_back({.kind = Kind::cpu, .index = 0});
  operations_.push_back({.kind = Kind::end});
  samplers_.emplace_back(Distribution::constant(Duration(0)));
}

Program::Program(const ServiceSpec& spec, Directory& directory, double slowness) : Program() {
  slowness_ = slowness;
  ProgramWriter writer(*this, directory, spec.connection_pools, spec.metrics);
  const auto named = spec.handlers.find("default");
  if (named != spec.handlers.end()) {
    default_entry_ = writer.write("default", named->second, spec.errors);
  } else if (!spec.handler.empty() || spec.handlers.empty()) {
    default_entry_ = writer.write("default", spec.handler, spec.errors);
  } else {
    default_entry_ = writer.write_failure(501);
  }
  for (const auto& [name, steps] : spec.handlers) {
    if (name != "default") writer.enter(name, writer.write(name, steps, spec.errors));
  }
}

Program::Program(const DatabaseSpec& spec, Directory& directory) : Program() {
  ProgramWriter writer(*this, directory);
  default_entry_ = writer.write_failure(501);
  for (const auto& [name, demand] : spec.queries) {
    const std::uint32_t query = writer.write(name, {Step{Step::Cpu{demand}}}, Ratio{0});
    if (spec.queries.size() == 1) default_entry_ = query;
    writer.enter(name, query);
  }
}

Program::Program(const ExternalSpec& spec, Directory& directory) : Program() {
  ProgramWriter writer(*this, directory);
  default_entry_ = writer.write("default", {Step{Step::Wait{spec.latency}}}, spec.errors);
}

void Program::set_probe_demand(Duration demand) {
  samplers_.front() = Sampler(scaled(Distribution::constant(demand), slowness_));
}

Service::Service(const ServiceSpec& spec)
    : workers(static_cast<std::uint32_t>(spec.workers)),
      backlog(static_cast<std::uint32_t>(spec.backlog)) {}

Service::Service(const ServiceSpec& spec, Directory& directory) : Service(spec) {
  program = Program(spec, directory);
}

Service::Service(const DatabaseSpec& spec, Directory& directory)
    : workers(static_cast<std::uint32_t>(spec.max_connections)),
      backlog(std::numeric_limits<std::uint32_t>::max()),
      program(spec, directory) {}

Service::Service(const ExternalSpec& spec, Directory& directory)
    : workers(spec.concurrency ? static_cast<std::uint32_t>(*spec.concurrency)
                               : std::numeric_limits<std::uint32_t>::max()),
      backlog(std::numeric_limits<std::uint32_t>::max()),
      program(spec, directory) {}

}  // namespace squall::service
