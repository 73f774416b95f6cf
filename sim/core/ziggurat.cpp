#include "squall/core/ziggurat.hpp"

#include "squall/core/special.hpp"

namespace squall {
namespace {

struct Exponential {
  static constexpr double tail = exponential_tail;
  static constexpr double area_beyond = portable::exp(-tail);
  static constexpr double density(double x) { return portable::exp(-x); }
  static constexpr double edge(double density) { return -portable::log(density); }
};

struct Normal {
  static constexpr double tail = normal_tail;
  static constexpr double area_beyond =
      portable::sqrt(portable::pi / 2) * portable::erfc(tail / portable::sqrt(2.0));
  static constexpr double density(double x) { return portable::exp(-0.5 * x * x); }
  static constexpr double edge(double density) {
    return portable::sqrt(-2 * portable::log(density));
  }
};

// Each layer has the area of the lowest: the rectangle below the tail's start and the tail.
template <class Shape>
constexpr Ziggurat build() {
  const double area = Shape::tail * Shape::density(Shape::tail) + Shape::area_beyond;
  double edges[Ziggurat::layers + 1] = {area / Shape::density(Shape::tail), Shape::tail};
  Ziggurat ziggurat{};
  ziggurat.density[1] = Shape::density(Shape::tail);
  for (int i = 2; i < Ziggurat::layers; ++i) {
    ziggurat.density[i] = ziggurat.density[i - 1] + area / edges[i - 1];
    edges[i] = Shape::edge(ziggurat.density[i]);
  }
  ziggurat.density[Ziggurat::layers] = 1;
  for (int i = 0; i < Ziggurat::layers; ++i) {
    ziggurat.step[i] = edges[i] * 0x1p-53;
    ziggurat.inside[i] = static_cast<std::uint64_t>(edges[i + 1] / edges[i] * 0x1p53);
  }
  return ziggurat;
}

// The layers close the density only from the right start of the tail.
template <class Shape>
constexpr double excess_of_top(const Ziggurat& ziggurat) {
  const double last = ziggurat.step[Ziggurat::layers - 1] * 0x1p53;
  const double area = Shape::tail * Shape::density(Shape::tail) + Shape::area_beyond;
  return ziggurat.density[Ziggurat::layers - 1] + area / last - 1;
}

}  // namespace

constexpr Ziggurat exponential_ziggurat = build<Exponential>();
constexpr Ziggurat normal_ziggurat = build<Normal>();

static_assert(excess_of_top<Exponential>(exponential_ziggurat) < 1e-12);
static_assert(excess_of_top<Exponential>(exponential_ziggurat) > -1e-12);
static_assert(excess_of_top<Normal>(normal_ziggurat) < 1e-12);
static_assert(excess_of_top<Normal>(normal_ziggurat) > -1e-12);

}  // namespace squall
