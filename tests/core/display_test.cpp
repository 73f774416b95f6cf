#include "squall/core/display.hpp"

#include "support/catch.hpp"

#include <string>

using namespace squall;

TEST_CASE("Hangul and emoji take two columns, combining marks none", "[core][display]") {
  CHECK(display_width("") == 0);
  CHECK(display_width("web") == 3);
  CHECK(display_width("주문") == 4);
  CHECK(display_width("caf\xc3\xa9") == 4);
  CHECK(display_width("e\xcc\x81") == 1);
  CHECK(display_width("🚀") == 2);
}

TEST_CASE("a character is as long as its first byte says, where the rest follows",
          "[core][display]") {
  CHECK(length_of_character("a", 0) == 1);
  CHECK(length_of_character("é", 0) == 2);
  CHECK(length_of_character("주", 0) == 3);
  CHECK(length_of_character("🚀", 0) == 4);
  CHECK(length_of_character("\xec\xa3", 0) == 1);
  CHECK(code_point("주", 0) == 0xc8fc);
  CHECK(code_point("🚀", 0) == 0x1f680);
  CHECK(code_point("\xff", 0) == 0xfffd);
}

TEST_CASE("UTF-8 ends where a byte is none, too long, a surrogate or beyond Unicode",
          "[core][display]") {
  CHECK(valid_utf8_prefix("주문 🚀") == std::string("주문 🚀").size());
  CHECK(valid_utf8_prefix("ab\x9f") == 2);
  CHECK(valid_utf8_prefix("ab\xc3") == 2);            // cut off
  CHECK(valid_utf8_prefix("\xc0\x80") == 0);          // a NUL in two bytes
  CHECK(valid_utf8_prefix("\xe0\x80\x80") == 0);      // in three
  CHECK(valid_utf8_prefix("\xed\xa0\x80") == 0);      // half a pair of UTF-16
  CHECK(valid_utf8_prefix("\xf4\x90\x80\x80") == 0);  // above U+10FFFF
  CHECK(valid_utf8_prefix("\xf5\x80\x80\x80") == 0);
}
