#pragma once

#include <string>
#include <utility>
#include <vector>

namespace squall::tool {

/// What a command writes: files, all of them whole or none, and then standard output.
///
///     Outputs outputs;
///     outputs.screen(summary);
///     outputs.file("result.json", json);
///     return outputs.write() ? 0 : 3;
class Outputs {
 public:
  /// For whoever sits before the terminal.
  void screen(std::string text) { screen_ += std::move(text); }

  /// "-" is standard output, where it takes the place of what is for the screen.
  void file(const std::string& path, std::string text);

  /// False, with a message, when the machine would not.
  bool write() const;

 private:
  struct File {
    std::string path;
    std::string text;
  };

  bool write_files() const;

  std::vector<File> files_;
  std::string screen_;
  std::string data_;  // for standard output
};

/// To standard output as it is; false, with a message, when the machine would not. A reader who has
/// closed the pipe has seen enough.
bool put(const std::string& text);

}  // namespace squall::tool
