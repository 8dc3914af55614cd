# `cmake --install`: the program, the libraries, their headers and what find_package(iceball) needs.
include(CMakePackageConfigHelpers)

set(iceball_components)
foreach(part sim image store app view)
    if(TARGET iceball_${part})
        list(APPEND iceball_components ${part})
        install(TARGETS iceball_${part} EXPORT iceballTargets ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
    endif()
endforeach()
install(DIRECTORY libsim/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/iceball FILES_MATCHING PATTERN "*.hpp")

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/iceball)
install(EXPORT iceballTargets NAMESPACE iceball:: DESTINATION ${package_dir})
configure_package_config_file(cmake/iceballConfig.cmake.in ${PROJECT_BINARY_DIR}/iceballConfig.cmake
    INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/iceballConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/iceballConfig.cmake ${PROJECT_BINARY_DIR}/iceballConfigVersion.cmake
    DESTINATION ${package_dir})
