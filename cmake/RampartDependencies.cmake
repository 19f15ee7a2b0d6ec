# SPDX-License-Identifier: Apache-2.0
# The libraries Rampart stands on, found by pkg-config. For WebAssembly they are built first, in the folder of the build.
if(EMSCRIPTEN)
    execute_process(COMMAND sh ${PROJECT_SOURCE_DIR}/scripts/web-dependencies.sh ${PROJECT_BINARY_DIR}/dependencies
        COMMAND_ERROR_IS_FATAL ANY)
    set(ENV{PKG_CONFIG_LIBDIR} ${PROJECT_BINARY_DIR}/dependencies/prefix/lib/pkgconfig)
    list(APPEND CMAKE_FIND_ROOT_PATH ${PROJECT_BINARY_DIR}/dependencies/prefix)
endif()
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED) # of the program; the library starts none
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8>=10.39)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1>=0.2.2)
pkg_check_modules(CJSON REQUIRED IMPORTED_TARGET libcjson>=1.7.15) # of the reports
option(RAMPART_SERVE "Build rampart serve, where the header of libmicrohttpd is there; nothing is linked with it" ON)
set(RAMPART_HAS_SERVER OFF)
if(RAMPART_SERVE)
    pkg_check_modules(MICROHTTPD IMPORTED_TARGET libmicrohttpd>=0.9.75)
    set(RAMPART_HAS_SERVER ${MICROHTTPD_FOUND})
endif()
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib>=1.2.11)
