#include "squall/scenario/source_file.hpp"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

std::optional<std::uint32_t> add_file(const std::string& path, std::size_t most_bytes,
                                      const Mark& mark, Sources& sources,
                                      Diagnostics& diagnostics) {
  const auto refuse = [&](std::string why, std::string hint = {}) {
    diagnostics.error(mark, fmt::format("cannot read '{}': {}", path, why), {}, std::move(hint));
    return std::nullopt;
  };
  std::error_code code;
  const auto status = std::filesystem::status(path, code);
  if (!std::filesystem::exists(status)) return refuse("there is no such file");
  if (std::filesystem::is_directory(status)) return refuse("it is a folder", "name a file in it");
  if (!std::filesystem::is_regular_file(status)) return refuse("it is not a regular file");
  const auto size = std::filesystem::file_size(path, code);
  if (code) return refuse(code.message());
  if (size > most_bytes) {
    return refuse(fmt::format("it has {} MB, more than {} MiB", size / 1'000'000, most_bytes >> 20),
                  "split it with 'include', or read data from a CSV file");
  }
  std::ifstream stream(path, std::ios::binary);
  std::string text(size, '\0');
  if (!stream.read(text.data(), static_cast<std::streamsize>(size)))
    return refuse("reading it failed");
  return sources.add(path, std::move(text));
}

std::string beside(const std::string& file, const Mark& mark, std::uint32_t scenario,
                   const Sources& sources) {
  const bool typed = sources[mark.source].name.starts_with("--");
  const std::filesystem::path from(sources[typed ? scenario : mark.source].name);
  return (from.parent_path() / file).lexically_normal().string();
}

}  // namespace squall::scenario
