# SPDX-License-Identifier: Apache-2.0
# What `cmake --install` puts where, and how pkg-config and find_package() learn of it.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(RAMPART_CMAKE_DIR ${CMAKE_INSTALL_LIBDIR}/cmake/rampart)
set(RAMPART_PKGCONFIG_DIR ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

# Whoever uses the program needs nothing of the rest: the components are packages of their own (RampartPackage.cmake).
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME program)

install(TARGETS rampart_program RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(PROGRAMS ${PROJECT_SOURCE_DIR}/examples/export-account.sh DESTINATION ${CMAKE_INSTALL_BINDIR} RENAME rampart-export)

install(TARGETS rampart_shared EXPORT rampartTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library NAMELINK_COMPONENT development
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS rampart_report_shared EXPORT rampartTargets
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT report_library NAMELINK_COMPONENT development
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(TARGETS rampart_static rampart_report_static EXPORT rampartTargets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT development
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/rampart DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development)

# The prefix is found from where the file stands, so that an installed tree can be moved.
file(RELATIVE_PATH RAMPART_PREFIX_FROM_PKGCONFIG
    ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
foreach(library rampart rampart-report)
    configure_file(${PROJECT_SOURCE_DIR}/cmake/${library}.pc.in ${PROJECT_BINARY_DIR}/${library}.pc @ONLY)
    install(FILES ${PROJECT_BINARY_DIR}/${library}.pc DESTINATION ${RAMPART_PKGCONFIG_DIR} COMPONENT development)
endforeach()

install(EXPORT rampartTargets NAMESPACE rampart:: DESTINATION ${RAMPART_CMAKE_DIR} COMPONENT development)
configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/rampartConfig.cmake.in
    ${PROJECT_BINARY_DIR}/rampartConfig.cmake INSTALL_DESTINATION ${RAMPART_CMAKE_DIR})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/rampartConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/rampartConfig.cmake ${PROJECT_BINARY_DIR}/rampartConfigVersion.cmake
    DESTINATION ${RAMPART_CMAKE_DIR} COMPONENT development)

file(GLOB RAMPART_SCHEMAS CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/*.schema.json)
file(GLOB RAMPART_MANUALS CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/docs/man/*.1)
# As they lie in the source, so that the links between them lead somewhere.
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE ${PROJECT_SOURCE_DIR}/README.md ${PROJECT_SOURCE_DIR}/CONTRIBUTING.md
    ${PROJECT_SOURCE_DIR}/SECURITY.md
    DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/docs ${PROJECT_SOURCE_DIR}/examples DESTINATION ${CMAKE_INSTALL_DOCDIR}
    PATTERN man EXCLUDE)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/policies/catalog DESTINATION ${CMAKE_INSTALL_DOCDIR}/policies)
install(FILES ${PROJECT_SOURCE_DIR}/policies/system/README.md ${PROJECT_SOURCE_DIR}/policies/system/INDEX.tsv
    ${PROJECT_SOURCE_DIR}/policies/system/.rampart.yaml
    DESTINATION ${CMAKE_INSTALL_DOCDIR}/policies/system)
install(FILES ${RAMPART_SCHEMAS} DESTINATION ${CMAKE_INSTALL_DATADIR}/rampart)
install(FILES ${RAMPART_MANUALS} DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
set(RAMPART_COMPLETIONS ${PROJECT_SOURCE_DIR}/packaging/completions)
install(FILES ${RAMPART_COMPLETIONS}/rampart.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
    RENAME rampart)
install(FILES ${RAMPART_COMPLETIONS}/_rampart DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${RAMPART_COMPLETIONS}/rampart.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
