// What every routing algorithm holds to: the tests run over the whole table.

#include "squall/core/random.hpp"
#include "squall/service/routing/algorithm.hpp"

#include "support/catch.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>
#include <memory>
#include <vector>

using namespace squall;
using namespace squall::service;

namespace {

constexpr auto words = Words<Algorithm>::words;

std::vector<Candidate> numbers(Candidate count) {
  std::vector<Candidate> all;
  for (Candidate candidate = 0; candidate < count; ++candidate) all.push_back(candidate);
  return all;
}

/// An algorithm, and all that happens to it: requests come 1 ms apart, every one of which is open
/// for as long as ten more come.
class Table {
 public:
  Table(std::size_t algorithm, const std::vector<Candidate>& eligible)
      : algorithm_(make_routing_algorithm(static_cast<Algorithm>(algorithm),
                                          {key_of(1, "routing"), true})) {
    for (const Candidate candidate : eligible) join(candidate);
  }

  void join(Candidate candidate) {
    eligible_.insert(std::lower_bound(eligible_.begin(), eligible_.end(), candidate), candidate);
    algorithm_->joined(candidate);
  }

  void leave(Candidate candidate) {
    std::erase(eligible_, candidate);
    algorithm_->left(candidate);
  }

  const std::vector<Candidate>& eligible() const { return eligible_; }

  Candidate ask(std::uint64_t request) {
    now_ += 1ms;
    const Key key = child(key_of(2, "requests"), request);
    const Candidate chosen = algorithm_->choose({eligible_, now_, key, key, key});
    algorithm_->sent(chosen);
    open_.push_back(chosen);
    if (open_.size() > 10) {
      const bool fails = open_.front() == failing;
      const auto kind = fails ? RoutingEnd::Kind::failed : RoutingEnd::Kind::answered;
      algorithm_->ended(open_.front(), {kind, now_, 10ms});
      open_.pop_front();
    }
    return chosen;
  }

  std::vector<Candidate> ask_many(std::uint64_t count) {
    std::vector<Candidate> chosen;
    for (std::uint64_t i = 0; i < count; ++i) chosen.push_back(ask(next_++));
    return chosen;
  }

  Candidate failing = 0xffffffff;  ///< who fails

 private:
  std::unique_ptr<RoutingAlgorithm> algorithm_;
  std::vector<Candidate> eligible_;
  std::deque<Candidate> open_;
  Time now_{};
  std::uint64_t next_ = 0;
};

std::vector<std::uint64_t> counts_of(const std::vector<Candidate>& chosen) {
  std::vector<std::uint64_t> counts(1 + *std::max_element(chosen.begin(), chosen.end()));
  for (const Candidate candidate : chosen) ++counts[candidate];
  return counts;
}

}  // namespace

TEST_CASE("an algorithm gives equal targets equal shares", "[service][routing]") {
  for (std::size_t algorithm = 0; algorithm < words.size(); ++algorithm) {
    INFO(words[algorithm].word);
    constexpr std::uint64_t requests = 80'000;
    Table table(algorithm, numbers(8));
    const auto counts = counts_of(table.ask_many(requests));
    REQUIRE(counts.size() == 8);
    const double error = std::sqrt(requests * (1 / 8.0) * (7 / 8.0));
    for (const std::uint64_t count : counts)
      CHECK(std::abs(static_cast<double>(count) - requests / 8.0) < 4 * error);
  }
}

TEST_CASE("who is the only one gets every request", "[service][routing]") {
  for (std::size_t algorithm = 0; algorithm < words.size(); ++algorithm) {
    INFO(words[algorithm].word);
    Table table(algorithm, {5});
    CHECK(table.ask_many(100) == std::vector<Candidate>(100, 5));
  }
}

