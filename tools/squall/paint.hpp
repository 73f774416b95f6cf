#pragma once

#include <string>

namespace squall::tool {

/// The text with colours, where standard output is a terminal that has them and nobody minds
/// (NO_COLOR): green what is well, red what is not, yellow what cannot be told.
std::string painted(const std::string& text);

}  // namespace squall::tool
