#pragma once

#include <string>

namespace squall::scenario {

/// The language as a page of Markdown, made from the tables: docs/reference.md.
std::string reference_markdown();

}  // namespace squall::scenario
