#pragma once

namespace squall::tool {

/// Of the terminal that standard output is, or 100 where it is none.
int width_of_output();

}  // namespace squall::tool
