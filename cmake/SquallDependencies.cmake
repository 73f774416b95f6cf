# The libraries that Squall stands on, found where any supported system keeps them.
find_package(fmt REQUIRED)
