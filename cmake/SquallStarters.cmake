# Puts the scenarios that `squall init` starts from into a header, so that they exist once.
function(squall_starters header)
  set(rows)
  foreach(file ${ARGN})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
    get_filename_component(name ${file} NAME_WE)
    file(READ ${file} text)
    # In the new place the schema stands beside the scenario.
    string(REPLACE "$schema=../schema.json" "$schema=schema.json" text "${text}")
    string(APPEND rows "    {\"${name}\", R\"yaml(${text})yaml\"},\n")
  endforeach()
  file(CONFIGURE OUTPUT ${header} CONTENT
"#pragma once

#include <string_view>

struct Starter {
  std::string_view name;
  std::string_view text;
};

inline constexpr Starter starter_files[] = {
@rows@};
" @ONLY)
endfunction()
