// Runs tests/aws/scaling.txt: a world for each row.

#include "aws/rows.hpp"
#include "aws/seen.hpp"
#include "support/catch.hpp"

using squall::testing::AwsRow;
using squall::testing::rows_of;

TEST_CASE("groups do what AWS's cases say", "[aws][scaling]") {
  int rows = 0;
  for (const AwsRow& row : rows_of("scaling.txt")) {
    if (row.left_out()) continue;
    INFO(row.place);
    ++rows;
    squall::testing::see(row);
  }
  CHECK(rows == 20);
}
