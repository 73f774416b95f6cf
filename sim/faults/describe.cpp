#include "squall/faults/describe.hpp"

namespace squall::faults {

std::string describe(const Action& action) {
  for (const Alternative& alternative : Alternatives<Action>::table) {
    const void* inside = alternative.peek(&action);
    if (!inside) continue;
    std::string text = std::string(alternative.key) + ":";
    for (const std::string& name : *static_cast<const std::vector<std::string>*>(inside))
      text += (text.ends_with(':') ? " " : ", ") + name;
    return text;
  }
  return {};
}

}  // namespace squall::faults
