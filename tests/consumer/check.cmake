# Installs the build tree SQUALL_BINARY_DIR into a folder of its own and uses it from there, as the
# example does.
#   cmake -DSQUALL_SOURCE_DIR=DIR -DSQUALL_BINARY_DIR=DIR -DCOMPILER=CXX -DFLAGS=... -DGENERATOR=...
#         -P check.cmake
set(prefix ${SQUALL_BINARY_DIR}/consumer/installed)
set(binary_dir ${SQUALL_BINARY_DIR}/consumer/build)
file(REMOVE_RECURSE ${SQUALL_BINARY_DIR}/consumer)

function(run)
  execute_process(COMMAND ${ARGV} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

run(${CMAKE_COMMAND} --install ${SQUALL_BINARY_DIR} --prefix ${prefix})
run(${CMAKE_COMMAND} -S ${SQUALL_SOURCE_DIR}/examples/watchman -B ${binary_dir} -G ${GENERATOR}
    -DCMAKE_PREFIX_PATH=${prefix} -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_FLAGS=${FLAGS})
run(${CMAKE_COMMAND} --build ${binary_dir})
run(${binary_dir}/watchman ${SQUALL_SOURCE_DIR}/scenarios/teaching/balanced.yaml)
run(${prefix}/bin/squall --version)
