#include "squall/scenario/explain.hpp"

#include "squall/scenario/reference.hpp"
#include "squall/scenario/schema.hpp"

#include "commands.hpp"
#include "output.hpp"

#include <cstdio>

#include <fmt/core.h>

namespace squall::tool {

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
