#include "commands.hpp"
#include "starters.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>
#include <utility>

#include <fmt/core.h>

namespace squall::tool {

std::vector<std::string> starters() {
  std::vector<std::string> names;
  for (const Starter& starter : starter_files) names.emplace_back(starter.name);
  return names;
}

int init(const InitOptions& options) {
  for (const Starter& starter : starter_files) {
    if (starter.name != options.from) continue;
    std::string file = options.file;
    if (!file.ends_with(".yaml") && !file.ends_with(".yml")) file += ".yaml";
    // "x": what is there already is never written over.
    std::FILE* out = std::fopen(file.c_str(), "wx");
    if (!out) {
      const bool exists = errno == EEXIST;
      fmt::print(stderr, "squall: cannot write '{}': {}\n", file,
                 exists ? "it is there already (name another file)" : std::strerror(errno));
      return exists ? 2 : 3;
    }
    const bool written =
        std::fwrite(starter.text.data(), 1, starter.text.size(), out) == starter.text.size();
    if (std::fclose(out) != 0 || !written) {
      fmt::print(stderr, "squall: cannot write '{}': {}\n", file, std::strerror(errno));
      std::remove(file.c_str());
      return 3;
    }
    fmt::print("wrote {}; next: squall check {}\n", file, file);
    fmt::print(
        "editors complete and check it once 'squall schema > schema.json' stands beside it\n");
    return 0;
  }
  return 2;
}

}  // namespace squall::tool
