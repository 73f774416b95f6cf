#include "squall/scenario/loader.hpp"

#include "squall/scenario/checks.hpp"
#include "squall/scenario/data_files.hpp"
#include "squall/scenario/diagnostics.hpp"
#include "squall/scenario/edits.hpp"
#include "squall/scenario/include.hpp"
#include "squall/scenario/launch_templates.hpp"
#include "squall/scenario/like.hpp"
#include "squall/scenario/reader.hpp"
#include "squall/scenario/sets.hpp"
#include "squall/scenario/shape.hpp"
#include "squall/scenario/source_file.hpp"
#include "squall/scenario/upgrade.hpp"
#include "squall/scenario/variants.hpp"
#include "squall/scenario/writer.hpp"
#include "squall/scenario/yaml.hpp"

#include <span>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

const Type& scenario_type() { return type_of<world::Scenario>(); }

// Reads a file once, and as often as it has variants.
class Loading {
 public:
  Loading(Sources& sources, std::uint32_t source, Diagnostics& diagnostics)
      : sources_(sources),
        source_(source),
        diagnostics_(diagnostics),
        data_files_(source, sources) {}

  // Every step works on the whole and gathers what is wrong; each needs the one before to have
  // understood the file.
  Loaded load(const LoadOptions& options) {
    Node root = read_yaml(sources_, source_, diagnostics_);
    if (root.is_nothing()) diagnostics_.require_none();
    // A key given twice does not keep the rest from being understood; what follows would.
    const std::size_t known = diagnostics_.errors();
    upgrade(root, diagnostics_);
    if (diagnostics_.errors() > known) diagnostics_.require_none();
    Includer(scenario_type(), sources_, diagnostics_).include(root, source_);
    if (diagnostics_.errors() > known) diagnostics_.require_none();

    const std::vector<Variant> variants = read_variants(root, sources_, diagnostics_);
    Loaded loaded;
    for (const Variant& each : variants) loaded.variant_names.push_back(each.name);
    const bool as_it_is = !options.variant && options.sets.empty();
    const std::size_t count = as_it_is ? variants_to_check(root, variants) : 0;
    loaded.scenario = understand(edited(root, variants, options), diagnostics_);
    check_variants(root, std::span(variants).first(count));
    diagnostics_.require_none();
    loaded.warnings = diagnostics_.sorted();
    return loaded;
  }

 private:
  Node edited(const Node& root, const std::vector<Variant>& variants, const LoadOptions& options) {
    Node tree = root;
    const std::vector<Edit> sets = read_sets(options.sets, sources_, diagnostics_);
    Editor editor(scenario_type(), tree, diagnostics_);
    const Variant* variant = nullptr;
    if (options.variant)
      variant = choose_variant(*options.variant, variants, sources_, diagnostics_);
    if (variant)
      for (const Edit& edit : variant->edits) editor.apply(edit);
    for (const Edit& edit : sets) editor.apply(edit);
    return tree;
  }

  world::Scenario understand(Node tree, Diagnostics& diagnostics) {
    resolve_likes(scenario_type(), tree, diagnostics);
    resolve_launch_templates(scenario_type(), tree, diagnostics);
    strip(tree);
    data_files_.fill(scenario_type(), tree, diagnostics);
    world::Scenario scenario;
    Reader(tree, diagnostics).read(scenario_type(), tree, &scenario);
    check(scenario, tree, diagnostics);
    complete(scenario);
    return scenario;
  }

  // Two ways to write the same are one from here on.
  static void complete(world::Scenario& scenario) {
    for (auto& [name, group] : scenario.auto_scaling_groups)
      for (auto& [policy_name, policy] : group.policies)
        if (policy.target)
          policy.target->percent = policy.expression.empty() && scaling::is_percent(policy.metric);
  }

  // What has been dealt with, and what stands there for other commands or for nobody.
  static void strip(Node& tree) {
    Node rest = Node::map(tree.mark);
    for (std::size_t i = 0; i < tree.keys.size(); ++i) {
      const std::string& key = tree.keys[i].text;
      if (key.starts_with("x-") || key == "variants") continue;
      rest.keys.push_back(std::move(tree.keys[i]));
      rest.items.push_back(std::move(tree.items[i]));
    }
    if (tree.is_map()) tree = std::move(rest);
  }

  // How many variants are checked; the others are said to be unchecked, so that a large file loads
  // soon.
  std::size_t variants_to_check(const Node& root, const std::vector<Variant>& variants) {
    constexpr std::size_t most_values = 250'000;
    const std::size_t most = most_values / count_values(root);
    if (variants.size() <= most) return variants.size();
    const std::string& first = variants[most].name;
    diagnostics_.warning(root.find_key("variants")->mark,
                         fmt::format("the file is large: not checked from '{}' on", first),
                         "variants", fmt::format("write '--variant {}' to check it", first));
    return most;
  }

  void check_variants(const Node& root, std::span<const Variant> variants) {
    for (const Variant& variant : variants) {
      Diagnostics said(sources_);
      Node tree = root;
      Editor editor(scenario_type(), tree, said);
      for (const Edit& edit : variant.edits) editor.apply(edit);
      static_cast<void>(understand(std::move(tree), said));
      diagnostics_.add_errors(said, diagnostics_, fmt::format("variant '{}'", variant.name));
    }
  }

  Sources& sources_;
  std::uint32_t source_;
  Diagnostics& diagnostics_;
  DataFiles data_files_;
};

}  // namespace

Loaded load_file(const std::string& path, const LoadOptions& options) {
  Sources sources;
  Diagnostics diagnostics(sources);
  const Mark nowhere{sources.add(path, ""), 0, 0};
  const auto source = add_file(path, YamlLimits{}.bytes, nowhere, sources, diagnostics);
  diagnostics.require_none();
  return Loading(sources, *source, diagnostics).load(options);
}

Loaded load_text(const std::string& name, const std::string& text, const LoadOptions& options) {
  Sources sources;
  Diagnostics diagnostics(sources);
  return Loading(sources, sources.add(name, text), diagnostics).load(options);
}

std::string effective_yaml(const world::Scenario& scenario) {
  return write_yaml(write(type_of<world::Scenario>(), &scenario));
}

}  // namespace squall::scenario
