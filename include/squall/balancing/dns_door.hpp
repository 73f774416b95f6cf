#pragma once

#include "squall/balancing/connections.hpp"
#include "squall/balancing/dns_answers.hpp"
#include "squall/core/names.hpp"
#include "squall/core/ratio.hpp"
#include "squall/service/endpoint.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace squall::balancing {

class TargetGroup;

/// One of those that a DNS record leads to.
struct RecordTarget {
  NameId name;
  Weight weight;
  service::Endpoint* endpoint;         ///< outlives the record
  std::vector<TargetGroup*> groups{};  ///< of a balancer
};

/// A DNS record as those see it who ask from one place: it draws the target of each attempt by what
/// its client was told, and has no part in the answer. A user who comes again on the same
/// connection is with the target that it leads to, and asks DNS only for the next one.
class DnsDoor final : public service::Endpoint {
 public:
  struct Share {
    double up_to;          ///< of the sum of all weights
    std::uint32_t target;  ///< a number of the record's

    friend bool operator==(const Share&, const Share&) = default;
  };

  /// Never empty, and the weights add up to more than 0.
  using Answer = std::vector<Share>;

  /// A connection that has had no request for so long is taken to be closed.
  static constexpr Duration connection_idle = 60s;

  /// The targets of a record as they are from that place; `purpose` is of its draws.
  DnsDoor(const service::Exchange& exchange, std::vector<service::Endpoint*> targets, Duration ttl,
          std::uint64_t purpose, Answer first);

  /// It says this from now on.
  void say(Answer answer, Time now);

  void offer(service::AttemptId attempt) override;
  void abandon(service::AttemptId attempt) override;

 private:
  std::uint32_t target_for(const service::Attempt& attempt);
  std::uint32_t target_told_to(const service::Attempt& attempt) const;
  void note(service::AttemptId attempt, std::uint32_t target);

  const service::Exchange& exchange_;
  const std::vector<service::Endpoint*> targets_;
  const std::uint64_t purpose_;
  DnsAnswers<Answer> answers_;
  Connections connections_;
  std::vector<std::uint32_t> led_to_;  // by AttemptId: DNS may say something else by now
};

}  // namespace squall::balancing
