// The closed forms against numbers that were computed in other ways, in closed_forms.txt.

#include "squall/core/invariant.hpp"
#include "squall/experiment/theory/exponential_server.hpp"
#include "squall/experiment/theory/fan_out.hpp"
#include "squall/experiment/theory/loss.hpp"
#include "squall/experiment/theory/networks.hpp"
#include "squall/experiment/theory/retries.hpp"
#include "squall/experiment/theory/routing.hpp"
#include "squall/experiment/theory/set_up.hpp"
#include "squall/experiment/theory/shared_queue.hpp"
#include "squall/experiment/theory/single_server.hpp"
#include "squall/experiment/theory/wave.hpp"

#include "support/catch.hpp"
#include "support/columns.hpp"

#include <cmath>
#include <fstream>
#include <map>
#include <numeric>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace squall::experiment::theory;

namespace {

using Numbers = std::vector<double>;

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  return words;
}

Numbers numbers_of(const std::string& text) {
  Numbers numbers;
  for (const std::string& word : words_of(text)) numbers.push_back(std::stod(word));
  return numbers;
}

// Half of the last digit that is printed.
double half_digit(const std::string& printed) {
  const auto point = printed.find('.');
  const auto digits = point == printed.npos ? 0 : printed.size() - point - 1;
  return 0.5000001 * std::pow(10, -static_cast<double>(digits));
}

int whole(double number) { return static_cast<int>(number); }

SharedQueue shared(double servers, double load) { return {whole(servers), servers * load, 1}; }

ExponentialServer in_turn(const Numbers& of) {
  return ExponentialServer::with_stages(whole(of[0]), of[1], 1);
}

Numbers one_queue(const Numbers& of) {
  const SharedQueue queue = shared(1, of[0]);
  return {queue.mean_response(), queue.mean_wait(),     queue.quantile(0.5), queue.quantile(0.95),
          queue.quantile(0.99),  queue.quantile(0.999), queue.mean_inside()};
}

Numbers several_servers(const Numbers& of) {
  const SharedQueue queue = shared(of[0], of[1]);
  return {queue.waiting(),     queue.mean_wait(),    queue.mean_response(),
          queue.quantile(0.5), queue.quantile(0.95), queue.quantile(0.99)};
}

Numbers bounded(const Numbers& of) {
  const BoundedQueue queue(whole(of[0]), whole(of[1]), of[2], 1);
  return {queue.refused(), queue.mean_inside(), queue.mean_response(), queue.throughput()};
}

Numbers impatient(const Numbers& of) {
  const ImpatientQueue queue(whole(of[0]), of[1], 1, of[2]);
  return {queue.leaving(), queue.waiting(), queue.mean_wait(), queue.mean_inside()};
}

Numbers four_routings(const Numbers& of) {
  return {shared(1, of[0]).mean_response(), in_turn({2, of[0]}).mean_response(),
          shorter_of_two_queues(of[0]).mean_response, shared(2, of[0]).mean_response()};
}

Numbers feedback(const Numbers& of) {
  const OpenNetwork network({{1, of[0], of[1], {of[2]}}});
  return {network.rate(0), network.mean_visit(0), network.mean_response()};
}

Numbers web_and_database(const Numbers& of) {
  const OpenNetwork network({{2, of[1], of[0], {0, of[2]}}, {1, of[3]}});
  return {network.mean_visit(0), network.mean_visit(1), network.mean_response(),
          network.mean_inside()};
}

Numbers row(const Numbers& of) {
  const InARow row(of);
  return {row.mean(), row.quantile(0.5), row.quantile(0.95), row.quantile(0.99)};
}

Numbers from_empty(const Numbers& of) {
  const Numbers waits = mean_waits_from_empty(of[0], static_cast<std::size_t>(of[1]));
  return {waits.back(), std::accumulate(waits.begin(), waits.end(), 0.0) / of[1]};
}

Numbers unequal(const Numbers& of) {
  const double fast = ExponentialServer::with_stages(2, of[0] / 2, 10).mean_response();
  const double slow = ExponentialServer::with_stages(2, of[0] / 2, 5).mean_response();
  return {fast, slow, (fast + slow) / 2};
}

