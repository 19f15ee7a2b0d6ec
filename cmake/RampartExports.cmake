# SPDX-License-Identifier: Apache-2.0
# What the shared libraries export is written down once, in exports.txt: here as linker version scripts, in
# tests/style/exports.sh as the list that the built libraries are held against.
set(RAMPART_EXPORTS ${PROJECT_SOURCE_DIR}/cmake/exports.txt)

# MODE: INCLUDE or EXCLUDE, by a pattern of names.
function(rampart_export_listed target mode pattern)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${RAMPART_EXPORTS})
    file(STRINGS ${RAMPART_EXPORTS} names REGEX "^rampart_")
    list(FILTER names ${mode} REGEX "${pattern}")
    list(JOIN names ";\n        " RAMPART_EXPORTED_NAMES)
    set(map ${PROJECT_BINARY_DIR}/${target}.map)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/rampart.map.in ${map} @ONLY)
    target_link_options(${target} PRIVATE -Wl,--version-script=${map})
    set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS ${map})
endfunction()
