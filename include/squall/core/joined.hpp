#pragma once

#include <array>
#include <cstddef>
#include <utility>

namespace squall::core {

/// The rows of one table behind those of another.
template <class Row, std::size_t First, std::size_t Second>
constexpr std::array<Row, First + Second> joined(const std::array<Row, First>& first,
                                                 const std::array<Row, Second>& second) {
  return [&]<std::size_t... I, std::size_t... J>(std::index_sequence<I...>,
                                                 std::index_sequence<J...>) {
    return std::array<Row, First + Second>{first[I]..., second[J]...};
  }
  (std::make_index_sequence<First>(), std::make_index_sequence<Second>());
}

}  // namespace squall::core
