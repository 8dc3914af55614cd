// `iceball new`: writes a commented case to start from.
#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "case/template_case.hpp"
#include "commands.hpp"
#include "core/text.hpp"

namespace iceball {
namespace {

// Under another name first: nothing half-written ever stands under the final one.
void write_case(const std::filesystem::path& path, bool force) {
    const std::string shown = quote(path.string(), 200);
    if (!force && std::filesystem::exists(path))
        throw FileError(fmt::format("{} exists; choose another name, or --force to overwrite it", shown));
    std::filesystem::path part = path;
    part += ".part";
    std::error_code error;
    {
        std::ofstream file(part, std::ios::binary);
        file << template_case << std::flush;
        if (!file) {
            const std::string why = std::strerror(errno);
            std::filesystem::remove(part, error);
            throw FileError(fmt::format("{} cannot be written: {}", shown, why));
        }
    }
    std::filesystem::rename(part, path, error);
    if (error) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        throw FileError(fmt::format("{} cannot be written: {}", shown, error.message()));
    }
}

}  // namespace

void add_new_command(CLI::App& app, Settings& settings) {
    struct Options {
        std::string path;
        bool force = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* command = app.add_subcommand("new", "Write a commented case to start from");
    command->footer("Example:\n  iceball new case.toml");
    command->add_option("case", options->path, "The case file to write")->required()->type_name("CASE.toml");
    command->add_flag("--force", options->force, "Overwrite an existing file");
    command->callback([options, &settings] {
        write_case(options->path, options->force);
        if (!settings.quiet)
            fmt::print(stderr, "wrote {}; next: iceball check {}, iceball run {}\n", options->path, options->path,
                       options->path);
    });
}

}  // namespace iceball
