#pragma once

#include <span>
#include <string_view>

namespace squall::scenario {

/// A word that people bring along from AWS, Terraform or habit, and what to write here.
struct AwsWord {
  std::string_view word;
  std::string_view path;  ///< where it is written here, of places(); empty: nowhere
  std::string_view why;   ///< why it is left out, or what is different; may be empty
};

std::span<const AwsWord> aws_words();

/// The row of a word; upper and lower case, dashes, dots and underscores are alike. Null where
/// there is none.
const AwsWord* find_aws_word(std::string_view word);

}  // namespace squall::scenario
