#pragma once

#include <string>

namespace squall::scenario {

/// The language as a JSON Schema (draft 2020-12), made from the tables: editors complete, explain
/// and check a scenario by it while it is typed. What needs the whole file, such as whether a name
/// is the name of something, is left to `squall check`.
std::string json_schema();

}  // namespace squall::scenario
