#include "squall/service/retry_budget.hpp"

#include "support/catch.hpp"

using namespace squall;
using namespace squall::service;

namespace {

RetryBudget of_share(double share) {
  RetrySpec spec;
  spec.attempts = 3;
  spec.budget = Ratio{share};
  return RetryBudget(spec);
}

RetryBudget standard() {
  RetrySpec spec;
  spec.attempts = Tries::as_the_sdk();
  return RetryBudget(spec);
}

int payable(RetryBudget& budget) {
  int count = 0;
  while (count < 1000 && budget.pay(false)) ++count;
  return count;
}

}  // namespace

TEST_CASE("without a budget every retry is free", "[service][retry_budget]") {
  RetryBudget budget{RetrySpec{}};
  CHECK(payable(budget) == 1000);
}

TEST_CASE("ten requests at 10% bring one retry, beside the ten that are there",
          "[service][retry_budget]") {
  RetryBudget budget = of_share(0.1);
  CHECK(payable(budget) == 10);
  for (int i = 0; i < 9; ++i) budget.requested();
  CHECK_FALSE(budget.pay(false));
  budget.requested();
  CHECK(budget.pay(true));
  CHECK_FALSE(budget.pay(false));
}

TEST_CASE("no more than ten retries are saved up", "[service][retry_budget]") {
  RetryBudget budget = of_share(0.5);
  for (int i = 0; i < 1000; ++i) budget.requested();
  CHECK(payable(budget) == 10);
}

TEST_CASE("a success brings what the last retry has cost, or one", "[service][retry_budget]") {
  RetryBudget budget = standard();
  CHECK(payable(budget) == 100);
  for (int i = 0; i < 4; ++i) budget.succeeded();
  CHECK_FALSE(budget.pay(false));
  budget.succeeded();
  CHECK(budget.pay(false));
  budget.succeeded_again(false);
  CHECK_FALSE(budget.pay(true));
  CHECK(budget.pay(false));
  budget.succeeded_again(true);
  CHECK(budget.pay(true));
  CHECK_FALSE(budget.pay(false));
}

TEST_CASE("successes never fill the bucket beyond 500", "[service][retry_budget]") {
  RetryBudget budget = standard();
  for (int i = 0; i < 100; ++i) budget.succeeded();
  CHECK(payable(budget) == 100);
}
