# ccache is used where it is installed.
find_program(ICEBALL_CCACHE ccache)
if(ICEBALL_CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${ICEBALL_CCACHE})
endif()

# Compile options that every target of the project shares, carried by the interface target iceball_options.
add_library(iceball_options INTERFACE)
target_compile_options(iceball_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion
    # Results must not depend on which instruction set a function was compiled for.
    -ffp-contract=off)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # g++ 12 falsely sees a write past the end inside fmt's own format_specs where it inlines much.
    target_compile_options(iceball_options INTERFACE -Wno-stringop-overflow)
endif()
if(ICEBALL_ARCH AND CMAKE_SYSTEM_PROCESSOR MATCHES "x86_64|AMD64")
    target_compile_options(iceball_options INTERFACE -march=${ICEBALL_ARCH})
endif()
if(ICEBALL_WERROR)
    target_compile_options(iceball_options INTERFACE -Werror)
endif()
if(ICEBALL_SANITIZE)
    target_compile_options(iceball_options INTERFACE -fsanitize=${ICEBALL_SANITIZE} -fno-omit-frame-pointer
                                                     -fno-sanitize-recover=all)
    # Instrumented loops do not vectorise, which clang would warn of.
    target_compile_options(iceball_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-pass-failed>)
    target_link_options(iceball_options INTERFACE -fsanitize=${ICEBALL_SANITIZE})
endif()
