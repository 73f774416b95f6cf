#include "squall/scenario/variants.hpp"

#include "squall/scenario/reader.hpp"

#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// Each variant costs a reading of the file: what is compared by the thousand is a `--vary`.
constexpr std::size_t most_variants = 100;
constexpr std::size_t most_edits = 2000;

}  // namespace

std::vector<Variant> read_variants(const Node& root, const Sources& sources,
                                   Diagnostics& diagnostics) {
  std::vector<Variant> variants;
  const Node* written = root.find("variants");
  if (!written || written->is_nothing()) return variants;
  if (!written->is_map()) {
    diagnostics.error(written->mark,
                      fmt::format("'variants' must be a map of names, is {}", described(*written)),
                      {}, "write 'variants: {hot: {PATH: VALUE}}'");
    return variants;
  }
  std::size_t edits = 0;
  for (std::size_t i = 0; i < written->keys.size(); ++i) {
    const Key& key = written->keys[i];
    edits += written->items[i].items.size();
    if (i >= most_variants || edits > most_edits) {
      diagnostics.error(
          key.mark,
          fmt::format("more than {} variants, or {} values in them", most_variants, most_edits),
          "variants", "'--vary' tries many values of a path");
      break;
    }
    variants.push_back({key.text, edits_of(written->items[i], sources, diagnostics)});
  }
  return variants;
}

const Variant* choose_variant(const std::string& name, const std::vector<Variant>& variants,
                              Sources& sources, Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const Variant& each : variants) {
    if (each.name == name) return &each;
    names.push_back(each.name);
  }
  const Mark mark{sources.add("--variant", name), 1, 1};
  diagnostics.error(mark, fmt::format("no variant is called '{}'", name), {},
                    names.empty() ? "the file has no variants" : guess(name, names));
  return nullptr;
}

}  // namespace squall::scenario
