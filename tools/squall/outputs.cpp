#include "outputs.hpp"

#include "paint.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

#include <fmt/core.h>
#include <unistd.h>

namespace squall::tool {

namespace {

bool failed(const std::string& path, int error) {
  fmt::print(stderr, "squall: cannot write '{}': {}\n", path, std::strerror(error));
  return false;
}

bool put_all(std::FILE* out, const std::string& text) {
  return std::fwrite(text.data(), 1, text.size(), out) == text.size() && std::fflush(out) == 0;
}

bool write_file(const std::string& path, const std::string& text) {
  std::FILE* out = std::fopen(path.c_str(), "wb");
  if (!out) return false;
  const bool written = put_all(out, text);
  const int error = errno;
  if (std::fclose(out) != 0 && written) return false;
  if (!written) errno = error;
  return written;
}

// Anything but a plain file, such as a pipe or /dev/full, cannot be replaced: it is written to.
bool is_replaced(const std::string& path) {
  std::error_code none;
  const auto status = std::filesystem::status(path, none);
  return !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
}

}  // namespace

void Outputs::file(const std::string& path, std::string text) {
  if (path == "-") {
    data_ += text;
  } else {
    files_.push_back({path, std::move(text)});
  }
}

// First beside the files, then all in their places: nobody ever sees half of it.
bool Outputs::write_files() const {
  const std::string suffix = fmt::format(".{}.tmp", getpid());
  std::vector<std::string> replaced;
  bool good = true;
  for (const File& file : files_) {
    const bool beside = is_replaced(file.path);
    if (beside) replaced.push_back(file.path);
    good =
        write_file(beside ? file.path + suffix : file.path, file.text) || failed(file.path, errno);
    if (!good) break;
  }
  for (const std::string& path : replaced) {
    const std::string made = path + suffix;
    if (good) good = std::rename(made.c_str(), path.c_str()) == 0 || failed(path, errno);
    if (!good) std::remove(made.c_str());
  }
  return good;
}

// What cannot be written is at least said on the screen.
bool Outputs::write() const {
  const bool written = write_files();
  return (data_.empty() ? put(painted(screen_)) : put(data_)) && written;
}

bool put(const std::string& text) {
  if (put_all(stdout, text) || errno == EPIPE) return true;
  return failed("standard output", errno);
}

}  // namespace squall::tool
