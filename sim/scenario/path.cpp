#include "squall/scenario/path.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

namespace squall::scenario {

namespace {

// Deeper than any path into a scenario; what a path makes is nested as deep.
constexpr std::size_t most_parts = 24;

class PathReader {
 public:
  PathReader(std::string_view text, const Mark& start, Diagnostics& diagnostics)
      : text_(text), start_(start), diagnostics_(diagnostics) {}

  std::optional<std::vector<PathPart>> read() {
    while (true) {
      if (!read_name()) return std::nullopt;
      while (at_ < text_.size() && text_[at_] == '[')
        if (!read_item()) return std::nullopt;
      if (parts_.size() > most_parts)
        return refuse(0, fmt::format("the path has more than {} parts", most_parts), {});
      if (at_ == text_.size()) return std::move(parts_);
      if (text_[at_] != '.')
        return refuse(at_, fmt::format("'{}' cannot follow here", text_.substr(at_)),
                      "write a dot between two parts");
      ++at_;
    }
  }

 private:
  Mark mark(std::size_t at) const {
    return {start_.source, start_.line, start_.column + static_cast<int>(at)};
  }

  std::nullopt_t refuse(std::size_t at, std::string what, std::string hint) {
    diagnostics_.error(mark(at), std::move(what), {}, std::move(hint));
    return std::nullopt;
  }

  bool read_name() {
    const std::size_t begin = at_;
    if (at_ < text_.size() && text_[at_] == '"') return read_quoted();
    at_ = std::min(text_.size(), text_.find_first_of(".[]\"", at_));
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (name.empty()) {
      refuse(begin, "a part of the path is empty", "write 'auto_scaling_groups.web.max_size'");
      return false;
    }
    const auto kind = name == "*" ? PathPart::Kind::every : PathPart::Kind::name;
    parts_.push_back({kind, std::string(name), 0, mark(begin)});
    return true;
  }

  bool read_quoted() {
    const std::size_t begin = at_ + 1;
    const std::size_t end = text_.find('"', begin);
    if (end == text_.npos) {
      refuse(at_, "the quoted name has no end", "write '\"' behind it");
      return false;
    }
    parts_.push_back(
        {PathPart::Kind::name, std::string(text_.substr(begin, end - begin)), 0, mark(begin)});
    at_ = end + 1;
    return true;
  }

  bool read_item() {
    PathPart part{PathPart::Kind::item, {}, 0, mark(at_)};
    const char* const end = text_.data() + text_.size();
    const auto [rest, wrong] = std::from_chars(text_.data() + at_ + 1, end, part.item);
    if (wrong != std::errc() || rest == end || *rest != ']') {
      refuse(at_, "the number of an item is missing", "write '[0]' for the first item of a list");
      return false;
    }
    part.text = fmt::format("[{}]", part.item);
    at_ = static_cast<std::size_t>(rest - text_.data()) + 1;
    parts_.push_back(std::move(part));
    return true;
  }

  std::string_view text_;
  Mark start_;
  Diagnostics& diagnostics_;
  std::vector<PathPart> parts_;
  std::size_t at_ = 0;
};

}  // namespace

std::string_view full_section(std::string_view word) {
  for (const SectionAlias& alias : section_aliases)
    if (alias.word == word) return alias.section;
  return word;
}

std::optional<std::vector<PathPart>> read_path(std::string_view text, const Mark& start,
                                               Diagnostics& diagnostics) {
  return PathReader(text, start, diagnostics).read();
}

}  // namespace squall::scenario
