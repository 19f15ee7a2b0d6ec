# SPDX-License-Identifier: Apache-2.0
# Emscripten, wherever it is: `cmake --preset web`.
find_program(EMCC emcc)
find_program(EM_CONFIG em-config)
if(NOT EMCC OR NOT EM_CONFIG)
    message(FATAL_ERROR "There is no emcc: the module for browsers and Node needs emscripten (Debian: emscripten). Nothing else does.")
endif()
execute_process(COMMAND ${EM_CONFIG} EMSCRIPTEN_ROOT OUTPUT_VARIABLE EMSCRIPTEN_ROOT OUTPUT_STRIP_TRAILING_WHITESPACE)
include(${EMSCRIPTEN_ROOT}/cmake/Modules/Platform/Emscripten.cmake)

# Debian keeps what emcc's optimiser needs there.
if(IS_DIRECTORY /usr/share/nodejs)
    set(CMAKE_C_LINKER_LAUNCHER ${CMAKE_COMMAND} -E env NODE_PATH=/usr/share/nodejs)
endif()
