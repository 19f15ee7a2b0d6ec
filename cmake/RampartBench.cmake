# SPDX-License-Identifier: Apache-2.0
# `cmake --build DIR --target bench` measures a Release build without sanitizers and prints one table
# (docs/performance.md). DIR itself is one if it was configured so, with tests; else the figures come from a
# build of its own inside DIR.
if(BUILD_TESTING AND CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT RAMPART_SANITIZE)
    add_custom_target(bench
        COMMAND rampart_selfbench $<TARGET_FILE:rampart_program>
        DEPENDS rampart_bench rampart_generate rampart_program
        USES_TERMINAL VERBATIM)
else()
    set(bench_dir ${PROJECT_BINARY_DIR}/bench)
    add_custom_target(bench
        COMMAND ${CMAKE_COMMAND} -S ${PROJECT_SOURCE_DIR} -B ${bench_dir} -G ${CMAKE_GENERATOR}
            -DCMAKE_C_COMPILER=${CMAKE_C_COMPILER} -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=ON
            -DRAMPART_SANITIZE=OFF
        COMMAND ${CMAKE_COMMAND} --build ${bench_dir} --target bench
        USES_TERMINAL VERBATIM)
endif()