const std::map<std::string, Numbers (*)(const Numbers&)> systems{
    {"M/M/1", one_queue},
    {"M/M/c", several_servers},
    {"M/M/c beyond", [](const Numbers& of) { return Numbers{shared(of[0], of[1]).beyond(of[2])}; }},
    {"Erlang B", [](const Numbers& of) { return Numbers{erlang_b(whole(of[0]), of[1])}; }},
    {"Erlang C", [](const Numbers& of) { return Numbers{erlang_c(whole(of[0]), of[1])}; }},
    {"very many", [](const Numbers& of) { return Numbers{chance_to_wait_of_many(of[0])}; }},
    {"M/M/c/K", bounded},
    {"Erlang A", impatient},
    {"in turn", [](const Numbers& of) { return Numbers{in_turn(of).mean_response()}; }},
    {"in turn sigma", [](const Numbers& of) { return Numbers{in_turn(of).waiting()}; }},
    {"in turn quantiles",
     [](const Numbers& of) {
       return Numbers{in_turn(of).quantile(0.95), in_turn(of).quantile(0.99)};
     }},
    {"four routings", four_routings},
    {"D/M/1",
     [](const Numbers& of) {
       const auto server = ExponentialServer::with_even_arrivals(of[0], 1);
       return Numbers{server.waiting(), server.mean_response()};
     }},
    {"M/G/1",
     [](const Numbers& of) {
       return Numbers{mean_wait(of[0], {1, std::sqrt(of[1])})};
     }},
    {"M/D/c",
     [](const Numbers& of) {
       return Numbers{mean_wait_for_constant_work(whole(of[0]), of[0] * of[1], 1)};
     }},
    {"M/G/1-PS", [](const Numbers& of) { return Numbers{mean_response_when_shared(of[0], 1)}; }},
    {"shorter queue",
     [](const Numbers& of) {
       const ShorterQueue queue = shorter_of_two_queues(of[0]);
       return Numbers{queue.mean_response, queue.idle};
     }},
    {"choices",
     [](const Numbers& of) { return Numbers{mean_response_of_choices(whole(of[0]), of[1])}; }},
    {"in a row", row},
    {"feedback", feedback},
    {"web and database", web_and_database},
    {"one station",
     [](const Numbers& of) {
       const ClosedLoop loop = closed_loop(whole(of[0]), 1, {0.05});
       return Numbers{loop.throughput, loop.response, loop.throughput * 0.05};
     }},
    {"three stations",
     [](const Numbers& of) {
       const ClosedLoop loop = closed_loop(whole(of[0]), 2, {0.02, 0.05, 0.03});
       return Numbers{loop.throughput, loop.response};
     }},
    {"cold start",
     [](const Numbers& of) {
       return Numbers{mean_response_with_set_up(of[0], 1, {of[1], of[2], of[3]})};
     }},
    {"fan-out",
     [](const Numbers& of) {
       const int leaves = whole(of[0]);
       return Numbers{mean_of_slowest(leaves), quantile_of_slowest(leaves, 0.5),
                      quantile_of_slowest(leaves, 0.95), quantile_of_slowest(leaves, 0.99)};
     }},
    {"slow one",
     [](const Numbers& of) { return Numbers{chance_of_a_slow_one(whole(of[0]), of[1])}; }},
    {"retries",
     [](const Numbers& of) {
       const Retried its = retried(of[0], whole(of[1]));
       return Numbers{its.attempts, its.failed};
     }},
    {"wave",
     [](const Numbers& of) {
       const Wave wave{of[0], of[1], of[2], of[3]};
       return Numbers{wave.level(), wave.amplitude(), wave.level() + wave.amplitude(), wave.lag()};
     }},
    {"from empty", from_empty},
    {"variance", [](const Numbers& of) { return Numbers{variance_of_mean_inside(of[0])}; }},
    {"enough",
     [](const Numbers& of) {
       return Numbers{chance_that_enough_work(whole(of[0]), whole(of[1]), of[2])};
     }},
    {"unequal", unequal},
};

}  // namespace

