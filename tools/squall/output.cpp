#include "output.hpp"

#include "squall/core/text.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <fmt/core.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace squall::tool {

namespace {

bool put(std::FILE* out, std::string_view text) {
  return std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fflush(out) == 0;
}

bool failed(const std::string& path, int error) {
  fmt::print(stderr, "squall: cannot write '{}': {}\n", path, std::strerror(error));
  return false;
}

}  // namespace

std::string name_of(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

// First beside the file, then in its place: nobody ever sees half of it.
bool write_whole(const std::string& path, std::string_view text) {
  if (path == "-") return put(stdout, text) || failed("standard output", errno);
  const std::string beside = fmt::format("{}.{}.tmp", path, getpid());
  std::FILE* out = std::fopen(beside.c_str(), "wb");
  if (!out) return failed(path, errno);
  const bool written = put(out, text);
  const int error = errno;
  const bool closed = std::fclose(out) == 0;
  if (written && closed && std::rename(beside.c_str(), path.c_str()) == 0) return true;
  const int last = written && closed ? errno : error;
  std::remove(beside.c_str());
  return failed(path, last);
}

int say_broken(const InvariantBroken& broken, const std::string& when, const std::string& file,
               std::int64_t seed) {
  fmt::print(stderr,
             "squall: internal error: {} does not hold ({}:{})\n"
             "{}with seed {}; 'squall run {} --set seed={}' repeats it\n",
             broken.expression(), broken.file(), broken.line(), when, seed, file, seed);
  return 3;
}

int width_of_output() {
  winsize size{};
  const bool terminal = ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return terminal ? std::clamp<int>(size.ws_col, 60, 200) : 100;
}

}  // namespace squall::tool
