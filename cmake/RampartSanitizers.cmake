# SPDX-License-Identifier: Apache-2.0
# AddressSanitizer and UndefinedBehaviorSanitizer in everything that is built; the first finding ends the program.
option(RAMPART_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)

if(RAMPART_SANITIZE)
    set(RAMPART_SANITIZERS -fsanitize=address,undefined -fno-sanitize-recover=all)
    add_compile_options(${RAMPART_SANITIZERS} -fno-omit-frame-pointer)
    add_link_options(${RAMPART_SANITIZERS})
endif()
