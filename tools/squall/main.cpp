#include "squall/core/invariant.hpp"
#include "squall/core/nearest.hpp"
#include "squall/core/version.hpp"

#include "commands.hpp"
#include "interrupt.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <map>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

namespace {

using namespace squall;

// Options that every command understands that loads a scenario.
void add_load_options(CLI::App& command, scenario::LoadOptions& options) {
  command.add_option("--variant", options.variant, "One of the file's variants");
  command
      .add_option("--set", options.sets,
                  "PATH=VALUE changes the scenario: asg.web.max_size=20; @FILE reads such lines")
      ->take_all()
      ->allow_extra_args(false);
}

struct Program {
  CLI::App app{
      "A wind tunnel for cloud designs: describe balancers, instances and traffic in one "
      "YAML file,\nand see what hours of real traffic would do to them.",
      "squall"};
  tool::RunOptions run;
  tool::CompareOptions compare;
  tool::VerifyOptions verify;
  tool::BranchOptions branch;
  tool::FollowOptions follow;
  tool::CheckOptions check;
  tool::ExplainOptions explain;
  tool::PlacesOptions places;
  tool::MetricsOptions metrics;
  tool::TypesOptions types;
  tool::InitOptions init;
  int status = 0;

  Program() {
    app.set_version_flag("--version", "squall " + std::string(version));
    app.require_subcommand(1);
    app.failure_message(CLI::FailureMessage::simple);
    add_run();
    add_compare();
    add_verify();
    add_branch();
    add_follow();
    add_check();
    add_explain();
    add_places();
    add_metrics();
    add_schema();
    add_types();
    add_init();
  }

