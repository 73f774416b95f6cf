#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <vector>

namespace squall {

enum class Severity : std::uint8_t {
  error,    ///< the scenario cannot be understood
  warning,  ///< it can, and a careful colleague would ask
};

/// One thing that is wrong with a scenario: where, what, in which thing, and what to write instead.
struct Diagnostic {
  Severity severity = Severity::error;
  std::string file;
  int line = 0;             ///< from 1; 0: the file as a whole
  int column = 0;           ///< from 1, in characters
  std::string what;         ///< lower case, no full stop: "unknown field 'helth_check'"
  std::string where;        ///< path from the root: "target_groups.web"; may be empty
  std::string hint;         ///< "did you mean 'health_check'?", or empty
  std::string source_line;  ///< the line itself, for the caret
};

/// "web.yaml:14:9: error: unknown field 'helth_check' in target_groups.web (did you mean
/// 'health_check'?)", without the source line.
std::string one_line(const Diagnostic& diagnostic);

/// The same with the source line and a caret under the place.
std::string to_text(const Diagnostic& diagnostic);

/// Thrown once for a scenario, with everything that is wrong with it, in the order of places.
class ScenarioError : public std::runtime_error {
 public:
  explicit ScenarioError(std::vector<Diagnostic> diagnostics);

  const std::vector<Diagnostic>& diagnostics() const { return diagnostics_; }

 private:
  std::vector<Diagnostic> diagnostics_;
};

}  // namespace squall
