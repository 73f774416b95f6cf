#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <type_traits>

namespace squall::core {

/// One row of an engine's table: whom an event calls, how, and by what name a trace knows it.
struct BoundHandler {
  void* model;
  void (*invoke)(void* model, std::uint64_t argument);
  std::string_view name;
};

template <class Handler>
struct HandlerTraits;

template <class M>
struct HandlerTraits<void (M::*)()> {
  using Model = M;
  using Argument = void;
};

template <class M, class A>
struct HandlerTraits<void (M::*)(A)> {
  using Model = M;
  using Argument = std::remove_cvref_t<A>;
};

template <auto Handler>
using ArgumentOf = typename HandlerTraits<decltype(Handler)>::Argument;

/// Calls (model.*Handler)(argument); the argument travels as bits.
template <auto Handler>
void invoke(void* model, std::uint64_t bits) {
  using Traits = HandlerTraits<decltype(Handler)>;
  auto& self = *static_cast<typename Traits::Model*>(model);
  if constexpr (std::is_void_v<typename Traits::Argument>) {
    (self.*Handler)();
  } else if constexpr (std::is_integral_v<typename Traits::Argument> ||
                       std::is_enum_v<typename Traits::Argument>) {
    (self.*Handler)(static_cast<typename Traits::Argument>(bits));
  } else {
    typename Traits::Argument argument;
    std::memcpy(static_cast<void*>(&argument), &bits, sizeof argument);
    (self.*Handler)(argument);
  }
}

/// "HealthChecker::probe", as the compiler spells it.
template <auto Handler>
constexpr std::string_view name_of() {
  std::string_view text = __PRETTY_FUNCTION__;
  text.remove_prefix(text.find("Handler = ") + 10);
  text = text.substr(0, text.find_first_of(";]"));
  if (const auto amp = text.find('&'); amp != text.npos) text.remove_prefix(amp + 1);
  while (!text.empty() && (text.back() == ')' || text.back() == ' ')) text.remove_suffix(1);
  // Keep the last two parts: the class and its method.
  const auto method = text.rfind("::");
  if (method == text.npos || method == 0) return text;
  const auto scope = text.rfind("::", method - 1);
  return scope == text.npos ? text : text.substr(scope + 2);
}

}  // namespace squall::core