  void add_run() {
    CLI::App* command = app.add_subcommand("run", "Run scenarios and say what came of them");
    command->add_option("FILE", run.files, "Scenario files")->required();
    add_load_options(*command, run.load);
    command->add_option("-n,--runs", run.runs, "How often, each time with another seed")
        ->check(CLI::Range(1, 100'000));
    command->add_option("--precision", run.precision,
                        "Run until every headline number is known to within this: 2%");
    command->add_option("--threads", run.threads, "How many runs at once; without it one a core")
        ->check(CLI::Range(1, 1024));
    command->add_option("--from", run.from, "Count only what is sent from then on: 40m, 11:40");
    command->add_option("--to", run.to, "Count only what is sent before that");
    command->add_option("--why", run.why, "Say what was going on at that time: 40m, 11:40");
    command->add_option("--json", run.json, "Write the result as JSON; - is standard output");
    command->add_option("--csv", run.csv, "Write its tables into this folder")->type_name("DIR");
    CLI::Option* quiet = command->add_flag("-q,--quiet", run.quiet, "Say only what is wrong");
    command->add_flag("-v,--verbose", run.verbose, "Say all that happened")->excludes(quiet);
    command->callback([this] { status = tool::run(run); });
  }

  void add_compare() {
    CLI::App* command = app.add_subcommand(
        "compare", "Run designs with the same arrivals, demands and faults, and say what differs");
    command
        ->add_option("FILE", compare.files,
                     "Scenario files, or results of 'run -n --json'; the first is the reference")
        ->required();
    CLI::Option* variant =
        command
            ->add_option("--variant", "A variant of the file, or a name for the '--set' after it")
            ->type_name("NAME")
            ->take_all()
            ->allow_extra_args(false);
    CLI::Option* set = command
                           ->add_option("--set",
                                        "PATH=VALUE changes the variant before it; before any "
                                        "variant, all of them")
                           ->type_name("PATH=VALUE")
                           ->take_all()
                           ->allow_extra_args(false);
    command
        ->add_option("-n,--runs", compare.runs,
                     "How often each is run; else 20 times, or as often as the results were")
        ->check(CLI::Range(2, 100'000));
    command->add_option("--threads", compare.threads, "How many runs at once; else one a core")
        ->check(CLI::Range(1, 1024));
    command->add_option("--json", compare.json, "Write it as JSON; - is standard output");
    command->add_flag("-q,--quiet", compare.quiet, "Say only what is wrong");
    command->callback([this, command, variant, set] {
      std::size_t variants = 0, sets = 0;
      for (const CLI::Option* each : command->parse_order()) {
        if (each == variant) compare.designs.push_back({variant->results()[variants++], {}});
        if (each != set) continue;
        auto& of = compare.designs.empty() ? compare.sets : compare.designs.back().sets;
        of.push_back(set->results()[sets++]);
      }
      status = tool::compare(compare);
    });
  }

  void add_verify() {
    CLI::App* command = app.add_subcommand(
        "verify", "Run cases whose answers theory knows, and say how far off they are");
    const auto names = [&](const char* name, std::vector<std::string>& of, const char* what) {
      command->add_option(name, of, what)->type_name("CASE")->take_all()->allow_extra_args(false);
    };
    names("--only", verify.only, "One of the cases");
    names("--spoil", verify.spoilt,
          "Take the theory of this case for 10% more than it is: that must be noticed");
    command->add_option("--show", verify.show, "Print this case as a scenario file instead")
        ->type_name("CASE");
    command->add_flag("--thorough", verify.thorough, "20 times as much, for some minutes");
    command->add_option("--seed", verify.seed, "The number that all chance comes from")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
    command->add_option("--threads", verify.threads, "How many runs at once; else one a core")
        ->check(CLI::Range(1, 1024));
    command->add_option("--json", verify.json, "Write it as JSON; - is standard output");
    command->add_flag("-q,--quiet", verify.quiet, "Say only what is wrong");
    command->callback([this] { status = tool::verify(verify); });
  }

  void add_branch() {
    CLI::App* command = app.add_subcommand("branch", "Print both futures of one past");
    command->add_option("FILE", branch.file, "A scenario file")->required();
    add_load_options(*command, branch.load);
    command->add_option("--at", branch.at, "When the futures part: 40m, 11:40")->required();
    command->add_option("--do", branch.acts, "What is done then: 'hang: web-1'")
        ->required()
        ->take_all()
        ->allow_extra_args(false);
    command->callback([this] { status = tool::branch(branch); });
  }

  void add_follow() {
    CLI::App* command = app.add_subcommand("follow", "Print requests one by one as they go");
    command->add_option("FILE", follow.file, "A scenario file")->required();
    add_load_options(*command, follow.load);
    command->add_option("--first", follow.first, "How many")
        ->check(CLI::Range(1, 100'000))
        ->capture_default_str();
    command->add_option("--target", follow.target, "Only what this instance got");
    command->add_option("--client", follow.client, "Only what this client sent");
    command->add_option("--from", follow.from, "Only what was sent from then on: 40m, 11:40");
    command->callback([this] { status = tool::follow(follow); });
  }

  void add_check() {
    CLI::App* command = app.add_subcommand("check", "Say every mistake in scenario files");
    command->add_option("FILE", check.files, "Scenario files")->required();
    add_load_options(*command, check.load);
    const std::map<std::string, tool::Format> formats{{"text", tool::Format::text},
                                                      {"json", tool::Format::json},
                                                      {"github", tool::Format::github}};
    command->add_option("--format", check.format, "text, json or github")
        ->transform(CLI::CheckedTransformer(formats).description(""));
    command->add_flag("--effective", check.effective,
                      "Print the scenario with every default filled in");
    command->add_option("--draw", check.draw, "Print who asks whom: dot or mermaid")
        ->check(CLI::IsMember({"dot", "mermaid"}));
    command->add_flag("-q,--quiet", check.quiet, "Say only what is wrong");
    command->callback([this] { status = tool::check(check); });
  }

  void add_explain() {
    CLI::App* command = app.add_subcommand("explain", "Say what may be written in a scenario");
    command->add_option("PATH", explain.path, "target_groups.health_check.interval, or a word");
    command->add_option("--search", explain.search, "List the fields that speak of this");
    command->add_flag("--markdown", explain.markdown, "Print the whole reference as Markdown");
    command->callback([this] { status = tool::explain(explain); });
  }

  void add_places() {
    CLI::App* command =
        app.add_subcommand("places", "Say how long it is between regions and cities");
    command->add_option("FILE", places.file, "A scenario, whose regions and links count too");
    add_load_options(*command, places.load);
    auto* from = command->add_option("--from", places.from, "A city, region or zone");
    command->add_option("--to", places.to, "Another, and the way there link by link")->needs(from);
    command->add_option("--cut", places.cuts, "ONE,OTHER: nothing passes between the two")
        ->take_all()
        ->allow_extra_args(false);
    command->callback([this] { status = tool::places(places); });
  }

  void add_metrics() {
    CLI::App* command = app.add_subcommand("metrics", "List every metric that a world publishes");
    command->add_option("FILE", metrics.file, "A scenario file")->required();
    add_load_options(*command, metrics.load);
    command->callback([this] { status = tool::metrics(metrics); });
  }

  void add_schema() {
    CLI::App* command =
        app.add_subcommand("schema", "Print the JSON Schema by which editors complete and check");
    command->callback([this] { status = tool::schema(); });
  }

  void add_types() {
    CLI::App* command = app.add_subcommand("types", "List instance types: size, credits, price");
    command->add_option("PART", types.part, "Of their names: t3, large");
    command->add_option("--region", types.region, "Whose prices")->capture_default_str();
    command->add_option("--vcpus", types.vcpus, "How many: 4, 2..8, 2..");
    command->add_option("--memory", types.memory, "How many GiB: 16, 8..32, 8..");
    command->callback([this] { status = tool::types(types); });
  }

  void add_init() {
    CLI::App* command = app.add_subcommand("init", "Write a small scenario to start from");
    command->add_option("NAME", init.file, "The file to write")->capture_default_str();
    command->add_option("--from", init.from, "What to start from")
        ->check(CLI::IsMember(tool::starters()))
        ->capture_default_str();
    command->callback([this] { status = tool::init(init); });
  }
};

// CLI11 does not guess what a misspelt command was meant to be.
std::optional<std::string> unknown_command(const CLI::App& app, int argc, char** argv) {
  if (argc < 2 || argv[1][0] == '-') return std::nullopt;
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), argv[1]) != names.end()) return std::nullopt;
  std::string hint = "see 'squall --help'";
  if (const auto near = nearest(argv[1], names)) hint = fmt::format("did you mean '{}'?", *near);
  return fmt::format("unknown command '{}' ({})", argv[1], hint);
}

int run(int argc, char** argv) {
  Program program;
  if (const auto unknown = unknown_command(program.app, argc, argv)) {
    fmt::print(stderr, "squall: {}\n", *unknown);
    return 2;
  }
  try {
    program.app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (argc < 2) {
      fmt::print(stderr, "{}", program.app.help());
      return 2;
    }
    return program.app.exit(error) == 0 ? 0 : 2;
  }
  return program.status;
}

// What was printed on the way is out only now.
int end(int status) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
  if (errno == EPIPE) return status;
  fmt::print(stderr, "squall: cannot write 'standard output': {}\n", std::strerror(errno));
  return 3;
}

}  // namespace

int main(int argc, char** argv) {
  tool::listen_for_interrupts();
  try {
    return end(run(argc, argv));
  } catch (const InvariantBroken& broken) {
    fmt::print(stderr, "squall: internal error: {} does not hold ({}:{})\n", broken.expression(),
               broken.file(), broken.line());
  } catch (const std::system_error& error) {
    if (error.code() == std::errc::broken_pipe) return 0;  // who reads it has seen enough
    fmt::print(stderr, "squall: {}\n", error.what());
  } catch (const std::exception& error) {
    fmt::print(stderr, "squall: {}\n", error.what());
  }
  return 3;
}
