# The libraries that Squall stands on, found where any supported system keeps them.
#   compiled:    fmt::fmt, yaml-cpp::yaml-cpp, Threads::Threads
#   header-only: Boost::headers, Eigen3::Eigen, CLI11::CLI11, nlohmann_json::nlohmann_json
# The library links a header-only one as $<BUILD_INTERFACE:...>, so that who uses an installed
# Squall needs the compiled ones alone.
find_package(Threads REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(Boost 1.74 CONFIG REQUIRED)
find_package(Eigen3 3.4 REQUIRED)
find_package(CLI11 2.1 REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)

if(NOT TARGET yaml-cpp::yaml-cpp)  # its name since 0.8
  add_library(yaml-cpp::yaml-cpp ALIAS yaml-cpp)
endif()
