#pragma once

#include "squall/scenario/document.hpp"

#include <string>

namespace squall::scenario {

/// A syntax error in our words.
struct SyntaxError {
  Mark mark;
  std::string what;
  std::string hint = {};
};

/// The brackets that stand open where the parser stops; null where none does.
struct OpenBrackets {
  const Node* map = nullptr;
  const Node* list = nullptr;
};

/// What people do wrong most often, told by the parser's message; else that message in our form.
SyntaxError syntax_error(const Sources& sources, const Mark& mark, std::string message,
                         const OpenBrackets& open);

}  // namespace squall::scenario
