# SPDX-License-Identifier: Apache-2.0
# Debian's packages by CPack: the program, a package for each shared library, and what one compiles with. packaging/deb.sh
# builds them with the flags that Debian wants.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME rampart)
set(CPACK_PACKAGE_VENDOR Rampart)
set(CPACK_PACKAGE_CONTACT "The Rampart developers <rampart@rampart.example.org>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL program library report_library development)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS ${PROJECT_BINARY_DIR})
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)

function(rampart_debian component package section summary)
    string(TOUPPER ${component} COMPONENT)
    set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_NAME ${package} PARENT_SCOPE)
    set(CPACK_DEBIAN_${COMPONENT}_PACKAGE_SECTION ${section} PARENT_SCOPE)
    set(CPACK_DEBIAN_${COMPONENT}_DESCRIPTION "${summary}
 Rampart decides what the policies of Alibaba Cloud's Resource Access
 Management mean: may this principal do this, and why? It answers from the
 documents alone, without a call to the cloud." PARENT_SCOPE)
endfunction()

set(exact "(= ${PROJECT_VERSION})")
rampart_debian(program rampart admin "decides what Alibaba Cloud RAM policies mean")
rampart_debian(library librampart${PROJECT_VERSION_MAJOR} libs "Alibaba Cloud RAM policies, decided: library")
rampart_debian(report_library librampart-report${PROJECT_VERSION_MAJOR} libs "Alibaba Cloud RAM policies, decided: reports")
rampart_debian(development librampart-dev libdevel "Alibaba Cloud RAM policies, decided: development files")
set(CPACK_DEBIAN_REPORT_LIBRARY_PACKAGE_DEPENDS "librampart${PROJECT_VERSION_MAJOR} ${exact}")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
    "librampart${PROJECT_VERSION_MAJOR} ${exact}, librampart-report${PROJECT_VERSION_MAJOR} ${exact}, libpcre2-dev, libyaml-dev, libcjson-dev, zlib1g-dev")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SUGGESTS "jq")
set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS "libmicrohttpd12") # opened by rampart serve alone
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/RampartDebian.cmake)
set(CPACK_RAMPART_SOURCE ${PROJECT_SOURCE_DIR})
include(CPack)
