#pragma once

#include <string>
#include <string_view>

namespace squall::scenario {

/// A page for a terminal, or why there is none.
struct Explanation {
  std::string text;
  bool found = true;
};

/// What may be written at a path: `target_groups.web.health_check.interval`, with the names, with
/// NAME in their place, or without them; aliases of sections read too. A single word finds every
/// field of that key, a kind of values, or a word of AWS that is written otherwise here; no path,
/// the top level. Lines are `width` columns at most, 60 to 200.
Explanation explain(std::string_view path, int width);

/// Every field whose key or meaning holds the text, in upper or lower case.
Explanation explain_search(std::string_view text, int width);

}  // namespace squall::scenario
