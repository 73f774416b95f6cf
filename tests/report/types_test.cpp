#include "squall/report/types.hpp"

#include "support/catch.hpp"

using namespace squall;
using namespace squall::report;

TEST_CASE("a span is one number, or two with dots between", "[report][types]") {
  CHECK(read_span("4")->holds(4));
  CHECK_FALSE(read_span("4")->holds(5));
  CHECK(read_span("2..8")->holds(8));
  CHECK_FALSE(read_span("2..8")->holds(1));
  CHECK(read_span("2..")->holds(1000));
  CHECK(read_span("..8")->holds(0));
  for (const char* wrong : {"", "..", "8..2", "a", "2...8", "2-8", "-1", "2..8..9"})
    CHECK_FALSE(read_span(wrong));
}

TEST_CASE("the types that are asked for are listed with what they cost", "[report][types]") {
  TypesQuestion question;
  question.region = "ap-northeast-2";
  question.part = "t3.";
  question.vcpus = {2, 2};
  question.memory_gib = {1, 4};
  const std::string text = types_text(question, 100);
  CHECK(text.find("t3.micro       2     1        10%          12    288      0.064 – 5   0.087") !=
        std::string::npos);
  CHECK(text.find("0.0130") != std::string::npos);
  CHECK(text.find("t3.nano") == std::string::npos);
  CHECK(text.find("t3.large") == std::string::npos);
  question.part = "none";
  CHECK(types_text(question, 100).empty());
}

TEST_CASE("on a narrow terminal the table leaves the throughput out", "[report][types]") {
  CHECK(types_text({}, 100).find("network Gbps") != std::string::npos);
  CHECK(types_text({}, 80).find("network Gbps") == std::string::npos);
}
