# `cmake --install` gives the program, the headers and a package that find_package(squall) finds.
include(CMakePackageConfigHelpers)

install(TARGETS squall squall_flags EXPORT squall-targets)
install(TARGETS squall_tool)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/squall DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT squall-targets NAMESPACE squall:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/squall)

configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/squall-config.cmake.in ${PROJECT_BINARY_DIR}/squall-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/squall)
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/squall-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/squall-config.cmake ${PROJECT_BINARY_DIR}/squall-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/squall)
