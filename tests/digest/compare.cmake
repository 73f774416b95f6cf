# cmake -Dprogram=<digest> -Dexpected=<file> -P compare.cmake
execute_process(COMMAND ${program} OUTPUT_VARIABLE actual RESULT_VARIABLE status)
file(READ ${expected} wanted)
if(NOT status EQUAL 0 OR NOT actual STREQUAL wanted)
  message(FATAL_ERROR "${program} differs from ${expected}:\n${actual}")
endif()
