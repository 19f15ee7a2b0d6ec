# SPDX-License-Identifier: Apache-2.0
# AddressSanitizer and UndefinedBehaviorSanitizer in everything that is built; the first finding ends the program.
option(RAMPART_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

if(RAMPART_SANITIZE)
    set(RAMPART_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=all)
    add_compile_options(${RAMPART_SANITIZERS} -fno-omit-frame-pointer)
    add_link_options(${RAMPART_SANITIZERS})
endif()

# Everything is instrumented for libFuzzer; tests/fuzz links it.
option(RAMPART_FUZZ "Build the fuzz targets for libFuzzer (needs clang)" OFF)

if(RAMPART_FUZZ)
    if(NOT CMAKE_C_COMPILER_ID MATCHES Clang)
        message(FATAL_ERROR "libFuzzer is a part of clang: -DCMAKE_C_COMPILER=clang")
    endif()
    set(RAMPART_FUZZERS -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all)
    add_compile_options(${RAMPART_FUZZERS} -fno-omit-frame-pointer)
    add_link_options(-fsanitize=address,undefined)
endif()
