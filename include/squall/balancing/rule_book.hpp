#pragma once

#include "squall/balancing/spec.hpp"
#include "squall/service/endpoint.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace squall::balancing {

/// Which rule of a listener takes a request. What the requests of a class from one caller say is
/// looked at when the first of them comes; of the others only the address is, where rules ask for
/// it.
class RuleBook {
 public:
  struct Verdict {
    /// Its place in the order of priorities; behind all of them that of the default, and then
    /// `refused()`, of what no rule is asked about.
    std::uint32_t rule;

    std::uint32_t evaluated;  ///< rules that were tried
    Bytes size{};             ///< of the request
  };

  /// `host` is what requests ask for that name none. The listener is one that has been checked.
  RuleBook(const ListenerSpec& listener, std::string host);

  std::uint32_t size() const { return static_cast<std::uint32_t>(rules_.size()); }
  std::uint32_t refused() const { return size() + 1; }

  Verdict judge(const service::Exchange& exchange, const service::Attempt& attempt) {
    const Candidate* candidate = &candidates_[first_of(exchange, attempt)];
    if (candidate->blocks == 0) return candidate->verdict;
    return judge_address(*candidate, exchange.sender(attempt).address);
  }

 private:
  // A rule that takes such requests from these blocks of addresses; from everywhere where there is
  // none. The last one of each list is of that kind.
  struct Candidate {
    Verdict verdict;
    std::uint32_t first_block = 0;
    std::uint32_t blocks = 0;
  };

  static constexpr std::uint32_t unseen = 0xffffffff;

  std::uint32_t first_of(const service::Exchange& exchange, const service::Attempt& attempt) {
    if (attempt.caller < first_.size() && attempt.request_class < first_[attempt.caller].size()) {
      const std::uint32_t known = first_[attempt.caller][attempt.request_class];
      if (known != unseen) return known;
    }
    return look(exchange, attempt);
  }
  std::uint32_t look(const service::Exchange& exchange, const service::Attempt& attempt);
  Verdict judge_address(const Candidate& first, std::uint32_t address) const;

  const std::string host_;
  std::vector<RuleSpec> rules_;  // in their order
  std::vector<Candidate> candidates_;
  std::vector<Cidr> blocks_;
  std::vector<std::vector<std::uint32_t>> first_;  // of candidates, by caller and class
};

}  // namespace squall::balancing
