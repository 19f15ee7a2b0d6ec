# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where, and how pkg-config and find_package() learn of it.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(RAMPART_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/rampart)
set(RAMPART_PKGCONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(TARGETS rampart_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS rampart_shared rampart_static rampart_report_shared rampart_report_static EXPORT rampartTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/rampart DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

# The prefix is found from where the file stands, so that an installed tree can be moved.
file(RELATIVE_PATH RAMPART_PREFIX_FROM_PKGCONFIG
    ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
foreach(library rampart rampart-report)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/${library}.pc.in ${PROJECT_BINARY_DIR}/${library}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/${library}.pc DESTINATION ${RAMPART_PKGCONFIG_DIR})
endforeach()

install(EXPORT rampartTargets NAMESPACE rampart:: DESTINATION ${RAMPART_CMAKE_DIR})
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/rampartConfig.cmake.in
    ${PROJECT_BINARY_DIR}/rampartConfig.cmake INSTALL_DESTINATION ${RAMPART_CMAKE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/rampartConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rampartConfig.cmake ${PROJECT_BINARY_DIR}/rampartConfigVersion.cmake
    DESTINATION ${RAMPART_CMAKE_DIR})

install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES ${PROJECT_SOURCE_DIR}/docs/check.schema.json
    ${PROJECT_SOURCE_DIR}/docs/who-can.schema.json ${PROJECT_SOURCE_DIR}/docs/requests.schema.json
    ${PROJECT_SOURCE_DIR}/docs/assumptions.schema.json ${PROJECT_SOURCE_DIR}/docs/catalog.schema.json
    ${PROJECT_SOURCE_DIR}/docs/lint.schema.json ${PROJECT_SOURCE_DIR}/docs/explain-denial.schema.json
    ${PROJECT_SOURCE_DIR}/docs/replay.schema.json ${PROJECT_SOURCE_DIR}/docs/error.schema.json
    DESTINATION ${CMAKE_INSTALL_DATADIR}/rampart)
install(FILES ${PROJECT_SOURCE_DIR}/docs/man/rampart.1 ${PROJECT_SOURCE_DIR}/docs/man/rampart-check.1
    ${PROJECT_SOURCE_DIR}/docs/man/rampart-catalog.1 ${PROJECT_SOURCE_DIR}/docs/man/rampart-compile.1
    ${PROJECT_SOURCE_DIR}/docs/man/rampart-explain-denial.1 ${PROJECT_SOURCE_DIR}/docs/man/rampart-fmt.1
    ${PROJECT_SOURCE_DIR}/docs/man/rampart-import.1 ${PROJECT_SOURCE_DIR}/docs/man/rampart-lint.1
    ${PROJECT_SOURCE_DIR}/docs/man/rampart-replay.1 ${PROJECT_SOURCE_DIR}/docs/man/rampart-who-can.1
    DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
