# cmake -D BUILD=... -D SOURCE=... -D SCRATCH=... -P run.cmake: installs the build into a scratch folder, builds the
# outside project against it and runs it.
file(REMOVE_RECURSE ${SCRATCH})
foreach(step
        "${CMAKE_COMMAND};--install;${BUILD};--prefix;${SCRATCH}/installed"
        "${CMAKE_COMMAND};-S;${SOURCE};-B;${SCRATCH}/build;-G;Ninja;-DCMAKE_BUILD_TYPE=Release;-DCMAKE_PREFIX_PATH=${SCRATCH}/installed;-DCMAKE_CXX_COMPILER=${COMPILER};-DCMAKE_CXX_FLAGS=${FLAGS}"
        "${CMAKE_COMMAND};--build;${SCRATCH}/build"
        "${SCRATCH}/build/outside"
        "${SCRATCH}/installed/bin/iceball;--version")
    execute_process(COMMAND ${step} RESULT_VARIABLE result OUTPUT_VARIABLE said ERROR_VARIABLE said)
    message("${said}")
    if(NOT result EQUAL 0)
        message(FATAL_ERROR "failed: ${step}")
    endif()
endforeach()
file(REMOVE_RECURSE ${SCRATCH})
