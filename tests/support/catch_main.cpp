#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>

#include "core/waiting.hpp"

int main(int argc, char** argv) {
    iceball::wait_passively(argv);
    return Catch::Session().run(argc, argv);
}