TEST_CASE("closed forms give every number of the table, to its last digit",
          "[experiment][closed_forms]") {
  std::ifstream table(SQUALL_TESTS_DIR "/experiment/closed_forms.txt");
  REQUIRE(table);
  std::set<std::string> seen;
  for (std::string line; std::getline(table, line);) {
    if (line.empty() || line[0] == '#') continue;
    INFO(line);
    const std::vector<std::string> columns = columns_of(line);
    REQUIRE(columns.size() == 3);
    REQUIRE(systems.contains(columns[0]));
    seen.insert(columns[0]);
    const std::vector<std::string> printed = words_of(columns[2]);
    const Numbers exact = numbers_of(columns[2]);
    const Numbers computed = systems.at(columns[0])(numbers_of(columns[1]));
    REQUIRE(computed.size() == exact.size());
    for (std::size_t i = 0; i < exact.size(); ++i) {
      INFO("computed " << computed[i]);
      CHECK(std::abs(computed[i] - exact[i]) <= half_digit(printed[i]));
    }
  }
  CHECK(seen.size() == systems.size());
}

TEST_CASE("systems that are the same by two formulas answer the same",
          "[experiment][closed_forms]") {
  CHECK(mean_wait(0.8, {1, 0}) == Approx(mean_wait_for_constant_work(1, 0.8, 1)).epsilon(1e-10));
  CHECK(erlang_b(10, 8) == Approx(BoundedQueue(10, 10, 8, 1).refused()).epsilon(1e-10));
  CHECK(InARow({3, 3, 3}).quantile(0.9) == Approx(5.32232 / 3).epsilon(1e-5));
  CHECK(InARow({0.3}).beyond(7) == Approx(SharedQueue(1, 0.7, 1).beyond(7)).epsilon(1e-10));
  CHECK(SharedQueue(2, 1, 1).beyond(3) ==
        Approx(SharedQueue(2, 1 + 1e-9, 1).beyond(3)).epsilon(1e-6));
  CHECK(closed_loop(100, 1, {0.05}).response ==
        Approx(100 / closed_loop(100, 1, {0.05}).throughput - 1));
  CHECK(ImpatientQueue(10, 12, 1, 1).mean_inside() == Approx(12).epsilon(1e-10));
  CHECK(SharedQueue(400, 300, 1).mean_response() == Approx(1).epsilon(1e-6));
  CHECK(shorter_of_two_queues(0.01).mean_response == Approx(1).epsilon(1e-3));
}

TEST_CASE("what has no answer is no question: a queue that grows without end, no servers",
          "[experiment][closed_forms]") {
  using squall::InvariantBroken;
  CHECK_THROWS_AS(SharedQueue(2, 2, 1), InvariantBroken);
  CHECK_THROWS_AS(erlang_c(0, 0.5), InvariantBroken);
  CHECK_THROWS_AS(erlang_b(3, 0), InvariantBroken);
  CHECK_THROWS_AS(BoundedQueue(3, 2, 1, 1), InvariantBroken);
  CHECK_THROWS_AS(ImpatientQueue(1, 1, 1, 0), InvariantBroken);
  CHECK_THROWS_AS(mean_wait(1, {1, 1}), InvariantBroken);
  CHECK_THROWS_AS(ExponentialServer::with_stages(2, 1, 1), InvariantBroken);
  CHECK_THROWS_AS(shorter_of_two_queues(1), InvariantBroken);
  CHECK_THROWS_AS(mean_response_of_choices(0, 0.5), InvariantBroken);
  CHECK_THROWS_AS(OpenNetwork({{1, 1, 0.5, {1}}}), InvariantBroken);
  CHECK_THROWS_AS(OpenNetwork({{1, 1, 1, {}}}), InvariantBroken);
  CHECK_THROWS_AS(InARow({}), InvariantBroken);
  CHECK_THROWS_AS(closed_loop(0, 1, {1}), InvariantBroken);
  CHECK_THROWS_AS(mean_response_with_set_up(1, 1, {}), InvariantBroken);
  CHECK_THROWS_AS(quantile_of_slowest(2, 1), InvariantBroken);
  CHECK_THROWS_AS(retried(1.5, 2), InvariantBroken);
  CHECK_THROWS_AS(SharedQueue(1, 0.5, 1).quantile(1), InvariantBroken);
}
