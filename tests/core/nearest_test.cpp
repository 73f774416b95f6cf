#include "squall/core/nearest.hpp"

#include "support/catch.hpp"

#include <array>
#include <vector>

using namespace squall;

TEST_CASE("a distance counts letters more, less, other and swapped neighbours", "[core][nearest]") {
  CHECK(spelling_distance("web", "web") == 0);
  CHECK(spelling_distance("web", "") == 3);
  CHECK(spelling_distance("", "web") == 3);
  CHECK(spelling_distance("wbe", "web") == 1);
  CHECK(spelling_distance("helth_check", "health_check") == 1);
  CHECK(spelling_distance("intervall", "interval") == 1);
  CHECK(spelling_distance("kitten", "sitting") == 3);
  CHECK(spelling_distance("abcd", "badc") == 2);
  CHECK(spelling_distance("Web", "web") == 1);
  CHECK(spelling_distance_any_case("WEB", "web") == 0);
}

TEST_CASE("a slip of the finger finds the name that was meant", "[core][nearest]") {
  const std::vector<std::string> names = {"web",      "api",      "health_check", "max_size",
                                          "min_size", "interval", "us-east-1",    "us-east-2"};
  const auto [typed, meant] = GENERATE(table<std::string, std::string>({
      {"wbe", "web"},
      {"we", "web"},
      {"Web", "web"},
      {"helth_check", "health_check"},
      {"healthcheck", "health_check"},
      {"health-check", "health_check"},
      {"HealthCheck", "health_check"},
      {"mxa_size", "max_size"},
      {"maxsize", "max_size"},
      {"intervals", "interval"},
      {"us-east-3", "us-east-1"},
  }));
  CHECK(nearest(typed, names) == meant);
}

TEST_CASE("what resembles nothing gets no guess", "[core][nearest]") {
  constexpr std::array<std::string_view, 6> names = {"web", "api", "db", "interval", "asg", "cpu"};
  const auto typed = GENERATE(as<std::string>(), "", "x", "dx", "ram", "timeout",
                              "desired_capacity", "internal_name", "wxyz");
  CHECK(nearest(typed, names) == std::nullopt);
  CHECK(nearest("web", std::vector<std::string>{}) == std::nullopt);
}

TEST_CASE("case decides between equals, then the earlier name wins", "[core][nearest]") {
  CHECK(nearest("Weba", std::array{"web", "Web"}) == "Web");
  CHECK(nearest("wec", std::array{"web", "wed"}) == "web");
  CHECK(nearest("WEB", std::array{"we", "web"}) == "web");
}
