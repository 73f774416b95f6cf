#pragma once

#include "squall/scenario/loader.hpp"

#include <cstdint>
#include <string>
#include <vector>

/// The commands of the program, each without its command line: main.cpp has read that. Each returns
/// the exit status: 0 fine, 1 a promise or a baseline is missed, 2 the scenario or the command line
/// is wrong, 3 the machine failed.
namespace squall::tool {

enum class Format { text, json, github };

struct CheckOptions {
  std::vector<std::string> files;
  scenario::LoadOptions load;
  Format format = Format::text;
  bool effective = false;  ///< print the scenario with every default instead
  std::string draw;        ///< "dot" or "mermaid": print who asks whom instead
  bool quiet = false;
};

/// Says every mistake in the files, and what a careful colleague would ask.
int check(const CheckOptions& options);

struct InitOptions {
  std::string file = "scenario.yaml";
  std::string from = "balanced";
};

/// Writes a small commented scenario to start from.
int init(const InitOptions& options);

/// The names that `init` can start from.
std::vector<std::string> starters();

struct RunOptions {
  std::vector<std::string> files;
  scenario::LoadOptions load;
  std::string json;  ///< where the result goes as JSON; "-": standard output, instead of a summary
  std::string csv;   ///< the folder that its tables go to
  std::string from;  ///< only what was sent from then on counts
  std::string to;    ///< and only what was sent before that
  std::string why;   ///< a moment about which to tell, instead of a summary
  std::size_t runs = 0;   ///< how often each is run; 0: once, or as often as a precision asks for
  std::string precision;  ///< "2%": until every headline number is known to within that
  unsigned threads = 0;   ///< 0: one a core
  bool quiet = false;
  bool verbose = false;  ///< all that happened
};

/// Runs scenarios and says what came of them.
int run(const RunOptions& options);

/// What is changed in one of the designs that are compared.
struct DesignOptions {
  std::string name;
  std::vector<std::string> sets;
};

struct CompareOptions {
  std::vector<std::string> files;
  std::vector<std::string> sets;       ///< in all designs
  std::vector<DesignOptions> designs;  ///< of a single file; none: all its variants
  std::size_t runs = 0;                ///< of each; 0: as many as there are of a result, or twenty
  unsigned threads = 0;
  std::string json;
  bool quiet = false;
};

/// Runs designs with the same seeds and says what differs, from each other and from the results of
/// earlier runs.
int compare(const CompareOptions& options);

struct VerifyOptions {
  std::vector<std::string> only;    ///< cases; none: all
  std::vector<std::string> spoilt;  ///< cases whose theory is taken for 10% more than it says
  std::string show;                 ///< a case that is printed as a scenario instead
  bool thorough = false;
  std::int64_t seed = 42;
  unsigned threads = 0;
  std::string json;
  bool quiet = false;
};

/// Runs cases that theory knows, and says how far off it is.
int verify(const VerifyOptions& options);

struct BranchOptions {
  std::string file;
  scenario::LoadOptions load;
  std::string at;                 ///< the moment at which the futures part
  std::vector<std::string> acts;  ///< 'hang: web-1', as a line of the timeline without its time
};

/// Prints both futures of one past: as the scenario goes on, and with the actions done.
int branch(const BranchOptions& options);

struct FollowOptions {
  std::string file;
  scenario::LoadOptions load;
  int first = 12;
  std::string target;  ///< only what this instance got
  std::string client;  ///< only what this client sent
  std::string from;    ///< only what was sent from this moment on
};

/// Prints the first requests one by one: who got each, how long it waited, what came of it.
int follow(const FollowOptions& options);

struct ExplainOptions {
  std::string path;
  std::string search;
  bool markdown = false;
};

/// Says what may be written at a path of a scenario.
int explain(const ExplainOptions& options);

struct PlacesOptions {
  std::string file;  ///< whose regions and links count too; may be empty
  scenario::LoadOptions load;
  std::string from;
  std::string to;
  std::vector<std::string> cuts;  ///< "my-dc,ap-northeast-2"
};

/// Says which regions, zones and cities there are, and how long it is between them.
int places(const PlacesOptions& options);

/// Prints the language as a JSON Schema.
int schema();

struct MetricsOptions {
  std::string file;
  scenario::LoadOptions load;
};

/// Lists every metric that the world of a scenario publishes.
int metrics(const MetricsOptions& options);

struct TypesOptions {
  std::string part;
  std::string region = "us-east-1";
  std::string vcpus;
  std::string memory;
};

/// Prints the instance types of the catalogue.
int types(const TypesOptions& options);

}  // namespace squall::tool
