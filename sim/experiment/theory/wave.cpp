#include "squall/experiment/theory/wave.hpp"

#include "squall/core/invariant.hpp"

#include <cmath>

namespace squall::experiment::theory {

double Wave::frequency() const {
  constexpr double pi = 3.14159265358979323846;
  INVARIANT(period > 0 && service > 0);
  return 2 * pi / period;
}

double Wave::rate(double time) const {
  return mean_rate * (1 + swing * std::sin(frequency() * time));
}

double Wave::level() const { return mean_rate * service; }
double Wave::amplitude() const { return level() * swing / std::hypot(1.0, frequency() * service); }
double Wave::lag() const { return std::atan(frequency() * service) / frequency(); }

double Wave::in_service(double time) const {
  return level() + amplitude() * std::sin(frequency() * (time - lag()));
}

}  // namespace squall::experiment::theory
