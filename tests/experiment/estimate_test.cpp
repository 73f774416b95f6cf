#include "squall/experiment/estimate.hpp"

#include "support/catch.hpp"

#include <cmath>
#include <vector>

using namespace squall::experiment;

TEST_CASE("few runs are trusted less than Gauss would, by Student's factor", "[experiment]") {
  CHECK(student_factor(2) == Approx(12.7062).epsilon(1e-5));
  CHECK(student_factor(10) == Approx(2.26216).epsilon(1e-5));
  CHECK(student_factor(20) == Approx(2.09302).epsilon(1e-5));
  CHECK(student_factor(100'001) == Approx(1.95999).epsilon(1e-5));
}

TEST_CASE("the mean of runs has the half-width of a textbook", "[experiment]") {
  const std::vector<double> values{4, 6, 5, 9};  // a deviation of 2.160247
  const Estimate mean = mean_of(values);
  CHECK(mean.value == 6);
  CHECK(mean.half_width() == Approx(3.182446 * 2.160247 / 2).epsilon(1e-6));
  CHECK(mean.low + mean.high == Approx(12));
  CHECK(mean.runs == 4);
}

TEST_CASE("a single run says nothing of its own error", "[experiment]") {
  const std::vector<double> values{4};
  CHECK(mean_of(values).value == 4);
  CHECK(std::isinf(mean_of(values).half_width()));
}

TEST_CASE("a ratio is that of the sums, and runs in proportion leave no doubt", "[experiment]") {
  const std::vector<Part> even{{1, 10}, {3, 30}, {2, 20}};
  CHECK(ratio_of(even).value == Approx(0.1));
  CHECK(ratio_of(even).half_width() == Approx(0).margin(1e-12));
  const std::vector<Part> odd{{1, 10}, {6, 30}, {2, 20}};
  CHECK(ratio_of(odd).value == Approx(0.15));
  CHECK(ratio_of(odd).half_width() > 0.05);
}

TEST_CASE("in how many runs something happens is told as Clopper and Pearson do", "[experiment]") {
  CHECK(share_of(9, 20).low == Approx(0.230578).epsilon(1e-5));
  CHECK(share_of(9, 20).high == Approx(0.684722).epsilon(1e-5));
  CHECK(share_of(0, 20).low == 0);
  CHECK(share_of(0, 20).high == Approx(0.168433).epsilon(1e-5));
  CHECK(share_of(20, 20).low == Approx(1 - 0.168433).epsilon(1e-5));
  CHECK(share_of(20, 20).high == 1);
}
