# `cmake --install` gives the program, the headers and a package that find_package(squall) finds.
include(CMakePackageConfigHelpers)
set(squall_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/squall)

install(TARGETS squall squall_flags EXPORT squall-targets)
install(TARGETS squall_tool)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/squall DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT squall-targets NAMESPACE squall:: DESTINATION ${squall_package_dir})

# A static library leaves its own libraries to whoever links it: the package finds those it names.
get_target_property(squall_links squall LINK_LIBRARIES)
set(squall_find_dependencies)
foreach(package fmt yaml-cpp Threads)
  if("${package}::${package}" IN_LIST squall_links)
    string(APPEND squall_find_dependencies "find_dependency(${package})\n")
  endif()
endforeach()

configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/squall-config.cmake.in ${PROJECT_BINARY_DIR}/squall-config.cmake
  INSTALL_DESTINATION ${squall_package_dir})
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/squall-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/squall-config.cmake
              ${PROJECT_BINARY_DIR}/squall-config-version.cmake
        DESTINATION ${squall_package_dir})
