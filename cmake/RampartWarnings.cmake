# SPDX-License-Identifier: Apache-2.0
# The language, and what the compiler is asked to complain about, in the library, the program and the tests.
option(RAMPART_WERROR "Treat warnings as errors" OFF)

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "Debug, Release, RelWithDebInfo or MinSizeRel" FORCE)
endif()

set(CMAKE_C_STANDARD 17)
set(CMAKE_C_STANDARD_REQUIRED ON)
set(CMAKE_C_EXTENSIONS OFF)
set(RAMPART_DEFINITIONS _XOPEN_SOURCE=700)

# Both gcc and clang know all of them; tests/style compiles with either.
set(RAMPART_WARNINGS
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2
    -Wundef -Wcast-qual)

add_compile_definitions(${RAMPART_DEFINITIONS})
add_compile_options(${RAMPART_WARNINGS})
if(RAMPART_WERROR)
    add_compile_options(-Werror)
endif()