TEST_CASE("the same requests find the same targets", "[service][routing]") {
  for (std::size_t algorithm = 0; algorithm < words.size(); ++algorithm) {
    INFO(words[algorithm].word);
    CHECK(Table(algorithm, numbers(9)).ask_many(2'000) ==
          Table(algorithm, numbers(9)).ask_many(2'000));
  }
}

TEST_CASE("only the eligible get requests, and each of them does, whoever comes and goes",
          "[service][routing]") {
  for (std::size_t algorithm = 0; algorithm < words.size(); ++algorithm) {
    INFO(words[algorithm].word);
    Random random(7, "membership");
    Table table(algorithm, numbers(12));
    table.failing = 3;
    std::vector<std::uint64_t> since(12);  // requests to others, in a row, while it was there
    std::uint64_t longest = 0;
    bool only_eligible = true;
    for (std::uint64_t request = 0; request < 50'000; ++request) {
      const auto other = static_cast<Candidate>(random.below(12));
      const auto& eligible = table.eligible();
      if (random.below(50) == 0) {
        const bool in = std::binary_search(eligible.begin(), eligible.end(), other);
        if (!in) table.join(other);
        if (in && eligible.size() > 1) table.leave(other);
        since[other] = 0;
      }
      const Candidate chosen = table.ask(request);
      only_eligible = only_eligible && std::binary_search(eligible.begin(), eligible.end(), chosen);
      for (const Candidate candidate : eligible) longest = std::max(longest, ++since[candidate]);
      since[chosen] = 0;
    }
    CHECK(only_eligible);
    CHECK(longest < 5'000);
  }
}

TEST_CASE("what left to chance does not depend on other requests is the same without them",
          "[service][routing]") {
  for (const Algorithm algorithm :
       {Algorithm::weighted_random, Algorithm::flow_hash, Algorithm::random, Algorithm::ip_hash}) {
    INFO(words[static_cast<std::size_t>(algorithm)].word);
    Table busy(static_cast<std::size_t>(algorithm), numbers(7));
    Table quiet(static_cast<std::size_t>(algorithm), numbers(7));
    busy.ask_many(500);
    const Candidate first = busy.ask(1'000);
    CHECK(first == quiet.ask(1'000));
  }
}

TEST_CASE("a connection and an address stay where they are, and others go elsewhere",
          "[service][routing]") {
  const auto eligible = numbers(10);
  const Key one = key_of(1, "one");
  const auto flow_hash = make_routing_algorithm(Algorithm::flow_hash, {});
  const auto ip_hash = make_routing_algorithm(Algorithm::ip_hash, {});
  std::vector<Candidate> connections;
  std::vector<Candidate> addresses;
  for (std::uint64_t i = 0; i < 100; ++i) {
    const Key other = child(one, i);
    CHECK(flow_hash->choose({eligible, {}, other, other, one}) ==
          flow_hash->choose({eligible, {}, one, one, one}));
    CHECK(ip_hash->choose({eligible, {}, other, one, other}) ==
          ip_hash->choose({eligible, {}, one, one, one}));
    connections.push_back(flow_hash->choose({eligible, {}, one, one, other}));
    addresses.push_back(ip_hash->choose({eligible, {}, one, other, one}));
  }
  CHECK(counts_of(connections).size() == 10);
  CHECK(counts_of(addresses).size() == 10);
}

TEST_CASE("the fewest requests open are found whatever was sent, ended, came and went",
          "[service][routing]") {
  const auto algorithm =
      make_routing_algorithm(Algorithm::least_outstanding_requests, {key_of(1, "routing"), false});
  Random random(3, "ranking");
  std::vector<Candidate> eligible;
  std::vector<int> open(20);
  bool least = true;
  for (std::uint64_t i = 0; i < 100'000; ++i) {
    const auto one = static_cast<Candidate>(random.below(open.size()));
    const auto place = std::lower_bound(eligible.begin(), eligible.end(), one);
    const bool in = place != eligible.end() && *place == one;
    if (random.below(20) == 0) {
      in ? void(eligible.erase(place)) : void(eligible.insert(place, one));
      in ? algorithm->left(one) : algorithm->joined(one);
    }
    if (open[one] > 0 && random.below(2) == 0) {
      --open[one];
      algorithm->ended(one, {});
    }
    if (eligible.empty()) continue;
    const Candidate chosen = algorithm->choose({eligible, {}, child(key_of(1, "one"), i), {}, {}});
    for (const Candidate other : eligible) least = least && open[chosen] <= open[other];
    // Now and then one that was not chosen, as stickiness does.
    const Candidate goes = random.below(4) == 0 ? eligible.front() : chosen;
    algorithm->sent(goes);
    ++open[goes];
  }
  CHECK(least);
}

TEST_CASE("among those with the fewest requests open, each is as likely", "[service][routing]") {
  const auto algorithm =
      make_routing_algorithm(Algorithm::least_outstanding_requests, {key_of(1, "routing"), false});
  const auto eligible = numbers(5);
  for (const Candidate candidate : numbers(6)) algorithm->joined(candidate);
  for (const Candidate candidate : eligible) algorithm->sent(candidate);
  algorithm->sent(2);
  algorithm->left(5);  // the only idle one
  std::vector<Candidate> chosen;
  for (std::uint64_t i = 0; i < 40'000; ++i)
    chosen.push_back(algorithm->choose({eligible, {}, child(key_of(1, "one"), i), {}, {}}));
  const auto counts = counts_of(chosen);
  REQUIRE(counts.size() == 5);
  CHECK(counts[2] == 0);
  for (const Candidate one : {0u, 1u, 3u, 4u})
    CHECK(static_cast<double>(counts[one]) == Approx(10'000).margin(4 * std::sqrt(7'500)));
}

TEST_CASE("who answers more slowly gets fewer requests, and is tried again", "[service][routing]") {
  const auto algorithm =
      make_routing_algorithm(Algorithm::least_response_time, {key_of(1, "routing"), false});
  const auto eligible = numbers(2);
  for (const Candidate candidate : eligible) algorithm->joined(candidate);
  Time now{};
  std::uint64_t request = 0;
  const auto slow_share = [&](Duration slow, int count) {
    int chosen_slow = 0;
    for (int i = 0; i < count; ++i) {
      now += 100ms;
      const Key key = child(key_of(1, "one"), request++);
      const Candidate chosen = algorithm->choose({eligible, now, key, key, key});
      algorithm->sent(chosen);
      algorithm->ended(chosen, {{}, now, chosen == 1 ? slow : 10ms});
      chosen_slow += chosen == 1;
    }
    return chosen_slow / static_cast<double>(count);
  };
  const double while_slow = slow_share(50ms, 5'000);
  CHECK(while_slow > 0);
  CHECK(while_slow < 0.05);
  slow_share(10ms, 5'000);
  CHECK(slow_share(10ms, 5'000) == Approx(0.5).margin(0.05));
}

TEST_CASE("who refuses at once attracts no requests by it", "[service][routing]") {
  const auto algorithm =
      make_routing_algorithm(Algorithm::least_response_time, {key_of(1, "routing"), false});
  const auto eligible = numbers(4);
  for (const Candidate candidate : eligible) algorithm->joined(candidate);
  int refused = 0;
  for (std::uint64_t i = 0; i < 4'000; ++i) {
    const Time now = Time{} + 20ms * static_cast<int>(i);
    const Key key = child(key_of(1, "one"), i);
    const Candidate chosen = algorithm->choose({eligible, now, key, key, key});
    algorithm->sent(chosen);
    if (chosen == 0) {
      ++refused;
      algorithm->ended(0, {RoutingEnd::Kind::failed, now, 0ms});
    } else {
      algorithm->ended(chosen, {{}, now, 10ms});
    }
  }
  CHECK(refused < 1'500);
}
