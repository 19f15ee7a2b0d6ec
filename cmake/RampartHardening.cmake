# SPDX-License-Identifier: Apache-2.0
# What makes a fault in C end the program instead of serving who sent the input (SECURITY.md). Tests: style/hardened.
option(RAMPART_HARDEN "Guard the stack, check buffers where the compiler knows their size, bind and seal symbols at start" ON)

if(NOT EMSCRIPTEN) # a module is never moved, and position-independent code asks a table for each address
    include(CheckPIESupported)
    check_pie_supported(LANGUAGES C)
    set(CMAKE_POSITION_INDEPENDENT_CODE ON)
endif()

# -fstack-protector guards functions that have buffers of bytes. The strong one costs 3.5 % of a decision in a stream,
# this one 0.8 %. A sanitizer does the same and more; a packager's own level of _FORTIFY_SOURCE is left as it is.
if(RAMPART_HARDEN AND NOT RAMPART_SANITIZE AND NOT RAMPART_FUZZ)
    if(NOT CMAKE_C_FLAGS MATCHES "-fstack-protector")
        add_compile_options(-fstack-protector)
    endif()
    if(NOT CMAKE_C_FLAGS MATCHES "_FORTIFY_SOURCE")
        add_compile_definitions($<$<NOT:$<CONFIG:Debug>>:_FORTIFY_SOURCE=2>)
    endif()
    add_link_options(LINKER:-z,relro,-z,now)
endif()
