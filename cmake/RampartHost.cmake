# SPDX-License-Identifier: Apache-2.0
# Programs that the build runs. They are compiled for the machine that builds, always in the one way: a build for
# another machine needs a second compiler, which CMake does not look for.
if(CMAKE_CROSSCOMPILING)
    find_program(RAMPART_HOST_CC NAMES cc gcc clang NO_CMAKE_FIND_ROOT_PATH REQUIRED
        DOC "The compiler for programs that the build itself runs")
else()
    set(RAMPART_HOST_CC ${CMAKE_C_COMPILER})
endif()

# rampart_host_program(NAME SOURCE...): sets NAME to the path of the program, in this folder of the build.
function(rampart_host_program name)
    list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/ OUTPUT_VARIABLE sources)
    file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/rampart/*.h ${CMAKE_CURRENT_SOURCE_DIR}/*/*.h)
    set(program ${CMAKE_CURRENT_BINARY_DIR}/host/${name})
    list(TRANSFORM RAMPART_DEFINITIONS PREPEND -D OUTPUT_VARIABLE definitions)
    add_custom_command(OUTPUT ${program}
        COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/host
        COMMAND ${RAMPART_HOST_CC} -std=c17 -O1 ${definitions} -I${PROJECT_SOURCE_DIR}/include
            -I${CMAKE_CURRENT_SOURCE_DIR} -o ${program} ${sources}
        DEPENDS ${sources} ${headers}
        COMMENT "Building ${name} for this machine" VERBATIM)
    set(${name} ${program} PARENT_SCOPE)
endfunction()
