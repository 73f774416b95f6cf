#include "squall/scenario/explain.hpp"

#include "squall/scenario/reference.hpp"
#include "squall/scenario/schema.hpp"

#include "commands.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace squall::tool {

namespace {

// Of the terminal, or 100 where there is none.
int width_of_output() {
  winsize size{};
  const bool terminal = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return terminal ? std::clamp<int>(size.ws_col, 60, 200) : 100;
}

}  // namespace

int explain(const ExplainOptions& options) {
  if (options.markdown) {
    fmt::print("{}", scenario::reference_markdown());
    return 0;
  }
  const scenario::Explanation page =
      options.search.empty() ? scenario::explain(options.path, width_of_output())
                             : scenario::explain_search(options.search, width_of_output());
  fmt::print(page.found ? stdout : stderr, "{}", page.text);
  return page.found ? 0 : 2;
}

int schema() {
  fmt::print("{}", scenario::json_schema());
  return 0;
}

}  // namespace squall::tool
