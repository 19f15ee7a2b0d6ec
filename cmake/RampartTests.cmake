# SPDX-License-Identifier: Apache-2.0
# BUILD_TESTING, and what tests/CMakeLists.txt needs: CMocka, and one short way to add each kind of test.
option(BUILD_TESTING "Build the tests (needs CMocka)" ON)
if(NOT BUILD_TESTING)
    return()
endif()

enable_testing()
pkg_check_modules(CMOCKA IMPORTED_TARGET cmocka)
if(NOT CMOCKA_FOUND)
    message(FATAL_ERROR "The tests need CMocka (Debian: libcmocka-dev). "
                        "Without tests: -DBUILD_TESTING=OFF")
endif()

# A program that was built, as a test. It runs in the root of the source.
function(rampart_program_test name program)
    add_test(NAME ${name} COMMAND ${program} ${ARGN} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
endfunction()

# tests/<folder>/test_<name>.c for each name: a CMocka program that may look inside the library.
function(rampart_tests folder)
    foreach(name IN LISTS ARGN)
        string(REPLACE "/" "_" program ${folder}_${name})
        add_executable(${program} ${folder}/test_${name}.c)
        target_link_libraries(${program} PRIVATE rampart_test_support)
        rampart_program_test(${folder}/${name} ${program})
    endforeach()
endfunction()

# tests/unit/<layer>/test_<file>.c tests src/<layer>/<file>.c.
function(rampart_unit_tests layer)
    rampart_tests(unit/${layer} ${ARGN})
endfunction()

# A shell script as a test; 77 means skipped, for the reason in the first line that it printed.
function(rampart_script_test name script)
    add_test(NAME ${name} COMMAND sh ${CMAKE_CURRENT_SOURCE_DIR}/${script} ${ARGN} COMMAND_EXPAND_LISTS)
    set_tests_properties(${name} PROPERTIES SKIP_RETURN_CODE 77)
endfunction()
