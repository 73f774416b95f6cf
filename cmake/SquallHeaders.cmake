# squall_check_headers(NAME TREE...): a target NAME, outside of `all`, that compiles each header of
# the given folders alone, with no other include before it.
function(squall_check_headers name)
  set(sources)
  foreach(tree ${ARGN})
    file(GLOB_RECURSE headers CONFIGURE_DEPENDS RELATIVE ${tree} ${tree}/*.hpp)
    foreach(header ${headers})
      set(source ${PROJECT_BINARY_DIR}/${name}/${header}.cpp)
      # Twice, so that a header without a guard is found as well.
      set(text "#include \"${tree}/${header}\"\n#include \"${tree}/${header}\"  // NOLINT\n")
      file(GENERATE OUTPUT ${source} CONTENT "${text}")
      list(APPEND sources ${source})
    endforeach()
  endforeach()
  add_library(${name} OBJECT EXCLUDE_FROM_ALL ${sources})
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF EXPORT_COMPILE_COMMANDS OFF)
  target_compile_options(${name} PRIVATE -O0)
endfunction()
