# SPDX-License-Identifier: Apache-2.0
# AddressSanitizer and UndefinedBehaviorSanitizer in everything that is built; the first finding ends the program. With
# traps UndefinedBehaviorSanitizer does not say what it found: without the places of all its checks, which
# AddressSanitizer guards each by itself, programs start and run several times as fast.
option(RAMPART_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(RAMPART_SANITIZE_TRAP "With RAMPART_SANITIZE: undefined behaviour traps, and nothing is said of it" OFF)

if(RAMPART_SANITIZE)
    set(RAMPART_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=all)
    add_compile_options(${RAMPART_SANITIZERS} -fno-omit-frame-pointer -O1)
    if(RAMPART_SANITIZE_TRAP)
        add_compile_options(-fsanitize-undefined-trap-on-error)
    endif()
    add_link_options(${RAMPART_SANITIZERS})
    string(APPEND CMAKE_EXE_LINKER_FLAGS " -no-pie") # a quarter of the start would be moving addresses
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
