#pragma once

#include "squall/service/onlooker.hpp"
#include "squall/world/world.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace squall::test {

/// Looks on while a world runs and notes what a client does that its retry, hedge or circuit
/// breaker does not allow:
///
///  - a request is tried again exactly where attempts and tokens are left, after a pause that its
///    jitter may give;
///  - one more attempt beside an open one comes exactly when a hedge is due, and never after a good
///    answer;
///  - an open breaker lets nothing through, then one trial.
///
/// Where a request has hedges or a breaker, its retries are looked at no closer.
class Callers final : public service::Onlooker {
 public:
  Callers(const world::World& world, const world::Scenario& scenario)
      : world_(world), scenario_(scenario) {}

  /// What was broken, as sentences.
  const std::vector<std::string>& breaches() const { return breaches_; }

  void sent(service::AttemptId id, const service::Attempt& attempt) override;
  void ended(service::AttemptId id, std::optional<service::Outcome> outcome) override;

 private:
  // In hundredths of a retry; of the SDK's, whole tokens.
  struct Bucket {
    int full = 0;
    int tokens = 0;
    int share = 0;  // that a request brings
    int cost = 0;
    int cost_after_time_out = 0;
  };

  struct Breaker {
    std::vector<bool> last;  // ended since it closed, bad ones true
    std::optional<Time> open_until{};
    std::optional<service::AttemptId> trial{};
  };

  struct Client {
    std::string name;
    const traffic::ClientSpec* spec = nullptr;
    Bucket bucket;
    Breaker breaker;
  };

  struct Request {
    int open = 0;
    int hedges = 0;
    bool answered = false;     // well
    bool tried_again = false;  // it is to be, after a pause
    int paid = 0;              // for the last retry
    Duration pause{};          // the last one
    Time last_sent{};
    Time last_ended{};
  };

  struct Open {
    Client* client = nullptr;
    std::uint64_t request = 0;
    int number = 1;
  };

  Client* client_of(const service::Attempt& attempt);
  void rule(bool kept, const Client& client, const std::string& what);
  void check_hedge(const Client& client, Request& request);
  void check_retry(const Client& client, Request& request, int number);
  void check_breaker(Client& client, service::AttemptId id);
  void follow_breaker(Client& client, service::AttemptId id, bool good);
  void follow_tokens(Client& client, Request& request, const Open& its,
                     std::optional<service::Outcome> outcome);

  const world::World& world_;
  const world::Scenario& scenario_;
  std::vector<std::string> breaches_;
  std::map<service::CallerId, Client> clients_;          // without a spec: no client
  std::unordered_map<std::uint64_t, Request> requests_;  // by key
  std::unordered_map<service::AttemptId, Open> open_;
};

}  // namespace squall::test
